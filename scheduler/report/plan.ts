import type { Plan, PlanBlock } from '../../core/problem.ts';
import type { Placement } from '../constraints/index.ts';
import type { Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Decoder } from '../search/decoder.ts';
import type { Layout } from '../search/layout.ts';
import { placementOf } from './placed.ts';
import { Scorer } from './scorer.ts';
import { collisionsOf, unscheduledOf } from './unscheduled.ts';

/**
 * The base of a decoder as the answer that callers see, without remedies for what is left out. Must follow a `rebase`
 * directly.
 */
export function toPlan(decoder: Decoder, solveMs: number): Plan {
  const { model, placement, nodes } = decoder;
  decoder.link();
  const heads = { from: nodes.firstHead, count: nodes.total - nodes.firstHead };
  return planOf(model, { at: placement, heads, free: decoder.remaining() }, solveMs, 0);
}

/** A plan as it lies in time as the answer, with as many remedies as are worth their time unless told otherwise. */
export function toFinalPlan(layout: Layout, solveMs: number, remedies?: number): Plan {
  const { model } = layout;
  const pinned = Array.from(model.pinned, (task) => {
    const from = model.pinStart[task]!;
    return { task, from, to: from + model.duration[task]! };
  });
  const { at, heads } = placementOf(model, [...layout.laid(), ...pinned]);
  return planOf(model, { at, heads, free: layout.gaps() }, solveMs, remedies);
}

function planOf(
  model: Model,
  { at, heads, free }: { at: Placement; heads: { from: number; count: number }; free: readonly Interval[] },
  solveMs: number,
  remedies?: number,
): Plan {
  return {
    score: scorerOf(model).score(at, heads),
    blocks: blocksOf(model, at),
    unscheduled: unscheduledOf(model, at, free, remedies),
    ...(model.collisions.size > 0 ? { collisions: collisionsOf(model, at) } : {}),
    solveMs,
  };
}

const scorers = new WeakMap<Model, Scorer>();

/** Binding constraints costs more than one scoring, and a search reports many plans of one model. */
function scorerOf(model: Model): Scorer {
  let scorer = scorers.get(model);
  if (!scorer) scorers.set(model, (scorer = new Scorer(model)));
  return scorer;
}

function blocksOf(model: Model, at: Placement): PlanBlock[] {
  const blocks: { start: number; block: PlanBlock }[] = [];
  for (let task = 0; task < model.tasks.length; task++) {
    if (at.end[task] === NEVER) continue;
    const parts = at.parts[task]!;
    for (let part = 0; part < parts; part++) {
      const start = at.nodeStart[at.firstNode[task]! + part]!;
      const end = at.nodeEnd[at.firstNode[task]! + part]!;
      blocks.push({
        start,
        block: {
          taskId: model.tasks[task]!.id,
          start: model.timeline.localOf(start),
          end: model.timeline.localOf(end),
          part: part + 1,
          parts,
        },
      });
    }
  }
  return blocks.sort((a, b) => a.start - b.start).map(({ block }) => block);
}
