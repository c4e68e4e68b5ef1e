import type { Plan, PlanBlock, Problem, ProblemTask } from '../../core/problem.ts';
import { WEEKDAYS } from '../../core/time/week.ts';
import { addDays, instantOf, localOf, weekdayOf } from '../../core/time/zoned.ts';

export const MINUTE = 60_000;

/** A problem and its plan, minute by minute. */
export class MinuteGrid {
  readonly problem: Problem;
  readonly plan: Pick<Plan, 'blocks'>;
  readonly now: number;
  readonly #local: string[];
  readonly #busy: boolean[];

  constructor(problem: Problem, plan: Pick<Plan, 'blocks'>) {
    this.problem = problem;
    this.plan = plan;
    this.now = this.ms(problem.now);
    const end = this.ms(`${addDays(problem.now.slice(0, 10), problem.horizonDays)}T00:00`);
    const minutes = Math.round((end - this.now) / MINUTE);
    this.#local = localNames(this.now, minutes, problem.tz);
    this.#busy = Array.from({ length: minutes }, () => false);
    for (const { start, end: until, travelBeforeMin = 0, travelAfterMin = 0 } of problem.events) {
      if (until <= start) continue;
      this.#take(
        this.ms(start) - Math.ceil(travelBeforeMin) * MINUTE,
        this.ms(until) + Math.ceil(travelAfterMin) * MINUTE,
      );
    }
  }

  /** Minutes from now to the end of the days planned. */
  get minutes(): number {
    return this.#busy.length;
  }

  #bare: MinuteGrid | undefined;

  /** The same days without a plan. */
  bare(): MinuteGrid {
    return (this.#bare ??= new MinuteGrid(this.problem, { blocks: [] }));
  }

  #take(from: number, to: number): void {
    for (let i = Math.max(0, this.minute(from)); i < Math.min(this.#busy.length, this.minute(to)); i++)
      this.#busy[i] = true;
  }

  ms(local: string): number {
    return instantOf(local, this.problem.tz);
  }

  minute(ms: number): number {
    return Math.round((ms - this.now) / MINUTE);
  }

  at(local: string): number {
    return this.minute(this.ms(local));
  }

  /** A task by the name that a sentence gives it. */
  named(name: unknown): ProblemTask[] {
    return this.problem.tasks.filter(({ id, title }) => (title ?? id) === name);
  }

  blocksOf(id: string): PlanBlock[] {
    return this.plan.blocks.filter((block) => block.taskId === id);
  }

  endOf(id: string): number {
    return Math.max(...this.blocksOf(id).map((block) => this.at(block.end)));
  }

  dueOf({ due }: ProblemTask): number {
    if (due === undefined) return Number.POSITIVE_INFINITY;
    return this.at(due.length > 10 ? due : `${addDays(due, 1)}T00:00`);
  }

  opensAt(hours: ProblemTask['windows'], local: string): boolean {
    const spans = hours?.[WEEKDAYS[weekdayOf(local.slice(0, 10)) - 1]!] ?? [];
    const time = local.slice(11);
    return spans.some(([from]) => from === time) && !spans.some(([from, to]) => from < time && time <= to);
  }

  #open(task: ProblemTask, minute: number): boolean {
    const local = this.#local[minute]!;
    const within = (hours: Problem['workingHours'] | undefined): boolean => {
      if (hours === 'always') return true;
      const spans = hours?.[WEEKDAYS[weekdayOf(local.slice(0, 10)) - 1]!] ?? [];
      return spans.some(([from, to]) => from <= local.slice(11) && local.slice(11) < to);
    };
    const own = task.windows === undefined || within(task.windows);
    return own && (task.ownHours && task.windows ? true : within(this.problem.workingHours));
  }

  /** Minutes that a task could have, of so many from one minute to another; blocks of the plan but one are in the way. */
  freeRuns(task: ProblemTask, from: number, to: number, but?: PlanBlock): [number, number][] {
    const taken = [...this.#busy];
    for (const block of this.plan.blocks) {
      if (block === but) continue;
      for (let i = Math.max(0, this.at(block.start)); i < this.at(block.end); i++) taken[i] = true;
    }
    const runs: [number, number][] = [];
    for (let i = Math.max(0, from); i < Math.min(to, taken.length); i++) {
      if (taken[i] || !this.#open(task, i)) continue;
      const last = runs.at(-1);
      if (last?.[1] === i) last[1] = i + 1;
      else runs.push([i, i + 1]);
    }
    return runs;
  }

  /** Days that hold another task of the same series. */
  seriesDays(task: ProblemTask): string[] {
    if (task.series === undefined) return [];
    const others = this.problem.tasks.filter((one) => one.series === task.series && one.id !== task.id);
    return others.flatMap(({ id }) =>
      this.blocksOf(id)
        .filter(({ part }) => part === 1)
        .map(({ start }) => start.slice(0, 10)),
    );
  }

  local(minute: number): string {
    // What is pinned may lie before now, and before the minutes that have names.
    return this.#local[minute] ?? localOf(this.now + minute * MINUTE, this.problem.tz);
  }
}

/** Wall-clock names of minutes; the clock changes on quarter hours only. */
function localNames(from: number, minutes: number, tz: string): string[] {
  let quarter = '';
  return Array.from({ length: minutes }, (_, i) => {
    const ms = from + i * MINUTE;
    const past = Math.floor(ms / MINUTE) % 15;
    if (i === 0 || past === 0) quarter = localOf(ms - past * MINUTE, tz);
    return `${quarter.slice(0, 14)}${String(Number(quarter.slice(14)) + past).padStart(2, '0')}`;
  });
}
