import type { Model } from '../model/model.ts';

/** A task that found no place at this worth, and where it was allowed to lie. */
interface Refusal {
  worth: number;
  minutes: number;
  from: number;
  to: number;
  windows: number;
}

/**
 * What found no place in one plan. A task that is worth no more, takes no less and may lie nowhere else
 * would find none either, so that most of a long list needs no look at the plan.
 */
export class Refusals {
  readonly #model: Model;
  /** Number of the windows of each task; equal for equal windows, −1 for none. */
  readonly #windows: Int32Array;
  /** By what makes tasks comparable: whole or in pieces, with which smallest piece. */
  readonly #refused = new Map<number, Refusal[]>();

  constructor(model: Model) {
    this.#model = model;
    this.#windows = windowNumbers(model);
  }

  /** @param from the minute from which the task may lie in this plan */
  add(task: number, worth: number, from: number): void {
    if (this.#model.series[task]! >= 0) return;
    const kind = this.#kindOf(task);
    const refusals = this.#refused.get(kind) ?? [];
    refusals.push({
      worth,
      minutes: this.#model.duration[task]!,
      from,
      to: this.#model.limit[task]!,
      windows: this.#windows[task]!,
    });
    this.#refused.set(kind, refusals);
  }

  /** Whether something that was refused shows that this task would be, too. */
  covers(task: number, worth: number, from: number): boolean {
    const { series, splittable, duration, limit } = this.#model;
    if (series[task]! >= 0) return false;
    return (this.#refused.get(this.#kindOf(task)) ?? []).some(
      (one) =>
        worth <= one.worth &&
        // Less work is not always easier to divide into pieces that are large enough.
        (splittable[task] ? duration[task] === one.minutes : duration[task]! >= one.minutes) &&
        from >= one.from &&
        limit[task]! <= one.to &&
        (one.windows < 0 || one.windows === this.#windows[task]),
    );
  }

  #kindOf(task: number): number {
    const { splittable, minChunk } = this.#model;
    return splittable[task] ? minChunk[task]! : 0;
  }
}

const numbers = new WeakMap<Model, Int32Array>();

function windowNumbers(model: Model): Int32Array {
  let found = numbers.get(model);
  if (found) return found;
  const known = new Map<string, number>();
  found = Int32Array.from(model.windows, (windows) => {
    if (!windows) return -1;
    const name = windows.join(';');
    if (!known.has(name)) known.set(name, known.size);
    return known.get(name)!;
  });
  numbers.set(model, found);
  return found;
}
