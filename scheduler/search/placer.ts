import type { Placement } from '../constraints/index.ts';
import { intersect, type Interval } from '../model/intervals.ts';
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
  #openings: { gap: number; from: number; to: number }[] = [];
  #chosen: { from: number; to: number }[] = [];

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
    this.#before = previous.map((parts, task) => keepable(model, task, parts));
  }

  /**
   * Places a task as its genes say. A wish in the genes (not before, lead, chunk) gives way when the task
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
    const wish = genes.notBefore[task]!;
    const lead = genes.lead[task]!;
    if (splittable[task]) {
      if (wish > earliest && this.#split(task, wish, latest, genes.chunk[task]!)) return;
      if (this.#split(task, earliest, latest, genes.chunk[task]!)) return;
      this.#splitSomehow(task, earliest, latest);
    } else if (windows[task] || series[task]! >= 0) {
      if (wish > earliest && this.#inOpenings(task, wish, latest)) return;
      this.#inOpenings(task, earliest, latest);
    } else {
      if (wish > earliest && this.#whole(task, wish, latest, lead)) return;
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
    this.#open(task, earliest, latest);
    for (const opening of this.#openings) {
      const from = this.#days.firstOpen(task, opening.from);
      if (opening.to - from < duration) continue;
      this.#chosen = [{ from, to: from + duration }];
      this.#putChosen(task);
      return true;
    }
    return false;
  }

  /** Fills openings from the front with pieces of at least `chunk`; the last piece may be as small as allowed. */
  #split(task: number, earliest: number, latest: number, chunk: number): boolean {
    const smallest = this.#model.minChunk[task]!;
    let left = this.#model.duration[task]!;
    this.#open(task, earliest, latest);
    this.#chosen.length = 0;
    for (const { from: opens, to } of this.#openings) {
      const from = this.#chosen.length === 0 ? this.#days.firstOpen(task, opens) : opens;
      let piece = to - from;
      if (piece >= left) {
        piece = left;
      } else {
        piece = Math.min(piece, left - smallest);
        if (piece < Math.max(chunk, smallest)) continue;
      }
      this.#chosen.push({ from, to: from + piece });
      left -= piece;
      if (left === 0) {
        this.#putChosen(task);
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
    this.#open(task, earliest, latest);
    const usable = this.#openings.filter(({ from, to }) => to - from >= smallest);
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
  #useFewest(task: number, usable: readonly { from: number; to: number }[], fixed: number): boolean {
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
    this.#chosen = used.map(({ from, to }, i) => {
      const piece = Math.min(to - from, left - smallest * (count - 1 - i));
      left -= piece;
      return { from, to: from + piece };
    });
    this.#putChosen(task);
    return true;
  }

  /** Puts every part exactly where the last plan had it, or none. */
  #keep(task: number, earliest: number, latest: number): boolean {
    const before = this.#before[task];
    if (!before || before[0]![0] < earliest || before.at(-1)![1] > latest) return false;
    if (this.#days.firstOpen(task, before[0]![0]) !== before[0]![0]) return false;
    if (!before.every(([from, to]) => this.#gapWith(from, to) >= 0)) return false;
    this.#chosen = before.map(([from, to]) => ({ from, to }));
    this.#putChosen(task);
    return true;
  }

  #open(task: number, earliest: number, latest: number): void {
    const { cells, endAt, count } = this.#free;
    const windows = this.#model.windows[task];
    this.#openings.length = 0;
    for (let gap = 0; gap < count; gap++) {
      const from = Math.max(earliest, cells[gap]!);
      const to = Math.min(latest, cells[endAt + gap]!);
      if (from >= latest) break;
      if (to <= from) continue;
      if (windows) {
        for (const [start, end] of intersect(windows, [[from, to]]))
          this.#openings.push({ gap, from: start, to: end });
      } else {
        this.#openings.push({ gap, from, to });
      }
    }
  }

  #putChosen(task: number): void {
    const chosen = this.#chosen;
    for (let part = 0; part < chosen.length; part++) {
      const { from, to } = chosen[part]!;
      this.#put(task, part, this.#gapWith(from, to), from, to);
    }
    this.#days.take(task, chosen[0]!.from);
    this.#at.parts[task] = chosen.length;
    this.#at.end[task] = chosen.at(-1)!.to;
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

/** The old parts of a task if they are still a lawful way to do it on their own. */
function keepable(model: Model, task: number, parts: readonly Interval[]): readonly Interval[] | undefined {
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
