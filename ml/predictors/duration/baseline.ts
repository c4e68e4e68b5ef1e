import { medianOf } from '../../../core/statistics.ts';
import type { Evidence, FeatureBuilder, TaskFacts } from '../../features/index.ts';

/** What is said of durations without a model: as rivals of the learned figure, and for the prediction log. */

/** Newest finished tasks of a project, and of all, that count. */
const WINDOW = 50;
/** Fewer finished tasks than this say nothing. */
const MIN_FINISHED = 3;

/** Shrunken median of the task's labels, or the own estimate corrected by what the past ones were off by; log2 minutes. */
export function baselinePoint(facts: TaskFacts, evidence: Evidence, features: FeatureBuilder): number {
  return facts.estimateMin === null ? evidence.centre : features.estimates.corrected(facts);
}

/** What a person would guess without any model: the median of the last finished tasks of the same project, else of all. */
export class ProjectMedian {
  readonly #byProject = new Map<string, number[]>();
  readonly #all: number[] = [];

  /** A task of the project took so many minutes. */
  add(project: string | null, minutes: number): void {
    push(this.#all, minutes);
    if (project === null) return;
    let own = this.#byProject.get(project);
    if (!own) this.#byProject.set(project, (own = []));
    push(own, minutes);
  }

  /** Minutes; null while too little is finished. */
  of(project: string | null): number | null {
    const own = project === null ? undefined : this.#byProject.get(project);
    if (own && own.length >= MIN_FINISHED) return medianOf(own);
    return this.#all.length >= MIN_FINISHED ? medianOf(this.#all) : null;
  }
}

function push(window: number[], value: number): void {
  window.push(value);
  if (window.length > WINDOW) window.shift();
}
