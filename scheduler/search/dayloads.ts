import type { Placement } from '../constraints/index.ts';
import { eachDay } from '../constraints/load.ts';
import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import { stayed, type BasePlaces } from './stretches.ts';

/** A constraint on how much one day holds, with its weight. */
export interface DayTerm {
  weight: number;
  of: (day: number, minutes: number) => number;
}

/**
 * Prices how much each day holds. Remembers the minutes of each day in the base; a changed placement only re-prices
 * the days it touched.
 */
export class DayLoads {
  readonly #model: Model;
  readonly #at: Placement;
  readonly #base: BasePlaces;
  readonly #terms: readonly DayTerm[];
  readonly #minutes: Float64Array;
  readonly #cost: Float64Array;
  #total = 0;
  readonly #change: Float64Array;
  readonly #mark: Int32Array;
  readonly #touched: Int32Array;
  #touchedCount = 0;
  #stamp = 0;

  constructor(model: Model, at: Placement, base: BasePlaces, terms: readonly DayTerm[]) {
    this.#model = model;
    this.#at = at;
    this.#base = base;
    this.#terms = terms;
    const days = model.timeline.days.length;
    this.#minutes = new Float64Array(days);
    this.#cost = new Float64Array(days);
    this.#change = new Float64Array(days);
    this.#mark = new Int32Array(days);
    this.#touched = new Int32Array(days);
  }

  /** Takes the current placement as the base. Returns its price. */
  rebase(): number {
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.#at;
    this.#minutes.fill(0);
    for (let task = 0; task < end.length; task++) {
      if (end[task] === NEVER || this.#model.tasks[task]!.ownHours) continue;
      const first = firstNode[task]!;
      for (let node = first; node < first + parts[task]!; node++) {
        eachDay(this.#model, nodeStart[node]!, nodeEnd[node]!, this.#fill);
      }
    }
    this.#total = 0;
    for (let day = 0; day < this.#minutes.length; day++) {
      this.#cost[day] = this.#priceOf(day, this.#minutes[day]!);
      this.#total += this.#cost[day]!;
    }
    return this.#total;
  }

  /** Price when the tasks at these positions of the order may stand elsewhere than in the base. */
  price(order: Int32Array, from: number, to: number): number {
    this.#stamp++;
    this.#touchedCount = 0;
    const { parts, firstNode, nodeStart, nodeEnd } = this.#at;
    for (let position = from; position < to; position++) {
      const task = order[position]!;
      if (this.#model.tasks[task]!.ownHours || stayed(task, this.#at, this.#base)) continue;
      const first = firstNode[task]!;
      for (let node = first; node < first + this.#base.parts[task]!; node++) {
        eachDay(this.#model, this.#base.nodeStart[node]!, this.#base.nodeEnd[node]!, this.#less);
      }
      for (let node = first; node < first + parts[task]!; node++) {
        eachDay(this.#model, nodeStart[node]!, nodeEnd[node]!, this.#more);
      }
    }
    let total = this.#total;
    for (let i = 0; i < this.#touchedCount; i++) {
      const day = this.#touched[i]!;
      if (this.#change[day] !== 0) {
        total += this.#priceOf(day, this.#minutes[day]! + this.#change[day]!) - this.#cost[day]!;
      }
    }
    return total;
  }

  readonly #fill = (day: number, minutes: number): void => {
    this.#minutes[day]! += minutes;
  };

  readonly #more = (day: number, minutes: number): void => {
    if (this.#mark[day] !== this.#stamp) {
      this.#mark[day] = this.#stamp;
      this.#change[day] = 0;
      this.#touched[this.#touchedCount++] = day;
    }
    this.#change[day]! += minutes;
  };

  readonly #less = (day: number, minutes: number): void => this.#more(day, -minutes);

  #priceOf(day: number, minutes: number): number {
    let cost = 0;
    for (const term of this.#terms) cost += term.weight * term.of(day, minutes);
    return cost;
  }
}
