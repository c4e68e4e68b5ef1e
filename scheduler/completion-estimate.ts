import type { CompletionEstimate } from '../core/forecast.ts';
import type { Plan, Problem } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import { addDays } from '../core/time/zoned.ts';
import { overlap } from './model/intervals.ts';
import type { Model } from './model/model.ts';
import { durationLaw, minutesAt, normals, type DurationLaw } from './report/draws.ts';
import { compileFor, partsOf } from './report/placed.ts';
import { checkProblem } from './validate.ts';
import { minuteOfDay, WEEKDAYS } from '../core/time/week.ts';

/** Days ahead at which an answer stops making sense. */
const FURTHEST_DAY = 3 * 365;

/** How often the days ahead are simulated, and from which seed. */
export interface CompletionEstimateOptions {
  seed?: number;
  samples?: number;
}

/**
 * When a new task is finished at the person's real pace. Each day gives what they really get through on that weekday
 * (`profile.capacityMin`, or the open hours where nothing has been learned), less what is planned there already;
 * tasks that found no place in the plan come before the new one. Null when no day ever has room.
 *
 * @throws DaymarkError like `solve`, for a problem that makes no sense.
 */
export function estimateCompletion(
  problem: Problem,
  plan: Plan,
  task: { durationMin: number; spread?: { p10: number; p50: number; p90: number } },
  options: CompletionEstimateOptions = {},
): CompletionEstimate | null {
  checkProblem(problem);
  const model = compileFor(problem, plan);
  const room = roomByDay(model, plan);
  const typical = roomByWeekday(model);
  if (typical.every((minutes) => minutes <= 0) && room.every((minutes) => minutes <= 0)) return null;
  const waiting = plan.unscheduled.flatMap(({ taskId }) => {
    const index = model.indexOf.get(taskId);
    return index === undefined ? [] : [durationLaw(model.tasks[index]!)];
  });
  const days = completionDays(room, typical, [...waiting, durationLaw(task)], options);
  const day = (index: number): string => addDays(model.timeline.days[0]!, index);
  return {
    day: day(days[Math.floor((days.length - 1) / 2)]!),
    surely: day(days[Math.floor((days.length - 1) * 0.9)]!),
  };
}

/** Simulated days of completion, ascending, as days after today. */
function completionDays(
  room: readonly number[],
  typical: readonly number[],
  queue: readonly DurationLaw[],
  { seed = 1, samples = 200 }: CompletionEstimateOptions,
): Int32Array {
  const normal = normals(seededRandom(seed));
  const days = new Int32Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let left = queue.reduce((sum, law) => sum + minutesAt(law, normal()), 0);
    let day = 0;
    for (; day < FURTHEST_DAY; day++) {
      left -= Math.max(0, day < room.length ? room[day]! : typical[day % 7]!);
      if (left <= 0) break;
    }
    days[sample] = day;
  }
  return days.sort();
}

/** Minutes of each day of the horizon that the person has and the plan leaves. */
function roomByDay(model: Model, plan: Plan): number[] {
  const { timeline } = model;
  const parts = partsOf(model, plan.blocks);
  return timeline.days.map((_, day) => {
    const from = Math.max(0, timeline.dayStart[day]!);
    const to = timeline.dayStart[day + 1]!;
    const planned = parts.reduce(
      (sum, part) => sum + Math.max(0, Math.min(part.to, to) - Math.max(part.from, from)),
      0,
    );
    const open = overlap(model.workday, from, to);
    const part = (to - from) / (to - timeline.dayStart[day]!);
    const learned = model.problem.profile?.capacityMin?.[timeline.weekdays[day]!];
    return Math.min(open, learned === undefined ? open : learned * part) - planned;
  });
}

/** Minutes of a usual day by distance from today modulo a week: learned, or as the hours say less usual meetings. */
function roomByWeekday(model: Model): number[] {
  const { timeline, problem } = model;
  const first = WEEKDAYS.indexOf(timeline.weekdays[0]!);
  const meetings = overlap(model.busy, 0, timeline.end) / timeline.days.length;
  return Array.from({ length: 7 }, (_, ahead) => {
    const weekday = WEEKDAYS[(first + ahead) % 7]!;
    const learned = problem.profile?.capacityMin?.[weekday];
    if (learned !== undefined) return learned;
    if (problem.workingHours === 'always') return Math.max(0, 1440 - meetings);
    const spans = problem.workingHours[weekday] ?? [];
    const open = spans.reduce((sum, [from, to]) => sum + minuteOfDay(to) - minuteOfDay(from), 0);
    return Math.max(0, open - meetings);
  });
}
