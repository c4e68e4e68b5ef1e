import { NEVER } from '../model/model.ts';
import type { Decoder } from './decoder.ts';
import { cloneGenome, type Genome } from './genome.ts';
import { ONE_BY_ONE, type GeneValues } from './gene-values.ts';

/**
 * The same plan with its tasks at their preferred hours on the day they fall on, as far as that makes it cheaper.
 * Costs a few decodings, so that even a search without time keeps a habit near its hour. Undefined when nothing gains.
 */
export function withPreferredStarts(
  decoder: Decoder,
  start: Genome,
  values: readonly GeneValues[],
): { genome: Genome; cost: number } | undefined {
  const genome = cloneGenome(start);
  const before = decoder.rebase(genome);
  let cost = before;
  const oneByOne = genome.order.length <= ONE_BY_ONE;
  const preferredStarts = Array.from(genome.order, (task) => preferredStart(decoder, values[task]!, task));
  genome.order.forEach((task, position) => {
    const preferred = preferredStarts[position]!;
    const old = genome.notBefore[task]!;
    if (preferred === undefined || preferred === old || genome.keep[task]) return;
    genome.notBefore[task] = preferred;
    if (!oneByOne) return;
    const price = decoder.rebase(genome, position);
    if (price < cost) {
      cost = price;
    } else {
      genome.notBefore[task] = old;
      decoder.rebase(genome, position);
    }
  });
  if (!oneByOne) cost = decoder.rebase(genome);
  return cost < before ? { genome, cost } : undefined;
}

/** The cheapest of a task's preferred starts on the day it stands on; undefined when its place is as good. */
function preferredStart(decoder: Decoder, { notBefore }: GeneValues, task: number): number | undefined {
  const { placement, model } = decoder;
  if (notBefore.length === 0 || placement.end[task] === NEVER) return undefined;
  const at = placement.nodeStart[placement.firstNode[task]!]!;
  const day = model.timeline.dayIndexOf(at);
  let best = decoder.priceAt(task, at);
  let found: number | undefined;
  for (const start of notBefore) {
    if (model.timeline.dayIndexOf(start) !== day) continue;
    const price = decoder.priceAt(task, start);
    if (price >= best) continue;
    best = price;
    found = start;
  }
  return found;
}
