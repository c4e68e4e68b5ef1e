import type { Task } from '../../../core/domain/task.ts';
import type { DayForecast, PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import { say, type Message } from '../../../core/messages/index.ts';
import { clockTime, minutes, minutesBetween, percent, relativeMoment } from '../../ui/format.ts';

/** A length to show: minutes, and whether a person gave it or Daymark guessed it. */
export interface Length {
  minutes: number;
  guessed: boolean;
}

/** The length a row shows: what the person gave, else the guess, else the block's own. */
export function lengthOf(task: Task | undefined, block: PlannedBlock): Length {
  const planned = minutesBetween(block.start, block.end);
  if (!task || block.parts > 1) return { minutes: planned, guessed: !task?.durationMin };
  if (task.durationMin !== null) return { minutes: task.durationMin, guessed: false };
  return { minutes: task.predicted?.p50 ?? planned, guessed: true };
}

/** What a done row says beneath the time it took: how that compares with what was said. */
export function saidWords(task: Task): string | null {
  if (task.durationMin !== null) return `said ${minutes(task.durationMin)}`;
  if (task.predicted) return `guessed ${minutes(task.predicted.p50)}`;
  return null;
}

/** "due tomorrow 9:30", null without a deadline. */
export function dueWords(task: Task, today: string): string | null {
  return task.deadline ? `due ${relativeMoment(task.deadline, today)}` : null;
}

/** "put off 3 times", null when never. */
export function deferralWords(task: Task): string | null {
  if (task.deferrals === 0) return null;
  return task.deferrals === 1 ? 'put off once' : `put off ${task.deferrals} times`;
}

/** Today's rows: what still stands in the day's plan, in order of time; running and finished ones are shown elsewhere. */
export function openRows(blocks: readonly PlannedBlock[]): PlannedBlock[] {
  return blocks.filter((block) => !block.done && !block.running);
}

/** A block's identity that survives re-planning. */
export function blockKey(block: Pick<PlannedBlock, 'taskId' | 'part'>): string {
  return `${block.taskId}:${block.part}`;
}

/** One planned block that moved, in words: "Invoice audit: 10:00 → 11:30". */
export function movedWords(
  plan: PlanView,
  moved: PlanView['moved'][number],
  titleOf: (id: string) => string | undefined,
  today: string,
): string {
  const title =
    plan.blocks.find((block) => block.taskId === moved.taskId)?.title ?? titleOf(moved.taskId) ?? 'A task';
  const sameDay = moved.from?.slice(0, 10) === moved.to?.slice(0, 10) && moved.to?.slice(0, 10) === today;
  const word = (moment: string | null): string =>
    moment === null ? 'not planned' : sameDay ? clockTime(moment) : relativeMoment(moment, today);
  return `${title}: ${word(moved.from)} → ${word(moved.to)}`;
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
  const without = gain >= WORTH_SAYING ? forecast?.without : null;
  return {
    doneBy: forecast?.doneBy ? clockTime(forecast.doneBy) : null,
    chance: typeof forecast?.probability === 'number' ? percent(forecast.probability) : null,
    without: without ? { title: without.title, chance: percent(without.probability) } : null,
    load: forecast && forecast.plannedMin > 0 ? loadWords(forecast) : null,
    overloaded:
      forecast !== undefined && forecast.capacityMin > 0 && forecast.plannedMin > forecast.capacityMin,
  };
}

function loadWords({ plannedMin, capacityMin }: DayForecast): string {
  const planned = `${minutes(plannedMin)} planned`;
  return capacityMin > 0 ? `${planned} of your usual ${minutes(capacityMin)}` : planned;
}
