import type { Plan, PlanBlock } from '../../core/problem.ts';
import { constraints, type Placement } from '../constraints/index.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Decoder } from '../search/decoder.ts';
import { unscheduledOf } from './unscheduled.ts';

/** The base of a decoder as the answer that callers see. Must follow a `rebase` directly. */
export function toPlan(decoder: Decoder, solveMs: number): Plan {
  const { model, placement } = decoder;
  return {
    score: scoreOf(model, placement, decoder.nodes),
    blocks: blocksOf(model, placement),
    unscheduled: unscheduledOf(model, placement, decoder.remaining()),
    solveMs,
  };
}

/** Scores a placement from scratch, every constraint, whatever its weight. */
export function scoreOf(
  model: Model,
  at: Placement,
  heads: { firstHead: number; total: number },
): Plan['score'] {
  const byConstraint: Record<string, number> = {};
  let soft = 0;
  for (const constraint of constraints) {
    const term = constraint.bind(model);
    let magnitude = 0;
    if (term?.ofTask) {
      for (let task = 0; task < model.tasks.length; task++) {
        if (at.end[task] !== NEVER) magnitude += term.ofTask(task, at);
      }
    }
    if (term?.ofStretch) {
      for (let head = heads.firstHead; head < heads.total; head++) magnitude += term.ofStretch(head, at);
    }
    byConstraint[constraint.name] = magnitude;
    soft += model.weights[constraint.name] * magnitude;
  }
  return { hard: 0, soft, byConstraint };
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
