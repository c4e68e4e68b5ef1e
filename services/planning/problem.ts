import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { Settings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import { roundGuess } from '../../core/guess.ts';
import { presets } from '../../core/plan-presets.ts';
import type { Problem, ProblemTask, Profile, WorkingHours } from '../../core/problem.ts';
import { addDays, instantOf, localOf } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { sessionConstraints, type HabitSource, type SessionConstraints } from './habit-sessions.ts';
import { dayWithRoom, withDay } from './hours.ts';

/** Minutes of a task no one has an idea about yet. */
export const DEFAULT_DURATION_MIN = 30;
/** A task that has taken longer than thought still gets this much. */
const MIN_REMAINING_MIN = 10;
/** A day counts as having room for a long task when an hour of it is left. */
const ROOM_MIN = 60;
const ROOM_DAYS = 14;
/** Tardiness weights of a day that was chosen: half of a deadline's, by priority. */
const DAY_WEIGHT = { 1: 4, 2: 2, 3: 1, 4: 0.5 } as const;
/**
 * What leaving a task out weighs, by priority: an hour of the first outweighs what else fits into it. A deadline lifts a
 * task past the next priority without one, and never past the first.
 */
const IMPORTANCE = { 1: 1024, 2: 64, 3: 8, 4: 1 } as const;
const COMMITTED_IMPORTANCE = { 1: 1024, 2: 640, 3: 80, 4: 10 } as const;
/** What matters most is wanted on the next day with room, even before what merely has that day. */
const URGENT_WEIGHT = 2;

export interface ProblemSource {
  tasks: readonly Task[];
  events: readonly CalendarEvent[];
  settings: Settings;
  previous: NonNullable<Problem['previous']>;
  /** Habits whose sessions are among the tasks. */
  habits?: HabitSource;
  /** How the person works; without it what was stated at the first run counts. */
  profile?: Profile | undefined;
  /** The hour of day that suits a task, as learned. */
  preferred?: (task: Task) => ProblemTask['preferred'];
  /** The direction of the task's topic, shortened. */
  topic?: (task: Task) => number[] | undefined;
}

/** The planning problem of one moment, as the solver takes it. Pure: the same source gives the same problem. */
export function buildProblem(source: ProblemSource, requestTime: RequestTime): Problem {
  const { settings } = source;
  const horizonDays = settings.horizonDays;
  const events = problemEvents(source.events, requestTime.tz);
  const sessionConstraintsByTask = sessionConstraintsOf(source, events, requestTime);
  const candidates = withinHorizon(
    source.tasks,
    horizonOf(settings, requestTime).to,
    requestTime,
    sessionConstraintsByTask,
  );
  const open = new Set(candidates.map((task) => task.id));
  const tasks = candidates.map((task) =>
    problemTask(task, open, settings.workingHours, requestTime, {
      preferred: source.preferred?.(task),
      embedding: source.topic?.(task),
      session: sessionConstraintsByTask.get(task.id),
    }),
  );
  const planned = new Set<string>(open);
  const stated = settings.energyByHour ? { energyByHour: settings.energyByHour } : undefined;
  const profile = source.profile ?? stated;
  return {
    now: requestTime.local,
    tz: requestTime.tz,
    horizonDays,
    workingHours: settings.workingHours,
    events,
    tasks,
    ...(profile ? { profile } : {}),
    previous: source.previous.filter((block) => planned.has(block.taskId) && block.end > requestTime.local),
    ...weightsOf(settings),
    firmPins: true,
  };
}

function sessionConstraintsOf(
  { habits, tasks, settings, previous }: ProblemSource,
  events: Problem['events'],
  requestTime: RequestTime,
): ReadonlyMap<string, SessionConstraints> {
  if (!habits) return new Map();
  const minutesOf = (task: Task): number => remainingMin(task, requestTime.at);
  const pins = tasks.flatMap((task) => {
    const start = pinOf(task, minutesOf(task), requestTime);
    if (start === null) return [];
    return [
      {
        id: task.id,
        start,
        end: localOf(instantOf(start, requestTime.tz) + minutesOf(task) * 60_000, requestTime.tz),
      },
    ];
  });
  const taken = [...events, ...pins];
  return sessionConstraints({ tasks, events: taken, settings, previous, ...habits }, requestTime, minutesOf);
}

/** Own weights as they were set; one that came with a later version is what the style says until it is touched. */
function weightsOf({ planWeights, planPreset }: Settings): Pick<Problem, 'weights' | 'preset'> {
  return planWeights ? { weights: { ...presets[planPreset], ...planWeights } } : { preset: planPreset };
}

/** Leaves out what begins after the horizon, and whatever waits for that: it isn't late and needs no room yet. */
function withinHorizon(
  tasks: readonly Task[],
  end: string,
  requestTime: RequestTime,
  sessionConstraintsByTask: ReadonlyMap<string, SessionConstraints>,
): Task[] {
  const later = new Set<string>();
  for (const task of tasks) {
    const wanted = sessionConstraintsByTask.get(task.id)?.earliest ?? null;
    const pin = task.pinnedStart ?? task.start;
    const begins = [
      wanted,
      pin === null ? earliestOf(task, requestTime) : inZone(pin, task.tz, requestTime.tz),
    ];
    if (begins.some((begin) => begin !== null && begin >= end)) later.add(task.id);
  }
  for (let grown = later.size > 0; grown;) {
    grown = false;
    for (const task of tasks) {
      if (later.has(task.id) || !task.dependsOn.some((id) => later.has(id))) continue;
      later.add(task.id);
      grown = true;
    }
  }
  return tasks.filter((task) => !later.has(task.id));
}

/** The events that can't be worked over, on the wall clock of `tz`. */
export function problemEvents(events: readonly CalendarEvent[], tz: string): Problem['events'] {
  return events.filter((event) => event.blocks).map((event) => problemEvent(event, tz));
}

function problemEvent(event: CalendarEvent, tz: string): Problem['events'][number] {
  return {
    id: event.id,
    title: event.title,
    // A whole day is that day wherever one is.
    start: event.allDay ? event.start : inZone(event.start, event.tz, tz),
    end: event.allDay ? event.end : inZone(event.end, event.tz, tz),
    ...(event.travelBeforeMin > 0 ? { travelBeforeMin: event.travelBeforeMin } : {}),
    ...(event.travelAfterMin > 0 ? { travelAfterMin: event.travelAfterMin } : {}),
  };
}

/** Days stay the days they are; moments are the same instant on another wall clock. */
export function inZone(local: string, from: string, to: string): string {
  return local.length <= 10 || from === to ? local : localOf(instantOf(local, from), to);
}

/** Minutes still to do: what was given or guessed, less what is tracked already. */
export function remainingMin(task: Task, now: number): number {
  const guess = task.predicted?.p50 ?? DEFAULT_DURATION_MIN;
  const whole = task.durationMin ?? roundGuess(guess);
  const running = task.runningSince === null ? 0 : Math.max(0, (now - task.runningSince) / 60_000);
  return Math.max(Math.min(MIN_REMAINING_MIN, whole), Math.round(whole - task.trackedMin - running));
}

/** What is known of a task beside its own fields. */
type TaskKnowledge = Pick<ProblemTask, 'preferred' | 'embedding'> & {
  session: SessionConstraints | undefined;
};

/** What a habit says of where its sessions go. */
function placesOf(session: SessionConstraints | undefined): Partial<ProblemTask> {
  if (!session) return {};
  const { series, windows, ownHours, dueHard } = session;
  return {
    ...(series ? { series } : {}),
    ...(windows ? { windows } : {}),
    ...(ownHours ? { ownHours } : {}),
    ...(dueHard ? { dueHard } : {}),
  };
}

function problemTask(
  task: Task,
  open: ReadonlySet<string>,
  hours: WorkingHours,
  requestTime: RequestTime,
  { session, embedding, ...known }: TaskKnowledge,
): ProblemTask {
  const durationMin = remainingMin(task, requestTime.at);
  const pinnedStart = pinOf(task, durationMin, requestTime);
  const minChunkMin = Math.min(task.minChunkMin, durationMin);
  const spread = spreadOf(task, durationMin);
  const opened = session || pinnedStart !== null ? undefined : chosenDayOff(task, hours, requestTime);
  const due =
    session && !task.deadline ? session.due : dueOf(task, durationMin, opened ?? hours, requestTime);
  const weight = due && !session ? weightOf(task) : undefined;
  const begins = pinnedStart === null ? earliestOf(task, requestTime) : null;
  const earliest = latest([session?.earliest ?? null, begins]);
  const preferred = session?.preferred ?? known.preferred;
  return {
    id: task.id,
    title: task.title,
    durationMin,
    ...(earliest ? { earliest } : {}),
    ...(due ? { due } : {}),
    ...(task.deadlineHard && task.deadline && !isPast(task.deadline, requestTime) ? { dueHard: true } : {}),
    ...(weight === undefined ? {} : { weight }),
    ...(due && !session && !task.deadline
      ? { dueBy: task.date ? ('day' as const) : ('planner' as const) }
      : {}),
    ...(task.date && !session ? { chosenDay: task.date } : {}),
    priority: task.priority,
    importance: importanceOf(task),
    dependsOn: task.dependsOn.filter((id) => open.has(id)),
    splittable: task.splittable && pinnedStart === null && durationMin >= 2 * minChunkMin,
    minChunkMin,
    ...(task.energy ? { energy: task.energy } : {}),
    ...(task.project ? { project: task.project } : {}),
    ...(embedding ? { embedding } : {}),
    ...(pinnedStart ? { pinnedStart, pinBy: pinBy(task) } : {}),
    ...(spread ? { spread } : {}),
    ...(preferred && pinnedStart === null ? { preferred } : {}),
    ...(opened ? { windows: opened, ownHours: true } : {}),
    ...placesOf(session),
  };
}

/** The hours of a task whose chosen day, still ahead, has none: the person chose that day, so it opens for this task. */
function chosenDayOff(
  { date, deadline }: Task,
  hours: WorkingHours,
  requestTime: RequestTime,
): ReturnType<typeof withDay> {
  if (!date || date < requestTime.local.slice(0, 10) || (deadline && deadline < date)) return undefined;
  return withDay(hours, date);
}

/** What leaving a task out weighs against leaving out others. */
export function importanceOf({ priority, deadline, habitId }: Task): number {
  return (deadline || habitId ? COMMITTED_IMPORTANCE : IMPORTANCE)[priority];
}

/** A running task stands where it is. A pin or a time of day counts until it has passed; then the task is free again. */
function pinOf(task: Task, durationMin: number, requestTime: RequestTime): string | null {
  if (task.runningSince !== null) return requestTime.local;
  const wanted = task.pinnedStart ?? task.start;
  if (wanted === null) return null;
  const start = inZone(wanted, task.tz, requestTime.tz);
  if (start >= requestTime.local) return start;
  const endsAt = instantOf(start, requestTime.tz) + durationMin * 60_000;
  return endsAt > requestTime.at && task.trackedMin > 0 ? requestTime.local : null;
}

function pinBy(task: Task): NonNullable<ProblemTask['pinBy']> {
  if (task.runningSince !== null) return 'running';
  return task.pinnedStart !== null ? 'hand' : 'time';
}

function isPast(value: string, requestTime: RequestTime): boolean {
  return value.length > 10 ? value <= requestTime.local : value < requestTime.local.slice(0, 10);
}

/** The first day or moment ahead at which a task may begin; null when it may at once. */
export function earliestOf(task: Task, requestTime: RequestTime): string | null {
  const given = [task.earliest && inZone(task.earliest, task.tz, requestTime.tz), task.date];
  return latest(given.filter((value) => value !== null && !isPast(value, requestTime)));
}

/** The last of some days and moments; null when there are none. */
function latest(values: readonly (string | null)[]): string | null {
  return values.reduce(
    (last, value) => (last === null || (value !== null && value > last) ? value : last),
    null,
  );
}

/**
 * The deadline; without one the day to do it. A day that is gone, or has no room any more, means the next one with
 * room: no one promised that day to anybody, so nothing old piles up as lateness.
 */
function dueOf(
  task: Task,
  durationMin: number,
  hours: WorkingHours,
  requestTime: RequestTime,
): string | null {
  if (task.deadline) return inZone(task.deadline, task.tz, requestTime.tz);
  const today = requestTime.local.slice(0, 10);
  if (!task.date && task.priority !== 1) return null;
  const day = !task.date || task.date < today ? today : task.date;
  return dayWithRoom(day, requestTime.local, Math.min(durationMin, ROOM_MIN), hours, ROOM_DAYS);
}

/** What a minute after the due moment weighs; undefined leaves it to the priority. */
function weightOf(task: Task): number | undefined {
  if (task.deadline) return undefined;
  return task.date ? DAY_WEIGHT[task.priority] : URGENT_WEIGHT;
}

/** Spread of what is left, from the spread of the whole. */
function spreadOf(task: Task, durationMin: number): ProblemTask['spread'] {
  const guess = task.predicted;
  if (!guess) return undefined;
  const scale = durationMin / guess.p50;
  return { p10: guess.p10 * scale, p50: guess.p50 * scale, p90: guess.p90 * scale };
}

/** The half-open span of days a plan covers. */
export function horizonOf(settings: Settings, requestTime: RequestTime): { from: string; to: string } {
  const from = requestTime.local.slice(0, 10);
  return { from, to: addDays(from, settings.horizonDays) };
}
