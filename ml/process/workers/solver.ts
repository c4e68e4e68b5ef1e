import type { z } from 'zod';
import type { dayForecastResult } from '../../../core/ml-contract/index.ts';
import type { blockReasons, Plan, Problem } from '../../../core/problem.ts';
import { explain, forecast, solve } from '../../../scheduler/index.ts';
import { serveWorker } from '../worker-serve.ts';

/** Planning, in a thread of its own: a search computes without a pause until its time is over. */
export type SolverMethods = {
  solve: {
    input: { problem: Problem; timeLimitMs: number; seed?: number; maxEvaluations?: number };
    progress: Plan;
    output: Plan;
  };
  explain: {
    input: { problem: Problem; plan: Plan };
    progress: never;
    output: { reasons: z.output<typeof blockReasons>[] };
  };
  forecast: {
    input: { problem: Problem; plan: Plan; samples: number; seed: number };
    progress: never;
    output: { days: z.output<typeof dayForecastResult>[] };
  };
};

/** Better plans come in bursts; the caller hears the first at once and then at most this often. */
const PROGRESS_EVERY_MS = 50;

const now = (): number => performance.now();

serveWorker<SolverMethods>({
  solve: ({ problem, ...limits }, { progress, stopped }) => {
    let reportedAt = Number.NEGATIVE_INFINITY;
    return solve(problem, {
      ...limits,
      now,
      shouldStop: stopped,
      onImprovement: (plan) => {
        if (now() - reportedAt < PROGRESS_EVERY_MS) return;
        reportedAt = now();
        progress(plan);
      },
    });
  },
  explain: ({ problem, plan }) => ({ reasons: explain(problem, plan) }),
  forecast: ({ problem, plan, samples, seed }) => ({ days: forecast(problem, plan, { samples, seed }).days }),
});
