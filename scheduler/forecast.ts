import type { DayForecast, TaskForecast } from '../core/forecast.ts';
import type { Plan, Problem } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import type { Interval } from './model/intervals.ts';
import { union } from './model/intervals.ts';
import { NEVER, type Model } from './model/model.ts';
import { durationLaw, minutesAt, normals, type DurationLaw } from './report/draws.ts';
import { compileFor, partsOf, type Part } from './report/placed.ts';
import { checkProblem } from './validate.ts';

/** The forecast of a day with the minutes that its plan has. */
type PlannedDayForecast = DayForecast & Required<Pick<DayForecast, 'byHour'>> & { plannedMin: number };

/** How often a day is simulated, from which seed, and what is learned of the person’s pace. */
export interface ForecastOptions {
  seed?: number;
  /** Days simulated; 1,000 when left out. More give steadier percentages. */
  samples?: number;
  /**
   * How this person's days run as a whole against their plans: the median of real over planned time, and how
   * much that differs from day to day (standard deviation of its logarithm). Learned by `learnProfile`.
   */
  pace?: { median: number; sd: number };
}

/**
 * Plays the plan many times with durations drawn from what is known about each task. A block never starts before
 * its planned start, except that one which follows directly on another is pulled forward when that ends early;
 * an overrun pushes what follows, and pauses at meetings.
 *
 * @throws DaymarkError like `solve`, for a problem that makes no sense.
 */
export function forecast(
  problem: Problem,
  plan: Plan,
  options: ForecastOptions = {},
): { days: PlannedDayForecast[]; tasks: TaskForecast[] } {
  checkProblem(problem);
  const samples = options.samples ?? 1000;
  const simulation = new Simulation(problem, plan, samples, options);
  return { days: simulation.days(), tasks: simulation.tasks() };
}

/** What is promised holds about as often as this. */
const LIKELY = 0.8;
/** A smaller gain in a day's chance is not worth leaving anything out. */
const HELPS = 0.05;
/** Promises are made to five minutes. */
const PROMISE_STEP_MIN = 5;

/** Parts of one day, and when the day's hours end. */
interface Day {
  index: number;
  parts: Part[];
  hoursEnd: number;
}

class Simulation {
  readonly #model: Model;
  readonly #parts: Part[];
  /** Real minutes of each part in each sample, part by part. */
  readonly #minutes: Float64Array;
  readonly #samples: number;

  constructor(problem: Problem, plan: Plan, samples: number, options: ForecastOptions) {
    this.#model = compileFor(problem, plan);
    this.#parts = partsOf(this.#model, plan.blocks).filter((part) => part.to > 0);
    this.#samples = samples;
    this.#minutes = this.#draw(options);
  }

  /** One draw per task and sample, shared by the task's parts, and one of the pace per day and sample. */
  #draw({ seed = 1, pace }: ForecastOptions): Float64Array {
    const normal = normals(seededRandom(seed));
    const { tasks, timeline } = this.#model;
    const laws = tasks.map((task): DurationLaw => durationLaw(task));
    const samples = this.#samples;
    const minutes = new Float64Array(this.#parts.length * samples);
    const ofTask = new Float64Array(tasks.length);
    const ofDay = new Float64Array(timeline.days.length + 1);
    for (let sample = 0; sample < samples; sample++) {
      for (let task = 0; task < ofTask.length; task++) ofTask[task] = minutesAt(laws[task]!, normal());
      for (let day = 0; day < ofDay.length; day++)
        ofDay[day] = pace ? pace.median * Math.exp(pace.sd * normal()) : 1;
      this.#parts.forEach(({ task, from, to }, i) => {
        const share = (to - from) / Math.max(1, this.#model.duration[task]!);
        const day = Math.max(0, timeline.dayIndexOf(from));
        minutes[i * samples + sample] = share * ofTask[task]! * ofDay[day]! - Math.max(0, -from);
      });
    }
    return minutes;
  }

  days(): PlannedDayForecast[] {
    const { timeline } = this.#model;
    return timeline.days.map((day, index): PlannedDayForecast => {
      const parts = this.#parts.filter(({ from }) => Math.max(0, timeline.dayIndexOf(from)) === index);
      if (parts.length === 0) {
        const nothing = { doneBy: null, probability: null, promise: null, without: null };
        return { day, ...nothing, byHour: [], plannedMin: 0 };
      }
      return this.#day({ index, parts, hoursEnd: this.#hoursEnd(index, parts) });
    });
  }

  #day(day: Day): PlannedDayForecast {
    const { timeline } = this.#model;
    const ends = this.#endsOf(day).sort();
    const probability = shareUpTo(ends, day.hoursEnd);
    return {
      day: timeline.days[day.index]!,
      doneBy: timeline.localOf(Math.ceil(ends[Math.floor((ends.length - 1) / 2)]!)),
      probability,
      promise: this.#promise(ends, day.hoursEnd),
      byHour: this.#hours(ends, day.index),
      without: this.#without(day, probability),
      plannedMin: day.parts.reduce((sum, { from, to }) => sum + to - from, 0),
    };
  }

  #promise(ends: Float64Array, hoursEnd: number): { by: string; probability: number } {
    const { timeline } = this.#model;
    const likely = Math.ceil(ends[Math.ceil((ends.length - 1) * LIKELY)]!);
    let by = hoursEnd;
    if (likely < hoursEnd) {
      const wait = (PROMISE_STEP_MIN - (timeline.clockOf(likely) % PROMISE_STEP_MIN)) % PROMISE_STEP_MIN;
      by = Math.min(likely + wait, hoursEnd);
    }
    return { by: timeline.localOf(by), probability: shareUpTo(ends, by) };
  }

  #hours(ends: Float64Array, day: number): { time: string; probability: number }[] {
    const { timeline } = this.#model;
    const list: { time: string; probability: number }[] = [];
    for (let minute = timeline.dayStart[day]!; minute < timeline.dayStart[day + 1]!; minute++) {
      if (minute <= 0 || timeline.clockOf(minute) % 60 !== 0) continue;
      const probability = shareUpTo(ends, minute);
      if (probability > 0) list.push({ time: timeline.localOf(minute), probability });
      if (probability === 1) break;
    }
    return list;
  }

  /**
   * Same days, same draws, one task fewer: the cheapest task whose removal helps enough. No one is told to leave out what
   * matters most, what has to be done that day, or what they have put there themselves.
   */
  #without(day: Day, probability: number): { taskId: string; probability: number } | null {
    const tasks = [...new Set(day.parts.map(({ task }) => task))];
    if (tasks.length < 2) return null;
    const helpful = tasks
      .filter((task) => this.#mayWait(task, day.index))
      .map((task) => {
        const left = { ...day, parts: day.parts.filter((part) => part.task !== task) };
        return { task, chance: shareUpTo(this.#endsOf(left), day.hoursEnd) };
      })
      .filter(({ chance }) => chance >= probability + HELPS);
    const [best] = helpful.sort((a, b) => {
      return this.#model.weight[a.task]! - this.#model.weight[b.task]! || b.chance - a.chance;
    });
    return best ? { taskId: this.#model.tasks[best.task]!.id, probability: best.chance } : null;
  }

  /** Whether a task could be left for another day without breaking a word. */
  #mayWait(task: number, day: number): boolean {
    const { tasks, pinStart, due, timeline } = this.#model;
    const { priority, dueHard, dueBy = 'deadline' } = tasks[task]!;
    if (pinStart[task] !== NEVER || priority === 1 || dueHard) return false;
    return dueBy !== 'deadline' || due[task]! > timeline.dayStart[day + 1]!;
  }

  /** When the day's last part ends in each sample; work that meets the end of the hours goes on after them. */
  #endsOf(day: Day): Float64Array {
    const { busy, timeline } = this.#model;
    const until = timeline.dayStart[day.index + 1]! + 1440;
    const open = gaps(busy, 0, until);
    const indexes = day.parts.map((part) => this.#parts.indexOf(part));
    const ends = new Float64Array(this.#samples);
    for (let sample = 0; sample < this.#samples; sample++) {
      let clock = 0;
      let plannedEnd = Number.NEGATIVE_INFINITY;
      let gap = 0;
      for (let i = 0; i < day.parts.length; i++) {
        const { from, to } = day.parts[i]!;
        const start = from === plannedEnd ? clock : Math.max(clock, from, 0);
        plannedEnd = to;
        let left = this.#minutes[indexes[i]! * this.#samples + sample]!;
        clock = start;
        while (gap < open.length - 1 && open[gap]![1] <= clock) gap++;
        while (left > 0) {
          clock = Math.max(clock, open[gap]![0]);
          const room = gap === open.length - 1 ? left : open[gap]![1] - clock;
          const worked = Math.min(left, room);
          clock += worked;
          left -= worked;
          if (left > 0) gap++;
        }
      }
      ends[sample] = clock;
    }
    return ends;
  }

  /** End of the day's hours, those of single tasks in the day's plan included, or of its last block outside of them. */
  #hoursEnd(index: number, parts: readonly Part[]): number {
    const { workday, timeline } = this.#model;
    const tomorrow = timeline.dayStart[index + 1]!;
    let end = Math.max(...parts.map(({ to }) => to));
    for (const [from, to] of workday) if (from < tomorrow) end = Math.max(end, Math.min(to, tomorrow));
    return Math.max(end, ...parts.map((part) => Math.min(this.#ownEnd(part), tomorrow)));
  }

  /** End of the hours that a task has of its own; what is done in them has until then. */
  #ownEnd({ task, from, to }: Part): number {
    const { tasks, windows } = this.#model;
    const own = tasks[task]!.ownHours
      ? windows[task]?.find(([open, close]) => open <= from && to <= close)
      : null;
    return own?.[1] ?? to;
  }

  /** Flow over all days: overruns use the day's open time that is left, then push the next days' work back. */
  tasks(): TaskForecast[] {
    const { tasks, timeline, due } = this.#model;
    const samples = this.#samples;
    const planned = [...new Set(this.#parts.map(({ task }) => task))].sort((a, b) => a - b);
    const ends = new Map(planned.map((task) => [task, new Float64Array(samples)]));
    const planTime = this.#parts.map(({ from, to }): Interval => [from, to]);
    const open = union([...this.#model.workday, ...planTime]).filter(([, to]) => to > 0);
    for (let sample = 0; sample < samples; sample++) this.#flow(sample, open, ends);
    return planned.map((task): TaskForecast => {
      const sorted = ends.get(task)!.sort();
      const at = (share: number): string | null => {
        const minute = Math.ceil(sorted[Math.floor((samples - 1) * share)]!);
        return minute < timeline.end ? timeline.localOf(minute) : null;
      };
      const onTime = due[task] === NEVER ? null : shareUpTo(sorted, due[task]!);
      return { taskId: tasks[task]!.id, doneBy: at(0.5), surelyBy: at(0.9), onTime };
    });
  }

  #flow(sample: number, open: readonly Interval[], ends: Map<number, Float64Array>): void {
    let clock = 0;
    let stretch = 0;
    let plannedEnd = Number.NEGATIVE_INFINITY;
    this.#parts.forEach(({ task, from, to }, i) => {
      clock = from === plannedEnd ? clock : Math.max(clock, from);
      plannedEnd = to;
      let left = this.#minutes[i * this.#samples + sample]!;
      while (left > 0 && stretch < open.length) {
        clock = Math.max(clock, open[stretch]![0]);
        const worked = Math.min(left, Math.max(0, open[stretch]![1] - clock));
        clock += worked;
        left -= worked;
        if (left > 0) stretch++;
      }
      // Work that the horizon has no room for goes on somewhere after it.
      if (left > 0) clock = Math.max(clock, this.#model.timeline.end) + left;
      ends.get(task)![sample] = clock;
    });
  }
}

/** Time between stretches, from `from` to `until`. */
function gaps(busy: readonly Interval[], from: number, until: number): Interval[] {
  const open: Interval[] = [];
  let cursor = from;
  for (const [start, end] of union(busy)) {
    if (end <= cursor || start >= until) continue;
    if (start > cursor) open.push([cursor, start]);
    cursor = end;
  }
  open.push([cursor, Math.max(until, cursor + 1)]);
  return open;
}

function shareUpTo(values: Float64Array, limit: number): number {
  let count = 0;
  for (const value of values) if (value <= limit + 1e-9) count++;
  return count / values.length;
}
