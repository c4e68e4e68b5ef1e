import type { Plan } from '../../core/problem.ts';
import { constraints, type Placement, type Term } from '../constraints/index.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { ConstraintName } from '../../core/plan-presets.ts';

/** Scores placements of one problem from scratch, every constraint, whatever its weight. */
export class Scorer {
  readonly #model: Model;
  readonly #terms: [ConstraintName, Term | undefined][];

  constructor(model: Model) {
    this.#model = model;
    this.#terms = constraints.map((constraint) => [constraint.name, constraint.bind(model)]);
  }

  /** Unweighted magnitudes; `heads` are the nodes that open stretches, `from` the first of them. */
  magnitudes(at: Placement, heads: { from: number; count: number }): Record<ConstraintName, number> {
    const byConstraint = {} as Record<ConstraintName, number>;
    for (const [name, term] of this.#terms) {
      let magnitude = 0;
      if (term?.ofTask) {
        for (let task = 0; task < this.#model.tasks.length; task++) {
          if (at.end[task] !== NEVER) magnitude += term.ofTask(task, at);
        }
      }
      if (term?.ofStretch) {
        for (let head = heads.from; head < heads.from + heads.count; head++)
          magnitude += term.ofStretch(head, at);
      }
      byConstraint[name] = magnitude;
    }
    return byConstraint;
  }

  score(at: Placement, heads: { from: number; count: number }): Plan['score'] {
    const byConstraint = this.magnitudes(at, heads);
    let soft = 0;
    for (const { name } of constraints) soft += this.#model.weights[name] * byConstraint[name];
    return { hard: 0, soft, byConstraint };
  }
}
