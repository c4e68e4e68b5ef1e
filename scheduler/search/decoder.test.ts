import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problem as problemSchema } from '../../core/problem.ts';
import { seededRandom } from '../../core/random.ts';
import { compile, NEVER, type Model } from '../model/model.ts';
import { placementOf, type Part } from '../report/placed.ts';
import { Scorer } from '../report/scorer.ts';
import { presets } from '../index.ts';
import { generateWeek } from '../testing/generate.ts';
import { listOrder } from './construct.ts';
import { Decoder } from './decoder.ts';
import { cloneGenome, emptyGenome, type Genome } from './genome.ts';
import { perturb } from './variation.ts';
import { geneValuesOf } from './gene-values.ts';

/** The price from nothing but the blocks: every constraint over the whole plan, and the penalties. */
function fullPrice(model: Model, decoder: Decoder, scorer: Scorer): number {
  const { end, parts, firstNode, nodeStart, nodeEnd } = decoder.placement;
  const list: Part[] = [];
  let penalty = 0;
  for (let task = 0; task < model.tasks.length; task++) {
    if (end[task] === NEVER) penalty += model.movable.includes(task) ? model.penalty[task]! : 0;
    else {
      for (let node = firstNode[task]!; node < firstNode[task]! + parts[task]!; node++) {
        list.push({ task, from: nodeStart[node]!, to: nodeEnd[node]! });
      }
    }
  }
  const { at, heads } = placementOf(model, list);
  return penalty + scorer.score(at, heads).soft;
}

/** Sums of the same numbers in another order differ in the last digits. */
function near(expected: number): (value: number) => boolean {
  return (value) => Math.abs(value - expected) <= 1e-9 * (1 + Math.abs(expected));
}

function changedSpan(a: Genome, b: Genome): [number, number] {
  const differs = (i: number): boolean => {
    const task = a.order[i]!;
    if (task !== b.order[i]) return true;
    return (['notBefore', 'lead', 'chunk', 'keep'] as const).some((gene) => a[gene][task] !== b[gene][task]);
  };
  let from = 0;
  while (from < a.order.length && !differs(from)) from++;
  let to = a.order.length - 1;
  while (to > from && !differs(to)) to--;
  return [Math.min(from, a.order.length - 1), to];
}

describe('Decoder', () => {
  it('prices every move exactly as scoring the whole plan again does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('balanced', 'deepWork', 'tardiness' as const),
        (seed, tasks, weighting) => {
          const input = generateWeek(seed, {
            tasks,
            days: 4,
            events: 10,
            series: 0.2,
            focusTime: 0.7,
            load: 0.4 + (seed % 10) / 10,
          });
          const previous = (input.tasks ?? []).slice(0, 5).map((task, i) => ({
            taskId: task.id,
            start: `2027-05-04T${10 + i}:00`,
            end: `2027-05-04T${10 + i}:30`,
            part: 1,
            parts: 1,
          }));
          const weights = weighting === 'tardiness' ? { tardiness: 1 } : presets[weighting as 'balanced'];
          const usual = { mon: 200, tue: 150, wed: 0, thu: 300.5 };
          const profile = { ...input.profile, capacityMin: seed % 2 ? usual : undefined };
          const model = compile(
            problemSchema.parse({ ...input, profile, previous, weights: { ...weights } }),
          );
          if (model.movable.length === 0) return;
          const decoder = new Decoder(model);
          const fresh = new Decoder(model);
          const scorer = new Scorer(model);
          const random = seededRandom(seed);
          const values = geneValuesOf(model, decoder);
          let base = emptyGenome(model);
          base.order = listOrder(model, () => random());
          decoder.rebase(base);
          for (let move = 0; move < 12; move++) {
            const next = cloneGenome(base);
            perturb(model, next, values, random, 1 + (move % 3));
            const [from, to] = changedSpan(base, next);
            const price = decoder.price(next, from, to, Number.POSITIVE_INFINITY);
            decoder.undo(next);
            expect(price).toSatisfy(near(fresh.rebase(next)));
            expect(fresh.baseCost).toSatisfy(near(fullPrice(model, fresh, scorer)));
            // Every other move is taken, so that bases far from the first one are tried too.
            if (move % 2 === 1) continue;
            base = next;
            expect(decoder.rebase(base, from)).toSatisfy(near(price));
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('never gives a price below the bound as infeasible', () => {
    const model = compile(problemSchema.parse(generateWeek(5, { tasks: 30 })));
    const decoder = new Decoder(model);
    const random = seededRandom(1);
    const values = geneValuesOf(model, decoder);
    const base = emptyGenome(model);
    base.order = listOrder(model, () => random());
    const cost = decoder.rebase(base);
    for (let move = 0; move < 200; move++) {
      const next = cloneGenome(base);
      perturb(model, next, values, random, 1);
      const [from, to] = changedSpan(base, next);
      const exact = decoder.price(next, from, to, Number.POSITIVE_INFINITY);
      decoder.undo(next);
      const bounded = decoder.price(next, from, to, cost);
      decoder.undo(next);
      expect(Math.min(bounded, cost)).toBe(Math.min(exact, cost));
    }
  });
});
