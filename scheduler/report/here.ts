import type { Message } from '../../core/messages/message.ts';
import type { ProblemTask } from '../../core/problem.ts';
import { daysBetween, weekdayOf } from '../../core/time/zoned.ts';
import { focusSide } from '../constraints/focustime.ts';
import { NEVER } from '../model/model.ts';
import { message } from './words.ts';
import type { PlanContext } from './plan-context.ts';
import { WEEKDAYS } from '../../core/time/week.ts';

/** Energy from which an hour suits demanding work, and up to which it suits easy work. */
const STRONG = 0.7;
const QUIET = 0.5;
const NEAR_MIN = 60;

/** Why a part stands where it stands: facts of the task and its place, each of them checkable. Never empty. */
export function whyHere(context: PlanContext, index: number): Message[] {
  const { task, from, to } = context.parts[index]!;
  const { model } = context;
  const facts = model.tasks[task]!;
  const reasons = [
    pin(context, task),
    ...dueReasons(context, index),
    energy(context, task, from),
    inFocusTime(context, task, from, to) ? message('plan.here.focusTime', {}) : undefined,
    preferred(context, facts, from),
    besideProject(context, index),
    facts.priority !== undefined && facts.priority <= 2
      ? message('plan.here.priority', { priority: facts.priority })
      : undefined,
    kept(context, task, from),
    model.splittable[task] && to - from < model.duration[task]!
      ? message('plan.here.piece', { minutes: to - from, ofMinutes: model.duration[task]! })
      : undefined,
  ].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons : [room(context, index)];
}

/** What holds a pin, in the words that fit: only a hand pins. */
export function pinWord({ pinBy = 'hand' }: ProblemTask): 'pinned' | 'atTime' | 'running' | 'kept' {
  return ({ hand: 'pinned', time: 'atTime', running: 'running', kept: 'kept' } as const)[pinBy];
}

function pin({ model }: PlanContext, task: number): Message | undefined {
  if (model.pinStart[task] === NEVER) return undefined;
  const facts = model.tasks[task]!;
  return message(`plan.here.${pinWord(facts)}`, { at: facts.pinnedStart! });
}

/** The deadline and the chosen day. A due moment of the planner's own is not shown. */
function dueReasons(context: PlanContext, index: number): Message[] {
  const { task } = context.parts[index]!;
  const { model } = context;
  const facts = model.tasks[task]!;
  if (facts.series !== undefined) return [message('plan.here.series', {})];
  const reasons: Message[] = [];
  if (facts.due !== undefined && (facts.dueBy ?? 'deadline') === 'deadline') {
    const [due, end] = [model.due[task]!, context.endOf[task]!];
    if (end > due) reasons.push(message('plan.here.late', { due: facts.due }));
    else {
      // The last minute of a day belongs to it.
      const days = facts.due.length > 10 ? null : daysBetween(context.day(end - 1), facts.due);
      reasons.push(message('plan.here.beforeDue', { due: facts.due, spareMin: due - end, days }));
    }
  }
  if (facts.chosenDay !== undefined) reasons.push(...chosen(context, index, facts.chosenDay));
  return reasons;
}

function chosen(context: PlanContext, index: number, day: string): Message[] {
  const { problem } = context.model;
  const stands = context.day(context.parts[index]!.from);
  if (stands === day) return [message('plan.here.onDay', { day })];
  if (stands < day) return [];
  const today = problem.now.slice(0, 10);
  const { workingHours } = problem;
  const hours = workingHours === 'always' || (workingHours[WEEKDAYS[weekdayOf(day) - 1]!] ?? []).length > 0;
  return [
    message('plan.here.afterDay', { day, because: day < today ? 'passed' : hours ? 'later' : 'noHours' }),
  ];
}

function energy(context: PlanContext, task: number, from: number): Message | undefined {
  const byHour = context.model.problem.profile?.energyByHour;
  const wanted = context.model.tasks[task]!.energy;
  const clock = context.clock(from);
  if (!byHour || clock < 0 || (wanted !== 'high' && wanted !== 'low')) return undefined;
  const hour = Math.floor(clock / 60);
  if (wanted === 'high' && byHour[hour]! >= STRONG) return message('plan.here.energyHigh', { hour });
  if (wanted === 'low' && byHour[hour]! <= QUIET) return message('plan.here.energyLow', { hour });
  return undefined;
}

/** Whether demanding work stands in the time that is kept for it. */
function inFocusTime({ model }: PlanContext, task: number, from: number, to: number): boolean {
  const { tasks, problem, timeline } = model;
  if (focusSide(tasks[task]!) !== 1) return false;
  return (problem.focusTime ?? []).some(
    ({ start, end }) => timeline.minuteOf(start) <= from && to <= timeline.minuteOf(end),
  );
}

function preferred(context: PlanContext, facts: ProblemTask, from: number): Message | undefined {
  const clock = context.clock(from);
  if (!facts.preferred || clock < 0) return undefined;
  const { hour } = facts.preferred;
  return Math.abs(clock - hour * 60) <= NEAR_MIN ? message('plan.here.preferred', { hour }) : undefined;
}

function besideProject(context: PlanContext, index: number): Message | undefined {
  const { parts, model } = context;
  const own = parts[index]!;
  const { project } = model.tasks[own.task]!;
  if (project === undefined) return undefined;
  for (const other of [parts[index - 1], parts[index + 1]]) {
    if (!other || other.task === own.task) continue;
    const touching = other.to === own.from || other.from === own.to;
    if (touching && model.tasks[other.task]!.project === project)
      return message('plan.here.sameProject', { project, other: context.title(other.task) });
  }
  return undefined;
}

function kept({ model }: PlanContext, task: number, from: number): Message | undefined {
  if (model.pinStart[task] !== NEVER) return undefined;
  const { problem, timeline, tasks } = model;
  const before = problem.previous?.find(
    (block) => block.taskId === tasks[task]!.id && timeline.minuteOf(block.start) === from,
  );
  return before && message(before.pulled ? 'plan.here.pulled' : 'plan.here.stayed', {});
}

/** What is left to say of a place that nothing speaks for: it is free, and maybe the first one that is. */
function room(context: PlanContext, index: number): Message {
  const { task, from, to } = context.parts[index]!;
  const earlier = context
    .freeFor(task)
    .some(
      ([open, close]) => Math.min(close, from) - Math.max(open, context.model.release[task]!) >= to - from,
    );
  return message(earlier ? 'plan.here.room' : 'plan.here.firstFree', {});
}
