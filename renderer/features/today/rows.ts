import type { Task } from '../../../core/domain/task.ts';
import { roundGuess } from '../../../core/guess.ts';
import type { DailyReview } from '../../../core/domain/daily-review.ts';
import type { DayForecast, PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import { say, type Message } from '../../../core/messages/index.ts';
import {
  clockTime,
  minutes,
  minutesBetween,
  percent,
  relativeDay,
  relativeMoment,
} from '../../wording/format.ts';

/** A length to show: minutes, and whether a person gave it or Daymark guessed it. */
export interface Length {
  minutes: number;
  guessed: boolean;
}

/** The length a row shows is that of its times, in whatever moment they stand beside each other. */
export function lengthOf(task: Task | undefined, block: PlannedBlock): Length {
  return {
    minutes: minutesBetween(block.start, block.end),
    guessed: task !== undefined && task.durationMin === null,
  };
}

/** What a done row says beneath the time it took: how that compares with what was said. */
export function saidWords(task: Task): string | null {
  if (task.durationMin !== null) return `estimated ${minutes(task.durationMin)}`;
  if (task.predicted) return `guessed ${minutes(roundGuess(task.predicted.p50))}`;
  return null;
}

/** "due tomorrow 9:30", null without a deadline. */
export function dueWords(task: Task, today: string): string | null {
  return task.deadline ? `due ${relativeMoment(task.deadline, today)}` : null;
}

/** "due Friday", else the day it is for: "for yesterday". */
export function dayWords(task: Task, today: string): string {
  return dueWords(task, today) ?? (task.date === null ? '' : `for ${relativeDay(task.date, today)}`);
}

/** "instead of Saturday" where the plan has a task later than the day that was chosen for it; null otherwise. */
export function otherDayWords(task: Task, block: PlannedBlock, today: string): string | null {
  if (task.date === null || task.date < today || block.start.slice(0, 10) <= task.date) return null;
  return `instead of ${relativeDay(task.date, today)}`;
}

/** What holds a block in its place: a time that was typed is no pin. */
export function holdWords(task: Task | undefined, block: PlannedBlock): string | null {
  if (!block.pinned || block.running) return null;
  return task && task.pinnedStart === null && task.start !== null ? 'set time' : 'pinned';
}

/** "put off 3 times", null when never. */
export function deferralWords(task: Task): string | null {
  if (task.deferrals === 0) return null;
  return task.deferrals === 1 ? 'postponed once' : `postponed ${task.deferrals} times`;
}

/** Today's rows: what still stands in the day's plan, in order of time; running and finished ones are shown elsewhere. */
export function openRows(blocks: readonly PlannedBlock[]): PlannedBlock[] {
  return blocks.filter((block) => !block.done && !block.running);
}

/** Blocks after today, day by day, and how many more there are. */
export interface Coming {
  days: { day: string; blocks: PlannedBlock[] }[];
  more: number;
}

/** The next `most` planned blocks after today. A day is named once, in order of time. */
export function comingUp(blocks: readonly PlannedBlock[], today: string, most: number): Coming {
  const ahead = blocks
    .filter((block) => !block.done && block.start.slice(0, 10) > today)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const days = new Map<string, PlannedBlock[]>();
  for (const block of ahead.slice(0, most)) {
    const day = block.start.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), block]);
  }
  return {
    days: [...days].map(([day, shown]) => ({ day, blocks: shown })),
    more: Math.max(0, ahead.length - most),
  };
}

/** A task that the plan has after its day or its deadline; `start` is null without a place. */
export interface TooLate {
  taskId: TaskId;
  title: string;
  start: string | null;
}

/**
 * What would come too late: first what is for today or before and has no time today, then what the plan has after its deadline on a
 * later day. `due` are the open tasks that are for `today` or before; what is named elsewhere already is left out.
 */
export function tooLate(
  blocks: readonly PlannedBlock[],
  due: readonly Task[],
  today: string,
  named: ReadonlySet<TaskId>,
): { forToday: TooLate[]; later: TooLate[] } {
  const open = blocks.filter((block) => !block.done);
  const onToday = new Set(
    open.filter(({ start }) => start.slice(0, 10) === today).map(({ taskId }) => taskId),
  );
  const last = new Map<TaskId, PlannedBlock>();
  for (const block of open) {
    if (!onToday.has(block.taskId) && (last.get(block.taskId)?.start ?? '') < block.start) {
      last.set(block.taskId, block);
    }
  }
  const forToday = due
    .filter(({ id, runningSince }) => runningSince === null && !onToday.has(id) && !named.has(id))
    .map(({ id, title }) => ({ taskId: id, title, start: last.get(id)?.start ?? null }));
  const known = new Set([...named, ...forToday.map(({ taskId }) => taskId)]);
  const later = [...last.values()]
    .filter(({ taskId, slack }) => slack === 'late' && !known.has(taskId))
    .map(({ taskId, title, start }) => ({ taskId, title, start }));
  return { forToday, later };
}

export function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What the look at the day is called, and its one line. */
export function reviewWords(view: DailyReview): { name: string; line: string } {
  const count = view.leftovers.length;
  const things = count === 1 ? 'one task' : `${count} tasks`;
  const load = view.plannedMin > 0 && view.capacityMin > 0 ? ` Today: ${loadWords(view)}.` : '';
  switch (view.kind) {
    case 'return':
      return {
        name: 'Welcome back',
        line: `Welcome back. While you were away, ${things} passed ${count === 1 ? 'its day' : 'their days'}; the plan has found room again.${load}`,
      };
    case 'evening':
      return { name: 'End of the day', line: `${capitalised(things)} unfinished.` };
    default:
      return { name: 'Start of the day', line: `${capitalised(things)} left over.${load}` };
  }
}

/** Below this chance to meet a deadline, the row says it. */
const WORTH_A_WARNING = 0.9;

/** "62% on time", null while there is nothing to worry about, and when it is too late for worries. */
export function onTimeWords(chance: number | null | undefined): string | null {
  if (typeof chance !== 'number' || chance === 0 || chance >= WORTH_A_WARNING) return null;
  return `${percent(chance)} on time`;
}

/** A block's identity that survives re-planning. */
export function blockKey(block: Pick<PlannedBlock, 'taskId' | 'part'>): string {
  return `${block.taskId}:${block.part}`;
}

/** One planned block that moved, in words: "Invoice audit: 10:00 → 11:30". */
export function movedWords({ title, from, to }: PlanView['moved'][number], today: string): string {
  const sameDay = from?.slice(0, 10) === to?.slice(0, 10) && to?.slice(0, 10) === today;
  const word = (moment: string | null): string =>
    moment === null ? 'not planned' : sameDay ? clockTime(moment) : relativeMoment(moment, today);
  return `${title}: ${word(from)} → ${word(to)}`;
}

/** What waits for the answer to a proposal beside its moves: "Call the bank (9:30)", with the place it would get. */
export function parkedWords(proposal: NonNullable<PlanView['proposal']>, today: string): string[] {
  const moved = new Set(proposal.moved.map(({ taskId, part }) => `${taskId} ${part}`));
  return proposal.parked
    .filter(({ taskId, part }) => !moved.has(`${taskId} ${part}`))
    .map(({ title, to }) => {
      if (to === null) return title;
      return `${title} (${to.slice(0, 10) === today ? clockTime(to) : relativeMoment(to, today)})`;
    });
}

/** Several reasons as one sentence: "it is due on Friday; Priority 1 goes first." Each comes as a sentence of its own. */
export function reasonWords(reasons: readonly Message[]): string {
  const clauses = reasons.map((reason) =>
    say(reason)
      .replace(/\.$/, '')
      .replace(/^[A-Z](?=[a-z])/, lower),
  );
  return `${clauses.join('; ')}.`;
}

function lower(letter: string): string {
  return letter.toLowerCase();
}

/** A smaller gain in the day's chance is not worth the words. */
const WORTH_SAYING = 0.05;

/** The parts of the one line above the list. Absent parts are null. */
export interface ForecastWords {
  doneBy: string | null;
  chance: string | null;
  without: { title: string; chance: string } | null;
  load: string | null;
  overloaded: boolean;
}

export function forecastWords(forecast: DayForecast | undefined): ForecastWords {
  const gain = (forecast?.without?.probability ?? 0) - (forecast?.probability ?? 0);
  const promise = forecast?.promise;
  // Both chances of one sentence are about the same moment.
  const comparable = promise?.probability === forecast?.probability;
  const without = comparable && gain >= WORTH_SAYING ? forecast?.without : null;
  return {
    doneBy: promise ? clockTime(promise.by) : null,
    chance: promise ? percent(promise.probability) : null,
    without: without ? { title: without.title, chance: percent(without.probability) } : null,
    load: forecast && forecast.plannedMin > 0 ? loadWords(forecast) : null,
    overloaded:
      forecast !== undefined && forecast.capacityMin > 0 && forecast.plannedMin > forecast.capacityMin,
  };
}

/** "by 15:00 20%, by 16:00 64%", from the first hour that is worth naming to the first that is nearly sure. */
export function hourWords(byHour: DayForecast['byHour']): string | null {
  const named = (byHour ?? []).filter(({ probability }) => probability >= 0.05);
  const sure = named.findIndex(({ probability }) => probability >= 0.95);
  const shown = sure < 0 ? named : named.slice(0, sure + 1);
  if (shown.length === 0) return null;
  return shown.map(({ time, probability }) => `by ${clockTime(time)} ${percent(probability)}`).join(', ');
}

function loadWords({
  plannedMin,
  capacityMin,
  capacityLearned,
}: Pick<DayForecast, 'plannedMin' | 'capacityMin' | 'capacityLearned'>): string {
  const planned = `${minutes(plannedMin)} planned`;
  const whose = capacityLearned ? 'your usual ' : '';
  return capacityMin > 0 ? `${planned} of ${whose}${minutes(capacityMin)}` : planned;
}
