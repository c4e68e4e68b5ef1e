import { intersect, type Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Laid, Layout } from './layout.ts';
import { Refusals } from './refusals.ts';
import { runs, stretchesOf } from './runs.ts';

/** Looks over all left-out tasks at most this often; a second look only finds what the first one freed. */
const MAX_PASSES = 6;
/** Places that are priced exactly for one task, the cheapest first. */
const MAX_PLACES = 32;
/** So many neighbours are tried as one for a task that may lie in pieces or shares its days. */
const MAX_TOGETHER = 6;

/**
 * Lets left-out tasks take the time of planned ones that together weigh less, heaviest first, until no such exchange
 * is left: one after the other, for an unsplittable task the cheapest stretch of gaps and lighter tasks that holds it,
 * for any other the cheapest single task or the fewest light ones. What has to leave is put elsewhere if it fits.
 * Pins, events and whatever a pin waits for stay. Whether anything has changed.
 *
 * @param over polled between tasks; true ends it with what is found so far, which is always valid
 */
export function exchange(layout: Layout, over: () => boolean): boolean {
  let changed = false;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const gained = new Exchanger(layout, over).run();
    changed ||= gained;
    if (!gained || over()) return changed;
  }
  return changed;
}

/** What is known of the plan as it lies now. */
interface Seen {
  /** Parts of the plan in time order. */
  laid: Laid[];
  /** The price of taking a planned task out with all that waits for it; infinite for what has no place. */
  price: Float64Array;
  lightest: number;
  /** Minutes that the plan leaves free, wherever they lie. */
  freeMinutes: number;
  /** What was found to have no place in it. */
  refusals: Refusals;
}

class Exchanger {
  readonly #layout: Layout;
  readonly #model: Model;
  readonly #over: () => boolean;
  #seen: Seen;
  /** Tasks that have a place to find: neither fixed by a pin nor impossible on an empty calendar. */
  readonly #movable: ReadonlySet<number>;

  constructor(layout: Layout, over: () => boolean) {
    this.#layout = layout;
    this.#model = layout.model;
    this.#over = over;
    this.#movable = new Set(layout.model.movable);
    this.#seen = this.#look();
  }

  run(): boolean {
    const { chainPenalty, movable } = this.#model;
    const queue = Array.from(movable).filter((task) => !this.#layout.has(task));
    if (queue.length === 0) return false;
    queue.sort((a, b) => chainPenalty[b]! - chainPenalty[a]! || a - b);
    let changed = false;
    for (let i = 0; i < queue.length && !this.#over(); i++) {
      const task = queue[i]!;
      if (this.#layout.has(task) || !this.#isReady(task)) continue;
      if (this.#admit(task, this.#model.penalty[task]!) || this.#openWay(task)) changed = true;
    }
    return changed;
  }

  /** Lets a task in, in place of what together weighs less than `worth` if need be; what leaves may go elsewhere. */
  #admit(task: number, worth: number): boolean {
    const { penalty } = this.#model;
    const earliest = this.#earliest(task);
    if (this.#seen.refusals.covers(task, worth, earliest)) return false;
    const leaving = this.#layout.fit(task) ? [] : this.#makeRoom(task, worth);
    if (!leaving) {
      this.#seen.refusals.add(task, worth, earliest);
      return false;
    }
    leaving.sort((a, b) => penalty[b]! - penalty[a]! || a - b);
    for (const one of leaving) if (this.#isReady(one)) this.#layout.fit(one);
    this.#seen = this.#look();
    return true;
  }

  /** Lets a task in for the sake of heavier ones that wait for it, unless that does not help in the end. */
  #openWay(task: number): boolean {
    const { chainPenalty, penalty, succs } = this.#model;
    if (chainPenalty[task]! <= penalty[task]!) return false;
    const before = this.#layout.snapshot();
    const seen = this.#seen;
    const cost = this.#leftOut();
    const way = [task];
    for (const one of way) {
      if (!this.#movable.has(one) || this.#layout.has(one)) continue;
      if (!this.#isReady(one) || !this.#admit(one, chainPenalty[one]!)) continue;
      way.push(...succs[one]!.toSorted((a, b) => chainPenalty[b]! - chainPenalty[a]!));
    }
    if (isLess(this.#leftOut(), cost)) return true;
    this.#layout.restore(before);
    this.#seen = seen;
    return false;
  }

  /** What all that is left out costs. */
  #leftOut(): number {
    const { movable, penalty } = this.#model;
    return movable.reduce((sum, task) => sum + (this.#layout.has(task) ? 0 : penalty[task]!), 0);
  }

  #isReady(task: number): boolean {
    return this.#model.preds[task]!.every((pred) => this.#layout.has(pred));
  }

  #look(): Seen {
    const laid = this.#layout.laid();
    const price = new Float64Array(this.#model.tasks.length).fill(Number.POSITIVE_INFINITY);
    for (const { task } of laid) price[task] = this.#priceOf(this.#closure([task]));
    return {
      laid,
      price,
      lightest: laid.reduce((least, { task }) => Math.min(least, price[task]!), Number.POSITIVE_INFINITY),
      freeMinutes: this.#layout.gaps().reduce((sum, [from, to]) => sum + to - from, 0),
      refusals: new Refusals(this.#model),
    };
  }

  /** Planned tasks and, before each, the planned ones that wait for it. */
  #closure(tasks: readonly number[]): number[] {
    const found = new Set(tasks);
    for (const task of found) {
      for (const succ of this.#model.succs[task]!) if (this.#layout.has(succ)) found.add(succ);
    }
    return [...found];
  }

  /** What leaving all of these out costs; infinite when a pin is among them. */
  #priceOf(tasks: readonly number[]): number {
    const { penalty, pinStart, refused } = this.#model;
    return tasks.reduce((sum, task) => {
      const stays = pinStart[task] !== NEVER && !refused.has(task);
      return sum + (stays ? Number.POSITIVE_INFINITY : penalty[task]!);
    }, 0);
  }

  /** Puts a task where lighter ones are, and tells which those were; undefined when nothing lighter is in its way. */
  #makeRoom(task: number, worth: number): number[] | undefined {
    const { splittable, series } = this.#model;
    if (this.#seen.lightest >= worth) return undefined;
    if (!splittable[task] && series[task]! < 0) return this.#cheapestStretch(task, worth);
    const lighter = this.#lighter(task, worth);
    return (
      this.#cheapestOther(task, lighter) ??
      (splittable[task] ? this.#fewestOthers(task, worth, lighter) : undefined) ??
      this.#cheapestNeighbours(task, worth)
    );
  }

  /** From when on a task may lie, given where what it waits for ends. */
  #earliest(task: number): number {
    const { release, preds } = this.#model;
    return preds[task]!.reduce(
      (latest, pred) => Math.max(latest, this.#layout.placement.end[pred]!),
      release[task]!,
    );
  }

  /** Time in which a task could lie if nothing movable were planned. */
  #feasible(task: number): Interval[] {
    const { limit, free, windows } = this.#model;
    const earliest = this.#earliest(task);
    const open = earliest < limit[task]! ? intersect(free, [[earliest, limit[task]!]]) : [];
    return windows[task] ? intersect(open, windows[task]) : open;
  }

  #cheapestStretch(task: number, worth: number): number[] | undefined {
    const minutes = this.#model.duration[task]!;
    const places: { price: number; from: number; leaving: number[] }[] = [];
    const mayLeave = (other: number): boolean => this.#seen.price[other]! < worth;
    for (const [from, to] of this.#feasible(task)) {
      if (to - from < minutes) continue;
      for (const run of runs(this.#between(from, to), from, to, mayLeave)) {
        for (const { at, laid } of stretchesOf(run, minutes)) {
          const price = laid.reduce((sum, other) => sum + this.#seen.price[other]!, 0);
          // Where what leaves has followers in common, the price of all is less than the sum.
          if (isLess(price, worth) || laid.some((other) => this.#model.succs[other]!.length > 0))
            places.push({ price, from: at, leaving: laid });
        }
      }
    }
    places.sort((a, b) => a.price - b.price || a.from - b.from);
    for (const { from, leaving } of places.slice(0, MAX_PLACES)) {
      const all = this.#closure(leaving);
      if (!isLess(this.#priceOf(all), worth)) continue;
      for (const one of all) this.#layout.remove(one);
      this.#layout.put(task, [[from, from + minutes]]);
      return all;
    }
    return undefined;
  }

  /** Parts of the plan that touch `[from, to)`. */
  #between(from: number, to: number): Laid[] {
    let low = 0;
    let high = this.#seen.laid.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#seen.laid[middle]!.to <= from) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < this.#seen.laid.length && this.#seen.laid[end]!.from < to) end++;
    return this.#seen.laid.slice(low, end);
  }

  #cheapestOther(task: number, lighter: readonly number[]): number[] | undefined {
    for (const other of lighter) {
      const all = this.#closure([other]);
      if (this.#tryWithout(task, all)) return all;
    }
    return undefined;
  }

  /** Takes out ever more light tasks, the least for their minutes first, until a splittable one fits. */
  #fewestOthers(task: number, worth: number, lighter: readonly number[]): number[] | undefined {
    const minutesOf = this.#model.duration;
    const byRate = lighter.toSorted(
      (a, b) => this.#seen.price[a]! / minutesOf[a]! - this.#seen.price[b]! / minutesOf[b]!,
    );
    let all: number[] = [];
    for (const other of byRate) {
      const more = this.#closure([...all, other]);
      if (!isLess(this.#priceOf(more), worth)) continue;
      all = more;
      if (all.length > 1 && this.#tryWithout(task, all)) return all;
    }
    return undefined;
  }

  /** Takes out a few that follow each other, the fewest from each one on. */
  #cheapestNeighbours(task: number, worth: number): number[] | undefined {
    const mayLeave = (other: number): boolean => isLess(this.#seen.price[other]!, worth);
    for (const [from, to] of this.#feasible(task)) {
      for (const { laid } of runs(this.#between(from, to), from, to, mayLeave)) {
        for (let first = 0; first < laid.length - 1; first++) {
          const group = laid.slice(first, first + MAX_TOGETHER).map((part) => part.task);
          for (let count = 2; count <= group.length; count++) {
            const all = this.#closure(group.slice(0, count));
            if (!isLess(this.#priceOf(all), worth)) break;
            if (this.#tryWithout(task, all)) return all;
          }
        }
      }
    }
    return undefined;
  }

  /** Planned tasks that a task may push out and that lie where it may go, the cheapest first. */
  #lighter(task: number, worth: number): number[] {
    const feasible = this.#feasible(task);
    const others = new Set(
      feasible.flatMap(([from, to]) => this.#between(from, to).map((laid) => laid.task)),
    );
    return [...others]
      .filter((other) => isLess(this.#seen.price[other]!, worth))
      .sort((a, b) => this.#seen.price[a]! - this.#seen.price[b]! || a - b);
  }

  #tryWithout(task: number, others: readonly number[]): boolean {
    const minutes = others.reduce((sum, other) => sum + this.#model.duration[other]!, this.#seen.freeMinutes);
    if (minutes < this.#model.duration[task]!) return false;
    const places = others.map((other) => [other, this.#layout.parts(other)] as const);
    for (const other of others) this.#layout.remove(other);
    if (this.#layout.fit(task)) return true;
    for (const [other, parts] of places) this.#layout.put(other, parts);
    return false;
  }
}

/** Whether one price is below another by more than rounding. */
function isLess(price: number, other: number): boolean {
  return price < other * (1 - 1e-12);
}
