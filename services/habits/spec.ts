import { DaymarkError } from '../../core/errors.ts';
import type { Habit, HabitPatch } from '../../core/domain/habit.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { DayPartHours, ParsedFields } from '../../core/language.ts';
import { isRealDate } from '../../core/time/zoned.ts';
import { minuteOfDay, timeOfDay } from '../../core/time/week.ts';

/** What a person says of a habit: checked, and read out of a typed line. */

/** What a new habit is made of. */
export type HabitSpec = HabitPatch & { title: string; timesPerWeek: number };

const DAY_END_MIN = 24 * 60;
/** A part of the day whose next one does not come later lasts this long. */
const PART_MIN = 3 * 60;
const PARTS = ['morning', 'afternoon', 'evening', 'night'] as const;

/** Fields that name a day: a line with one of them, or a rule picked by hand, is no habit. */
const FIXED = ['rrule', 'recurFrom', 'date', 'start', 'deadline', 'earliest', 'pinnedStart'] as const;

/** Refuses what contradicts itself. Throws `invalidInput`. */
export function checkHabit(habit: Omit<Habit, 'id' | 'revision' | 'project'>): void {
  const refuse = (reason: string): never => {
    throw new DaymarkError('invalidInput', { reason });
  };
  const { title, weekdays, window, idealTime, durationMin, timesPerWeek } = habit;
  if (title.trim() === '') refuse('title: a habit needs a title');
  if (new Set(weekdays).size !== weekdays.length) refuse('weekdays: one is named twice');
  if (weekdays.length > 0 && timesPerWeek > weekdays.length)
    refuse('timesPerWeek: that is more than the days it may be done on');
  if (idealTime === '24:00') refuse('idealTime: a day has no 24:00 to begin at');
  if (!window) return;
  const [from, to] = window.map(minuteOfDay) as [number, number];
  if (to <= from) refuse('window: it has to end after it begins');
  if (durationMin !== null && durationMin > to - from) refuse('window: a session does not fit into it');
  if (idealTime === null) return;
  const ideal = minuteOfDay(idealTime);
  if (ideal < from || ideal + (durationMin ?? 0) > to) refuse('idealTime: it lies outside of the window');
}

/** The habit that a typed line means, with what was picked by hand; null when it is an ordinary task. */
export function habitOf(
  parsed: ParsedFields | null,
  picked: TaskPatch,
  parts: DayPartHours,
): HabitSpec | null {
  if (!parsed?.timesPerWeek || parsed.deadline || parsed.earliest) return null;
  if (FIXED.some((field) => picked[field] !== undefined)) return null;
  const { start, end } = parsed;
  const timed = start !== null && isRealDate(start.slice(0, 10)) ? start.slice(11) : null;
  const until =
    end !== null && end.length > 10 && timed !== null && end.slice(11) > timed ? end.slice(11) : null;
  const span = timed && until ? minuteOfDay(until) - minuteOfDay(timed) : null;
  const durationMin = picked.durationMin !== undefined ? picked.durationMin : (parsed.durationMin ?? span);
  const window = windowOf(parsed, timed, until, durationMin ?? 0, parts);
  return {
    title: picked.title ?? parsed.title,
    timesPerWeek: parsed.timesPerWeek,
    notes: picked.notes ?? '',
    project: picked.project === undefined ? parsed.project : picked.project,
    tags: picked.tags ?? parsed.tags,
    people: picked.people ?? parsed.people,
    priority: picked.priority ?? parsed.priority ?? 4,
    energy: picked.energy === undefined ? parsed.energy : picked.energy,
    durationMin,
    window,
    idealTime: idealOf(parsed, timed, window, durationMin ?? 0, parts),
  };
}

/** A habit read late: what its task says by now counts, the words' own when and how often. */
export function withOwn(spec: HabitSpec, task: Task): HabitSpec {
  const { timesPerWeek, window = null, idealTime = null } = spec;
  const { title, notes, project, tags, people, priority, energy } = task;
  const durationMin = task.durationMin ?? spec.durationMin ?? null;
  return {
    title,
    notes,
    project,
    tags,
    people,
    priority,
    energy,
    durationMin,
    timesPerWeek,
    window,
    idealTime,
  };
}

/** "mornings" is a window; so is "6–8pm" where the session is shorter than that. */
function windowOf(
  parsed: ParsedFields,
  timed: string | null,
  until: string | null,
  minutes: number,
  parts: DayPartHours,
): [string, string] | null {
  if (timed !== null && until !== null) {
    return minutes > 0 && minutes < minuteOfDay(until) - minuteOfDay(timed) ? [timed, until] : null;
  }
  if (!parsed.dayPart) return null;
  const [from, to] = spanOfPart(parsed.dayPart, parts);
  const ideal = timed === null ? from : minuteOfDay(timed);
  const begins = Math.min(from, ideal);
  return [
    timeOfDay(begins),
    timeOfDay(Math.min(DAY_END_MIN, Math.max(to, ideal + minutes, begins + minutes))),
  ];
}

/** A time of day that was said; one that only stands for "mornings" was not. */
function idealOf(
  parsed: ParsedFields,
  timed: string | null,
  window: [string, string] | null,
  minutes: number,
  parts: DayPartHours,
): string | null {
  if (timed === null) return null;
  if (parsed.dayPart && minuteOfDay(timed) === parts[parsed.dayPart] * 60) return null;
  return window && minuteOfDay(timed) + minutes > minuteOfDay(window[1]) ? null : timed;
}

function spanOfPart(part: (typeof PARTS)[number], parts: DayPartHours): [number, number] {
  const from = parts[part] * 60;
  const next = PARTS[PARTS.indexOf(part) + 1];
  const to = next ? parts[next] * 60 : DAY_END_MIN;
  return [from, Math.min(DAY_END_MIN, to > from ? to : from + PART_MIN)];
}
