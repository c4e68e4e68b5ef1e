import { compile, type Model } from '../model/model.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Problem } from '../../core/problem.ts';
import { listOrder } from './construct.ts';
import { Layout } from './layout.ts';

/** Up to so many tasks the search looks at all of them. */
const FINE_MOST = 600;
/** Of the tasks that found no place at once, this share of those that did, and at least so many, stay in the search. */
const WAITING_SHARE = 0.5;
const WAITING_LEAST = 200;
/** A search that would look at nearly all tasks may as well look at all. */
const NEARLY_ALL = 0.8;

/** What of a long list the search looks at; the rest only gets what time is left in the end. */
export interface Reach {
  /** The whole list compiled. */
  model: Model;
  /** A first plan: every task in the order of importance to its first free time. */
  layout: Layout;
  /** The problem with the tasks that may find a place; the same when that is nearly all. */
  near: Problem;
}

/** One pass over a long list, heaviest first: n log n and a walk over the free time each. Undefined for a short one. */
export function reachOf(problem: Problem, timeline: Timeline): Reach | undefined {
  if (problem.tasks.length <= FINE_MOST) return undefined;
  const model = compile(problem, { timeline });
  const layout = new Layout(model, () => []);
  const waiting: number[] = [];
  const near = new Set<number>(model.pinned);
  for (const task of model.refused.keys()) near.add(task);
  for (const task of listOrder(model, (one) => -model.chainPenalty[one]!)) {
    if (layout.fit(task)) near.add(task);
    else waiting.push(task);
  }
  const most = Math.max(WAITING_LEAST, WAITING_SHARE * near.size);
  for (const task of waiting.slice(0, most)) near.add(task);
  for (const task of near) for (const pred of model.preds[task]!) near.add(pred);
  if (near.size > NEARLY_ALL * problem.tasks.length) return { model, layout, near: problem };
  return { model, layout, near: { ...problem, tasks: problem.tasks.filter((_, task) => near.has(task)) } };
}
