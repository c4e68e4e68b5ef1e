import type { Placement } from '../constraints/index.ts';
import type { Interval } from '../model/intervals.ts';
import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import type { FreeTime } from './freetime.ts';
import type { Genome } from './genome.ts';
import type { SeriesDays } from './seriesdays.ts';

/** Puts one task at a time into what is left of the free time, keeping every hard constraint. */
export class Placer {
  readonly #model: Model;
  readonly #at: Placement;
  readonly #free: FreeTime;
  readonly #days: SeriesDays;
  /** Parts of the last plan, only where they are still the right length. */
  readonly #before: (readonly Interval[] | undefined)[];
  /** Openings that a task may use, in time order: gap cut to its windows and limits. */
  readonly #openGap: Int32Array;
  readonly #openFrom: Int32Array;
  readonly #openTo: Int32Array;
  /** Pieces picked for it, in time order. */
  readonly #chosenGap: Int32Array;
  readonly #chosenFrom: Int32Array;
  readonly #chosenTo: Int32Array;

  constructor(
    model: Model,
    at: Placement,
    free: FreeTime,
    days: SeriesDays,
    previous: readonly (readonly Interval[])[],
  ) {
    this.#model = model;
    this.#at = at;
    this.#free = free;
    this.#days = days;
    const mostWindows = model.windows.reduce((most, windows) => Math.max(most, windows?.length ?? 0), 0);
    this.#openGap = new Int32Array(free.endAt + mostWindows);
    this.#openFrom = new Int32Array(free.endAt + mostWindows);
    this.#openTo = new Int32Array(free.endAt + mostWindows);
    const mostParts = model.duration.reduce((most, minutes, task) => {
      return Math.max(most, Math.ceil(minutes / model.minChunk[task]!), previous[task]!.length);
    }, 1);
    this.#chosenGap = new Int32Array(mostParts);
    this.#chosenFrom = new Int32Array(mostParts);
    this.#chosenTo = new Int32Array(mostParts);
    this.#before = previous.map((parts, task) => keptParts(model, task, parts));
  }

  /**
   * Places a task as its genes say. A preference in the genes (not before, lead, chunk) gives way when the task
   * would not fit otherwise; only a task that fits nowhere in the free time stays out.
   */
  place(task: number, genes: Genome): void {
    const { release, limit, duration, splittable, preds, windows, series } = this.#model;
    let earliest = release[task]!;
    const waitsFor = preds[task]!;
    for (let i = 0; i < waitsFor.length; i++) {
      const end = this.#at.end[waitsFor[i]!]!;
      if (end > earliest) earliest = end;
    }
    const latest = limit[task]!;
    this.#at.end[task] = NEVER;
    this.#at.parts[task] = 0;
    if (earliest + duration[task]! > latest) return;
    if (genes.keep[task] && this.#keep(task, earliest, latest)) return;
    const preferred = genes.notBefore[task]!;
    const lead = genes.lead[task]!;
    if (splittable[task]) {
      if (preferred > earliest && this.#split(task, preferred, latest, genes.chunk[task]!)) return;
      if (this.#split(task, earliest, latest, genes.chunk[task]!)) return;
      this.#splitSomehow(task, earliest, latest);
    } else if (windows[task] || series[task]! >= 0) {
      if (preferred > earliest && this.#inOpenings(task, preferred, latest)) return;
      this.#inOpenings(task, earliest, latest);
    } else {
      if (preferred > earliest && this.#whole(task, preferred, latest, lead)) return;
      if (lead > 0 && this.#whole(task, earliest, latest, lead)) return;
      this.#whole(task, earliest, latest, 0);
    }
  }

  /** First gap that holds the task in one piece. */
  #whole(task: number, earliest: number, latest: number, lead: number): boolean {
    const { cells, endAt, count } = this.#free;
    const duration = this.#model.duration[task]!;
    const soonest = earliest + duration;
    for (let gap = 0; gap < count; gap++) {
      const end = cells[endAt + gap]!;
      if (end < soonest) continue;
      const start = cells[gap]!;
      const from = start >= earliest ? start + lead : earliest;
      const to = from + duration;
      if (to > latest) return false;
      if (to > end) continue;
      this.#put(task, 0, gap, from, to);
      this.#at.parts[task] = 1;
      this.#at.end[task] = to;
      return true;
    }
    return false;
  }

  /** The same for a task with windows or a series. */
  #inOpenings(task: number, earliest: number, latest: number): boolean {
    const duration = this.#model.duration[task]!;
    const count = this.#open(task, earliest, latest, duration);
    for (let i = 0; i < count; i++) {
      const from = this.#days.firstOpen(task, this.#openFrom[i]!);
      if (this.#openTo[i]! - from < duration) continue;
      this.#choose(0, this.#openGap[i]!, from, from + duration);
      this.#putChosen(task, 1);
      return true;
    }
    return false;
  }

  /** Fills openings from the front with pieces of at least `chunk`; the last piece may be as small as allowed. */
  #split(task: number, earliest: number, latest: number, chunk: number): boolean {
    const smallest = this.#model.minChunk[task]!;
    const worth = Math.max(chunk, smallest);
    let left = this.#model.duration[task]!;
    const count = this.#open(task, earliest, latest, left);
    let parts = 0;
    for (let i = 0; i < count; i++) {
      const opens = this.#openFrom[i]!;
      const from = parts === 0 ? this.#days.firstOpen(task, opens) : opens;
      let piece = this.#openTo[i]! - from;
      if (piece >= left) {
        piece = left;
      } else {
        piece = Math.min(piece, left - smallest);
        if (piece < worth) continue;
      }
      this.#choose(parts++, this.#openGap[i]!, from, from + piece);
      left -= piece;
      if (left === 0) {
        this.#putChosen(task, parts);
        return true;
      }
    }
    return false;
  }

  /**
   * Exact fallback: uses as few openings as possible, the longest ones. The task fits if and only if those can
   * hold it with no piece below the minimum; then they are filled from the front, leaving each later piece its
   * minimum.
   */
  #splitSomehow(task: number, earliest: number, latest: number): void {
    const smallest = this.#model.minChunk[task]!;
    const usable: Opening[] = [];
    const count = this.#open(task, earliest, latest, NEVER);
    for (let i = 0; i < count; i++) {
      const opening = { gap: this.#openGap[i]!, from: this.#openFrom[i]!, to: this.#openTo[i]! };
      if (opening.to - opening.from >= smallest) usable.push(opening);
    }
    if (this.#model.series[task]! < 0) {
      this.#useFewest(task, usable, 0);
      return;
    }
    // Only the first piece has a day that must be open, so every opening is tried as the first.
    for (let i = 0; i < usable.length; i++) {
      const { gap, from, to } = usable[i]!;
      const first = { gap, from: this.#days.firstOpen(task, from), to };
      if (to - first.from < smallest) continue;
      if (this.#useFewest(task, [first, ...usable.slice(i + 1)], 1)) return;
    }
  }

  /** Uses the first `fixed` openings and as few others as possible, if that can be done at all. */
  #useFewest(task: number, usable: readonly Opening[], fixed: number): boolean {
    const smallest = this.#model.minChunk[task]!;
    const duration = this.#model.duration[task]!;
    const rest = usable.slice(fixed).sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
    const longest = [...usable.slice(0, fixed), ...rest];
    let room = 0;
    let count = 0;
    while (count < longest.length && room < duration) {
      room += longest[count]!.to - longest[count]!.from;
      count++;
    }
    if (room < duration || count * smallest > duration) return false;
    const used = longest.slice(0, count).sort((a, b) => a.from - b.from);
    let left = duration;
    used.forEach(({ gap, from, to }, i) => {
      const piece = Math.min(to - from, left - smallest * (count - 1 - i));
      left -= piece;
      this.#choose(i, gap, from, from + piece);
    });
    this.#putChosen(task, count);
    return true;
  }

  /** Puts every part exactly where the last plan had it, or none. */
  #keep(task: number, earliest: number, latest: number): boolean {
    const before = this.#before[task];
    if (!before || before[0]![0] < earliest || before.at(-1)![1] > latest) return false;
    if (this.#days.firstOpen(task, before[0]![0]) !== before[0]![0]) return false;
    for (let part = 0; part < before.length; part++) {
      const [from, to] = before[part]!;
      const gap = this.#gapWith(from, to);
      if (gap < 0) return false;
      this.#choose(part, gap, from, to);
    }
    this.#putChosen(task, before.length);
    return true;
  }

  /** Lists what a task may use, in time order, up to the first opening that is `enough` on its own. Returns how many. */
  #open(task: number, earliest: number, latest: number, enough: number): number {
    const { cells, endAt, count } = this.#free;
    const windows = this.#model.windows[task];
    const longEnough = this.#model.series[task]! < 0 ? enough : NEVER;
    let found = 0;
    let window = 0;
    for (let gap = 0; gap < count; gap++) {
      const to = Math.min(latest, cells[endAt + gap]!);
      const from = Math.max(earliest, cells[gap]!);
      if (from >= latest) break;
      if (to <= from) continue;
      if (!windows) {
        this.#openGap[found] = gap;
        this.#openFrom[found] = from;
        this.#openTo[found++] = to;
        if (to - from >= longEnough) break;
        continue;
      }
      while (window < windows.length && windows[window]![1] <= from) window++;
      for (let i = window; i < windows.length && windows[i]![0] < to; i++) {
        this.#openGap[found] = gap;
        this.#openFrom[found] = Math.max(from, windows[i]![0]);
        this.#openTo[found++] = Math.min(to, windows[i]![1]);
      }
      if (found > 0 && this.#openTo[found - 1]! - this.#openFrom[found - 1]! >= longEnough) break;
    }
    return found;
  }

  #choose(part: number, gap: number, from: number, to: number): void {
    this.#chosenGap[part] = gap;
    this.#chosenFrom[part] = from;
    this.#chosenTo[part] = to;
  }

  /** Takes the chosen pieces, the last first: so the numbers of the gaps before it stay true. */
  #putChosen(task: number, parts: number): void {
    for (let part = parts - 1; part >= 0; part--) {
      this.#put(task, part, this.#chosenGap[part]!, this.#chosenFrom[part]!, this.#chosenTo[part]!);
    }
    this.#days.take(task, this.#chosenFrom[0]!);
    this.#at.parts[task] = parts;
    this.#at.end[task] = this.#chosenTo[parts - 1]!;
  }

  #put(task: number, part: number, gap: number, from: number, to: number): void {
    const node = this.#at.firstNode[task]! + part;
    this.#at.nodeStart[node] = from;
    this.#at.nodeEnd[node] = to;
    this.#free.take(gap, from, to);
  }

  #gapWith(from: number, to: number): number {
    const { cells, endAt, count } = this.#free;
    for (let gap = 0; gap < count; gap++) {
      if (cells[endAt + gap]! >= to) return cells[gap]! <= from ? gap : -1;
    }
    return -1;
  }
}

interface Opening {
  gap: number;
  from: number;
  to: number;
}

/** The old parts of a task if they are still a valid way to do it on their own. */
function keptParts(model: Model, task: number, parts: readonly Interval[]): readonly Interval[] | undefined {
  if (parts.length === 0) return undefined;
  const windows = model.windows[task];
  let minutes = 0;
  for (const [from, to] of parts) {
    minutes += to - from;
    if (parts.length > 1 && (!model.splittable[task] || to - from < model.minChunk[task]!)) return undefined;
    if (windows && !windows.some(([start, end]) => start <= from && to <= end)) return undefined;
  }
  for (let i = 1; i < parts.length; i++) if (parts[i]![0] < parts[i - 1]![1]) return undefined;
  return minutes === model.duration[task] ? parts : undefined;
}
