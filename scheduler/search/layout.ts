import type { Placement } from '../constraints/index.ts';
import { overlap, subtract, type Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';
import { previousParts } from '../model/previous.ts';
import { FreeTime } from './freetime.ts';
import { emptyGenome, type Genome } from './genome.ts';
import { layNodes } from './nodes.ts';
import { Placer } from './placer.ts';
import { SeriesDays } from './seriesdays.ts';

/** One part of a task on the minute axis. */
export interface Laid {
  task: number;
  from: number;
  to: number;
}

/** Parts of a task in a placement, in time order; none for one that is left out. */
export function partsIn({ end, parts, firstNode, nodeStart, nodeEnd }: Placement, task: number): Interval[] {
  if (end[task] === NEVER) return [];
  return Array.from({ length: parts[task]! }, (_, part): Interval => {
    const node = firstNode[task]! + part;
    return [nodeStart[node]!, nodeEnd[node]!];
  });
}

/**
 * One plan as it lies in time, for changes that an order of tasks can't say: taking a task out, putting one exactly
 * here. Keeps every hard constraint except one: a caller that takes a task out takes out first what waits for it.
 */
export class Layout {
  readonly model: Model;
  readonly placement: Placement;
  readonly #free: FreeTime;
  readonly #days: SeriesDays;
  readonly #placer: Placer;
  readonly #genes: Genome;

  /** @param partsOf the parts of each movable task, in time order; none for a task that is left out */
  constructor(model: Model, partsOf: (task: number) => readonly Interval[]) {
    this.model = model;
    const nodes = layNodes(model);
    this.placement = { ...nodes, next: new Int32Array(0) };
    this.#free = new FreeTime(model.free.length + nodes.capacity + 1, 0);
    this.#days = new SeriesDays(model, 1);
    this.#days.save(0);
    this.#placer = new Placer(model, this.placement, this.#free, this.#days, previousParts(model));
    this.#genes = emptyGenome(model);
    const taken: Interval[] = [];
    for (const task of model.movable) {
      const parts = partsOf(task);
      if (parts.length === 0) continue;
      this.#write(task, parts);
      taken.push(...parts);
      this.#days.take(task, parts[0]![0]);
    }
    this.#free.start(subtract(model.free, taken));
  }

  has(task: number): boolean {
    return this.placement.end[task] !== NEVER;
  }

  parts(task: number): Interval[] {
    return partsIn(this.placement, task);
  }

  /** Parts of the movable tasks, in time order. */
  laid(): Laid[] {
    const laid = Array.from(this.model.movable).flatMap((task) =>
      this.parts(task).map(([from, to]) => ({ task, from, to })),
    );
    return laid.sort((a, b) => a.from - b.from);
  }

  /** Free time, in order. */
  gaps(): Interval[] {
    return this.#free.gaps();
  }

  /** Free minutes between two moments. */
  freeMinutes(from: number, to: number): number {
    return overlap(this.gaps(), from, to);
  }

  /** Puts a left-out task into the first free time that is valid for it. Whether there is any. */
  fit(task: number): boolean {
    this.#placer.place(task, this.#genes);
    return this.has(task);
  }

  /** Puts a left-out task into free time that holds these parts. */
  put(task: number, parts: readonly Interval[]): void {
    this.#write(task, parts);
    for (const [from, to] of parts) this.#free.takeSpan(from, to);
    this.#days.take(task, parts[0]![0]);
  }

  /** Where everything lies now, to come back to. */
  snapshot(): ReadonlyMap<number, Interval[]> {
    return new Map(Array.from(this.model.movable, (task) => [task, this.parts(task)]));
  }

  /** Puts everything where a snapshot had it. */
  restore(snapshot: ReadonlyMap<number, Interval[]>): void {
    const moved = [...snapshot].filter(([task, parts]) => !isSame(parts, this.parts(task)));
    for (const [task] of moved) this.remove(task);
    for (const [task, parts] of moved) if (parts.length > 0) this.put(task, parts);
  }

  /** Takes a task out and gives its time back. */
  remove(task: number): void {
    for (const [from, to] of this.parts(task)) this.#free.give(from, to);
    this.placement.end[task] = NEVER;
    this.placement.parts[task] = 0;
    if (this.model.series[task]! < 0) return;
    this.#days.restore(0);
    for (const other of this.model.movable) {
      if (this.model.series[other]! >= 0 && this.has(other)) this.#days.take(other, this.parts(other)[0]![0]);
    }
  }

  #write(task: number, parts: readonly Interval[]): void {
    const { end, firstNode, nodeStart, nodeEnd } = this.placement;
    parts.forEach(([from, to], part) => {
      nodeStart[firstNode[task]! + part] = from;
      nodeEnd[firstNode[task]! + part] = to;
    });
    end[task] = parts.at(-1)![1];
    this.placement.parts[task] = parts.length;
  }
}

function isSame(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every(([from, to], i) => from === b[i]![0] && to === b[i]![1]);
}
