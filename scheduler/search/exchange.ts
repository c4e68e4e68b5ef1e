import { intersect, type Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Laid, Layout } from './layout.ts';

/** Looks over all left-out tasks at most this often; a second look only finds what the first one freed. */
const MAX_PASSES = 6;
/** Places that are priced exactly for one task, the cheapest first. */
const MAX_PLACES = 4;

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

class Exchanger {
  readonly #layout: Layout;
  readonly #model: Model;
  readonly #over: () => boolean;
  /** Parts of the plan in time order, and the price of taking a task out with all that waits for it. */
  #laid: Laid[] = [];
  #price = new Float64Array(0);
  #lightest = 0;
  /** Tasks that have a place to find: neither fixed by a pin nor impossible on an empty calendar. */
  readonly #movable: ReadonlySet<number>;

  constructor(layout: Layout, over: () => boolean) {
    this.#layout = layout;
    this.#model = layout.model;
    this.#over = over;
    this.#movable = new Set(layout.model.movable);
  }

  run(): boolean {
    const { standing, movable } = this.#model;
    const queue = Array.from(movable).filter((task) => !this.#layout.has(task));
    if (queue.length === 0) return false;
    queue.sort((a, b) => standing[b]! - standing[a]! || a - b);
    this.#look();
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
    const leaving = this.#layout.fit(task) ? [] : this.#makeRoom(task, worth);
    if (!leaving) return false;
    leaving.sort((a, b) => penalty[b]! - penalty[a]! || a - b);
    for (const one of leaving) if (this.#isReady(one)) this.#layout.fit(one);
    this.#look();
    return true;
  }

  /** Lets a task in for the sake of heavier ones that wait for it, unless that turns out to be in vain. */
  #openWay(task: number): boolean {
    const { standing, penalty, succs } = this.#model;
    if (standing[task]! <= penalty[task]!) return false;
    const before = this.#layout.snapshot();
    const cost = this.#leftOut();
    const way = [task];
    for (const one of way) {
      if (!this.#movable.has(one) || this.#layout.has(one)) continue;
      if (!this.#isReady(one) || !this.#admit(one, standing[one]!)) continue;
      way.push(...succs[one]!.toSorted((a, b) => standing[b]! - standing[a]!));
    }
    if (isLess(this.#leftOut(), cost)) return true;
    this.#layout.restore(before);
    this.#look();
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

  #look(): void {
    const { model } = this.#layout;
    this.#laid = this.#layout.laid();
    this.#price = new Float64Array(model.tasks.length).fill(Number.POSITIVE_INFINITY);
    this.#lightest = Number.POSITIVE_INFINITY;
    for (const { task } of this.#laid) {
      this.#price[task] = this.#priceOf(this.#closure([task]));
      this.#lightest = Math.min(this.#lightest, this.#price[task]!);
    }
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
    if (this.#lightest >= worth) return undefined;
    if (!splittable[task] && series[task]! < 0) return this.#cheapestStretch(task, worth);
    return (
      this.#cheapestOther(task, worth) ?? (splittable[task] ? this.#fewestOthers(task, worth) : undefined)
    );
  }

  /** Time in which a task could lie if nothing movable were planned. */
  #feasible(task: number): Interval[] {
    const { release, limit, free, windows, preds } = this.#model;
    const earliest = preds[task]!.reduce(
      (latest, pred) => Math.max(latest, this.#layout.placement.end[pred]!),
      release[task]!,
    );
    const open = earliest < limit[task]! ? intersect(free, [[earliest, limit[task]!]]) : [];
    return windows[task] ? intersect(open, windows[task]) : open;
  }

  #cheapestStretch(task: number, worth: number): number[] | undefined {
    const minutes = this.#model.duration[task]!;
    const ancestors = this.#ancestors(task);
    const places: { price: number; from: number; leaving: number[] }[] = [];
    const mayLeave = (other: number): boolean => this.#price[other]! < worth && !ancestors.has(other);
    for (const [from, to] of this.#feasible(task)) {
      for (const run of runs(this.#between(from, to), from, to, mayLeave)) {
        for (const { at, laid } of stretchesOf(run, minutes)) {
          const price = laid.reduce((sum, other) => sum + this.#price[other]!, 0);
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
    let high = this.#laid.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#laid[middle]!.to <= from) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < this.#laid.length && this.#laid[end]!.from < to) end++;
    return this.#laid.slice(low, end);
  }

  #cheapestOther(task: number, worth: number): number[] | undefined {
    for (const other of this.#lighter(task, worth)) {
      const all = this.#closure([other]);
      if (this.#tryWithout(task, all)) return all;
    }
    return undefined;
  }

  /** Takes out ever more light tasks, the least for their minutes first, until a splittable one fits. */
  #fewestOthers(task: number, worth: number): number[] | undefined {
    const minutesOf = this.#model.duration;
    const byRate = this.#lighter(task, worth).sort(
      (a, b) => this.#price[a]! / minutesOf[a]! - this.#price[b]! / minutesOf[b]!,
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

  /** Planned tasks that a task may push out and that lie where it may go, the cheapest first. */
  #lighter(task: number, worth: number): number[] {
    const feasible = this.#feasible(task);
    const ancestors = this.#ancestors(task);
    const others = new Set(
      feasible.flatMap(([from, to]) => this.#between(from, to).map((laid) => laid.task)),
    );
    return [...others]
      .filter((other) => isLess(this.#price[other]!, worth) && !ancestors.has(other))
      .sort((a, b) => this.#price[a]! - this.#price[b]! || a - b);
  }

  #tryWithout(task: number, others: readonly number[]): boolean {
    const places = others.map((other) => [other, this.#layout.parts(other)] as const);
    for (const other of others) this.#layout.remove(other);
    if (this.#layout.fit(task)) return true;
    for (const [other, parts] of places) this.#layout.put(other, parts);
    return false;
  }

  #ancestors(task: number): ReadonlySet<number> {
    const found = new Set<number>([task]);
    for (const one of found) for (const pred of this.#model.preds[one]!) found.add(pred);
    return found;
  }
}

/** Whether one price is below another by more than rounding. */
function isLess(price: number, other: number): boolean {
  return price < other * (1 - 1e-12);
}

/** A stretch of time in which every part may leave. */
interface Run {
  from: number;
  to: number;
  laid: Laid[];
}

/** Cuts `[from, to)` at the parts that have to stay. */
function runs(laid: readonly Laid[], from: number, to: number, mayLeave: (task: number) => boolean): Run[] {
  const found: Run[] = [];
  let run: Run = { from, to, laid: [] };
  for (const part of laid) {
    if (mayLeave(part.task)) {
      run.laid.push(part);
      continue;
    }
    found.push({ ...run, to: Math.min(to, part.from) });
    run = { from: Math.max(from, part.to), to, laid: [] };
  }
  found.push(run);
  return found.filter((one) => one.to > one.from);
}

/** For each place to begin, at the run's start or behind a part, the fewest parts that hold so many minutes. */
function* stretchesOf({ from, to, laid }: Run, minutes: number): Generator<{ at: number; laid: number[] }> {
  let last = 0;
  for (let first = 0; first < laid.length; first++) {
    const at = first === 0 ? from : Math.max(from, laid[first - 1]!.to);
    if (to - at < minutes) return;
    last = Math.max(last, first + 1);
    while (last < laid.length && laid[last]!.from - at < minutes) last++;
    yield { at, laid: [...new Set(laid.slice(first, last).map(({ task }) => task))] };
  }
}
