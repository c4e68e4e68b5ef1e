import type { Plan, PlanBlock } from '../../core/problem.ts';
import type { Placement } from '../constraints/index.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Decoder } from '../search/decoder.ts';
import { Scorer } from './scorer.ts';
import { unscheduledOf } from './unscheduled.ts';

/** The base of a decoder as the answer that callers see. Must follow a `rebase` directly. */
export function toPlan(decoder: Decoder, solveMs: number): Plan {
  const { model, placement, nodes } = decoder;
  decoder.link();
  return {
    score: scorerOf(model).score(placement, { from: nodes.firstHead, count: nodes.total - nodes.firstHead }),
    blocks: blocksOf(model, placement),
    unscheduled: unscheduledOf(model, placement, decoder.remaining()),
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
