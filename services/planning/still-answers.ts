import { isDeepStrictEqual } from 'node:util';
import type { Problem, ProblemTask } from '../../core/problem.ts';
import type { StoredPlan } from '../../db/index.ts';

/**
 * Whether a plan still answers what is asked now: the same tasks, appointments and hours, and none of its blocks is over.
 * What only colours the choice among plans (the width of guesses, topics, how dear a move is) makes no other question.
 */
export function stillAnswers({ problem, plan, tz }: StoredPlan, asked: Problem): boolean {
  if (tz !== asked.tz || problem.now.slice(0, 10) !== asked.now.slice(0, 10)) return false;
  if (plan.blocks.some(({ end }) => end <= asked.now)) return false;
  return isDeepStrictEqual(questionOf(problem), questionOf(asked));
}

function questionOf({ tasks, events, workingHours, horizonDays }: Problem): object {
  const ordered = tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(demandOf);
  return { tasks: ordered, events, workingHours, horizonDays };
}

function demandOf(task: ProblemTask): Partial<ProblemTask> {
  const { spread: _width, embedding: _topic, preferred: _hour, ...demand } = task;
  return JSON.parse(JSON.stringify(demand)) as Partial<ProblemTask>;
}
