import type { OverloadView, Remedy } from '../../core/domain/overload.ts';
import type { Settings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import type { PlanView } from '../../core/domain/views.ts';
import { taskId } from '../../core/ids.ts';
import type { Message } from '../../core/messages/index.ts';
import { compareText } from '../../core/text-order.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { workingMinutes } from './hours.ts';
import { earliestOf, importanceOf, inZone, remainingMin } from './problem.ts';
import { capacityOn } from './view.ts';
import { WEEKDAYS } from '../../core/time/week.ts';

/**
 * More work than the planned days hold. What was left out is spread, the most important first, over the days after the
 * plan, as much into each as the person usually gets through; that gives the week in which it would be done.
 */

/** Weeks with a row of their own; what comes after them is one. */
const WEEKS = 5;
/** Days ahead after which nothing is told apart any more. */
const FURTHEST_DAY = 3 * 365;
/** Tasks that are named in a week, and pressing tasks that get remedies. */
const NAMED = 20;
const MAX_URGENT = 10;
/** The latest end of work that is offered. */
const LATEST = '22:00';
const STEP_MIN = 5;

export interface OverloadSource {
  plan: Pick<PlanView, 'blocks' | 'unscheduled'>;
  /** Open tasks by id; those of `plan.unscheduled` at least. */
  tasks: ReadonlyMap<string, Task>;
  /** Busy spans of today on the wall clock, beside the plan's blocks. */
  events: readonly { start: string; end: string }[];
  settings: Pick<Settings, 'horizonDays' | 'workingHours'>;
  /** Minutes usually worked on a day; undefined until known. */
  capacityOf(day: string): number | undefined;
}

interface Waiting {
  task: Task;
  minutes: number;
  /** The day on which it would be done. */
  day: string;
  entry: PlanView['unscheduled'][number];
}

/** Pure: the same source gives the same view. */
export function overloadView(source: OverloadSource, request: RequestTime): OverloadView {
  const waiting = spreadOverDays(source, request);
  const urgent = waiting.filter((one) => one.task.priority === 1 || isLate(one, request));
  urgent.sort((a, b) => (dueOf(a.task, request) < dueOf(b.task, request) ? -1 : 1));
  return {
    urgent: urgent.slice(0, MAX_URGENT).map((one) => ({
      ...rowOf(one),
      late: isLate(one, request),
      why: one.entry.why ?? null,
      remedies: remediesOf(one, source, request),
    })),
    count: waiting.length,
    minutes: sumOf(waiting),
    weeks: byWeek(waiting),
  };
}

/** What has no place, each with the day on which it would be done, in the order in which they would be. */
export function spreadOverDays(
  { plan, tasks, settings, capacityOf }: OverloadSource,
  request: RequestTime,
): Waiting[] {
  const queue = plan.unscheduled.flatMap((entry) => {
    const task = tasks.get(entry.taskId);
    // What can't begin within the planned days is not left out of them.
    return task?.status === 'open' && entry.reason !== 'beyondHorizon' ? [{ task, entry }] : [];
  });
  queue.sort(
    (a, b) =>
      importanceOf(b.task) - importanceOf(a.task) ||
      compareText(dueOf(a.task, request), dueOf(b.task, request)) ||
      compareText(a.task.id, b.task.id),
  );
  const first = addDays(request.local.slice(0, 10), settings.horizonDays);
  const last = addDays(first, FURTHEST_DAY);
  const room = new Map<string, number>();
  const roomOn = (day: string): number =>
    room.get(day) ?? capacityOn(day, `${day}T00:00`, settings.workingHours, capacityOf(day));
  /** Every day before this one is full. */
  let open = first;
  return queue
    .map(({ task, entry }) => {
      const minutes = remainingMin(task, request.at);
      while (open < last && roomOn(open) <= 0) open = addDays(open, 1);
      const begins = earliestOf(task, request)?.slice(0, 10) ?? first;
      let day = begins > open ? begins : open;
      let left = minutes;
      for (; day < last; day = addDays(day, 1)) {
        const taken = Math.min(left, Math.max(0, roomOn(day)));
        room.set(day, roomOn(day) - taken);
        left -= taken;
        if (left <= 0) break;
      }
      return { task, entry, minutes, day };
    })
    .sort((a, b) => compareText(a.day, b.day));
}

function byWeek(waiting: readonly Waiting[]): OverloadView['weeks'] {
  const weeks: { from: string; to: string | null; those: Waiting[] }[] = [];
  for (const one of waiting) {
    const monday = addDays(one.day, 1 - weekdayOf(one.day));
    const week = weeks.at(-1);
    if (week && (week.to === null || week.from === monday)) week.those.push(one);
    else {
      const to = weeks.length === WEEKS ? null : addDays(monday, 6);
      weeks.push({ from: monday, to, those: [one] });
    }
  }
  return weeks.map(({ from, to, those }) => ({
    from,
    to,
    count: those.length,
    minutes: sumOf(those),
    first: those.filter(({ task }) => task.priority === 1).length,
    due: those.filter(({ task }) => task.deadline !== null).length,
    tasks: those.slice(0, NAMED).map(rowOf),
  }));
}

function rowOf({ task, minutes }: Waiting): OverloadView['weeks'][number]['tasks'][number] {
  const { id, title, priority, deadline, durationMin } = task;
  return { taskId: id, title, minutes, guessed: durationMin === null, priority, deadline };
}

function remediesOf(one: Waiting, source: OverloadSource, request: RequestTime): Remedy[] {
  const longer = workLonger(one, source, request);
  const remedies = one.entry.remedies ?? (one.entry.remedy ? [one.entry.remedy] : []);
  return [...(longer ? [longer] : []), ...remedies.flatMap(remedyOf)];
}

/** What the solver would change, as something that can be done by one press; advice that can't is left out. */
function remedyOf({ key, params }: Message): Remedy[] {
  switch (key) {
    case 'plan.remedy.allowSplitting':
      return [
        {
          kind: 'split',
          pieces: Math.max(2, Number(params['pieces'])),
          chunkMin: Number(params['chunkMin']),
        },
      ];
    case 'plan.remedy.shorten':
      return [{ kind: 'shorten', toMin: Number(params['toMin']) }];
    case 'plan.remedy.moveDue':
      return [{ kind: 'moveDeadline', deadline: String(params['due']) }];
    case 'plan.remedy.unpin':
      return [{ kind: 'unpin' }];
    case 'plan.remedy.postpone': {
      const id = taskId.safeParse(params['with']);
      if (!id.success || typeof params['day'] !== 'string') return [];
      return [{ kind: 'postpone', taskId: id.data, title: String(params['other']), day: params['day'] }];
    }
    default:
      return [];
  }
}

/** The time right after today's hours, if the task may be done then and nothing else is there. */
function workLonger(
  { task, minutes, entry }: Waiting,
  { settings, plan, events }: OverloadSource,
  request: RequestTime,
): Remedy | null {
  const today = request.local.slice(0, 10);
  const end = endOfHours(today, settings);
  const begins = earliestOf(task, request);
  if (end === null || entry.reason === 'dependencyUnscheduled') return null;
  if (begins !== null && begins.slice(0, 10) > today) return null;
  let start = [end, rounded(request.local), begins ?? ''].reduce((a, b) => (b > a ? b : a));
  const busy = [...plan.blocks, ...events].toSorted((a, b) => compareText(a.start, b.start));
  for (const one of busy) {
    if (one.start < plus(start, minutes) && one.end > start) start = rounded(one.end);
  }
  const until = plus(start, minutes);
  if (until > `${today}T${LATEST}` || (task.deadline && until > dueOf(task, request))) return null;
  return { kind: 'workLonger', start, end: until };
}

/** The last working minute of a day; null for a day without hours. */
function endOfHours(day: string, { workingHours }: Pick<Settings, 'workingHours'>): string | null {
  if (workingHours === 'always') return null;
  if (workingMinutes(`${day}T00:00`, `${addDays(day, 1)}T00:00`, workingHours) === 0) return null;
  const spans = workingHours[WEEKDAYS[weekdayOf(day) - 1]!] ?? [];
  const last = spans.map(([, to]) => to).reduce((a, b) => (b > a ? b : a));
  return `${day}T${last}`;
}

function isLate({ task, day }: Waiting, request: RequestTime): boolean {
  return task.deadline !== null && day > dueOf(task, request).slice(0, 10);
}

/** A task's deadline on this clock as a moment; after everything without one. */
function dueOf({ deadline, tz }: Task, request: RequestTime): string {
  if (deadline === null) return '9';
  const due = inZone(deadline, tz, request.tz);
  return due.length > 10 ? due : `${due}T24:00`;
}

/** The next full five minutes from a moment on. */
function rounded(moment: string): string {
  const over = Number(moment.slice(14, 16)) % STEP_MIN;
  return over === 0 ? moment : plus(moment, STEP_MIN - over);
}

function plus(moment: string, minutes: number): string {
  return new Date(Date.parse(`${moment}Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

function sumOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((sum, { minutes }) => sum + minutes, 0);
}
