import type { Plan } from '../../core/problem.ts';
import { constraints, type Placement, type Term } from '../constraints/index.ts';
import { eachDay } from '../constraints/load.ts';
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
      if (term?.ofDay) {
        dayMinutes(this.#model, at).forEach((minutes, day) => (magnitude += term.ofDay!(day, minutes)));
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

/** Minutes of work on each day of the horizon from now on, without tasks that have hours of their own. */
export function dayMinutes(model: Model, at: Placement): Float64Array {
  const days = new Float64Array(model.timeline.days.length);
  for (let task = 0; task < model.tasks.length; task++) {
    if (at.end[task] === NEVER || model.tasks[task]!.ownHours) continue;
    const first = at.firstNode[task]!;
    for (let node = first; node < first + at.parts[task]!; node++) {
      eachDay(model, at.nodeStart[node]!, at.nodeEnd[node]!, (day, minutes) => (days[day]! += minutes));
    }
  }
  return days;
}
