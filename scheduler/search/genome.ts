import type { Model } from '../model/model.ts';

/**
 * One candidate plan in the form the search changes: the order in which tasks claim free time, and per task
 * how it claims it. Decoding a genome always gives a plan that breaks no hard constraint.
 */
export interface Genome {
  /** Movable tasks; whatever a task waits for stands before it. */
  order: Int32Array;
  /** By task: not before this minute, if that is possible at all; 0 prefers none. */
  notBefore: Int32Array;
  /** By task: minutes to stay away from whatever comes just before. */
  lead: Int32Array;
  /** By task: smallest piece worth taking; the duration itself means "in one piece if possible". */
  chunk: Int32Array;
  /** By task: 1 to stay where the last plan had it, if that place is free. */
  keep: Uint8Array;
}

export function emptyGenome(model: Model): Genome {
  return {
    order: Int32Array.from(model.movable),
    notBefore: new Int32Array(model.tasks.length),
    lead: new Int32Array(model.tasks.length),
    chunk: Int32Array.from(model.minChunk),
    keep: new Uint8Array(model.tasks.length),
  };
}

export function copyGenome(from: Genome, to: Genome): void {
  to.order.set(from.order);
  to.notBefore.set(from.notBefore);
  to.lead.set(from.lead);
  to.chunk.set(from.chunk);
  to.keep.set(from.keep);
}

export function cloneGenome(genome: Genome): Genome {
  return {
    order: genome.order.slice(),
    notBefore: genome.notBefore.slice(),
    lead: genome.lead.slice(),
    chunk: genome.chunk.slice(),
    keep: genome.keep.slice(),
  };
}
