import type { BlockReasons, Plan, Problem } from '../core/problem.ts';
import { compileFor } from './report/placed.ts';
import { whyHere } from './report/here.ts';
import { whyNotEarlier } from './report/earlier.ts';
import { PlanContext } from './report/plan-context.ts';
import { checkProblem } from './validate.ts';

/**
 * Why every block stands where it stands, and what keeps it from standing earlier. Reasons come from the facts
 * (pins, dependencies, meetings, hours) and from moving the block to the first earlier place that is free and
 * scoring the plan again; what would get worse is why it is not there. Each claims only what the person can check:
 * an independent checker has a clause for every key (`testing/claims.ts`).
 *
 * @param only ids of the tasks to explain; all of them when left out
 * @throws DaymarkError like `solve`, for a problem that makes no sense.
 */
export function explain(problem: Problem, plan: Plan, only?: ReadonlySet<string>): BlockReasons[] {
  checkProblem(problem);
  const context = new PlanContext(compileFor(problem, plan), plan);
  const { indexOf, timeline } = context.model;
  return plan.blocks
    .filter(({ taskId }) => indexOf.has(taskId) && (only?.has(taskId) ?? true))
    .map((block) => {
      const task = indexOf.get(block.taskId)!;
      const from = timeline.minuteOf(block.start);
      const index = context.parts.findIndex((part) => part.task === task && part.from === from);
      return {
        taskId: block.taskId,
        part: block.part,
        whyHere: whyHere(context, index),
        whyNotEarlier: whyNotEarlier(context, index),
      };
    });
}
