import type { Model } from '../model/model.ts';
import type { ConstraintName } from '../../core/plan-presets.ts';

/** Where everything stands in one candidate plan; what a constraint looks at. Times are minutes after `now`. */
export interface Placement {
  /** End of a task's last part; `NEVER` while it is unscheduled. */
  readonly end: Int32Array;
  /** Number of parts of a task, and its first node; a task's nodes follow each other in time order. */
  readonly parts: Int32Array;
  readonly firstNode: Int32Array;
  readonly nodeStart: Int32Array;
  readonly nodeEnd: Int32Array;
  /** Task of a node; −1 for the node that opens a stretch. */
  readonly nodeTask: Int32Array;
  /** Next node in the same uninterrupted stretch of time; −1 at its end. */
  readonly next: Int32Array;
}

/**
 * A term of the soft score, bound to one problem. `ofTask` judges a task by its own parts; `ofStretch` judges
 * an uninterrupted stretch of time by the parts that follow each other in it, `head` being its opening node.
 * `ofDay` judges a local day by the minutes of work on it, tasks with hours of their own aside.
 * All return an unweighted magnitude, never negative.
 */
export interface Term {
  ofTask?(task: number, at: Placement): number;
  ofStretch?(head: number, at: Placement): number;
  ofDay?(day: number, minutes: number): number;
}

/** One soft constraint: one name, one unit, one function. */
export interface Constraint {
  readonly name: ConstraintName;
  /** What one unit of the magnitude is. */
  readonly unit: string;
  /** Binds the constraint to a problem; undefined when nothing in the problem can violate it. */
  bind(model: Model): Term | undefined;
}
