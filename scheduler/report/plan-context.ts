import type { Plan } from '../../core/problem.ts';
import type { ConstraintName } from '../../core/plan-presets.ts';
import { intersect, subtract, type Interval } from '../model/intervals.ts';
import type { Model } from '../model/model.ts';
import { partsOf, placementOf, type Part } from './placed.ts';
import { Scorer } from './scorer.ts';

/** A plan laid out on the minute axis, with the questions that its reasons ask of it. */
export class PlanContext {
  readonly model: Model;
  /** All parts, in time order. */
  readonly parts: readonly Part[];
  /** Per task: the minute its last part ends; `NEVER` when it is not planned. */
  readonly endOf: Int32Array;
  readonly scorer: Scorer;
  /** Unweighted magnitudes of the plan as it is. */
  readonly magnitudes: Readonly<Record<ConstraintName, number>>;
  readonly #free: Interval[];

  constructor(model: Model, plan: Pick<Plan, 'blocks'>) {
    this.model = model;
    this.parts = partsOf(model, plan.blocks);
    const { at, heads } = placementOf(model, this.parts);
    this.endOf = at.end;
    this.scorer = new Scorer(model);
    this.magnitudes = this.scorer.magnitudes(at, heads);
    this.#free = subtract(
      model.free,
      this.parts.map(({ from, to }): Interval => [from, to]),
    );
  }

  /** Stretches that are free for a task, in order. */
  freeFor(task: number): readonly Interval[] {
    const windows = this.model.windows[task];
    return windows ? intersect(this.#free, windows) : this.#free;
  }

  /** Minutes of the day that the wall clock shows; −1 outside the horizon. */
  clock(minute: number): number {
    const { timeline } = this.model;
    return timeline.dayIndexOf(minute) < 0 ? -1 : timeline.clockOf(minute);
  }

  local(minute: number): string {
    return this.model.timeline.localOf(minute);
  }

  day(minute: number): string {
    return this.local(minute).slice(0, 10);
  }

  title(task: number): string {
    const { title, id } = this.model.tasks[task]!;
    return title ?? id;
  }

  /** Whether an earlier part of the same task stands before this one. */
  isFirstPart({ task, from }: Part): boolean {
    return !this.parts.some((part) => part.task === task && part.from < from);
  }

  /** Another task of the same series that begins on the day of a minute. */
  siblingOn(task: number, minute: number): number | undefined {
    const { series, timeline } = this.model;
    if (series[task]! < 0) return undefined;
    const day = timeline.dayIndexOf(minute);
    return this.parts.find(
      (part) =>
        part.task !== task && series[part.task] === series[task] && timeline.dayIndexOf(part.from) === day,
    )?.task;
  }
}
