import type { z } from 'zod';
import type { CompletionEstimate, DayForecast, TaskForecast } from '../../../core/forecast.ts';
import type { WorkHistory } from '../../../core/ml-contract/index.ts';
import type { Insights } from '../../../core/insights.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import type { blockReasons, Plan, Problem, Profile } from '../../../core/problem.ts';
import {
  explain,
  forecast,
  estimateCompletion,
  solve,
  type ForecastOptions,
} from '../../../scheduler/index.ts';
import { insightsOf, learnProfile, patternsOf, planningProfile, type Pattern } from '../../behavior/index.ts';
import { serveThread } from '../../../rpc/thread-serve.ts';

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
    input: {
      problem: Problem;
      plan: Plan;
      samples: number;
      seed: number;
      pace?: NonNullable<ForecastOptions['pace']>;
    };
    progress: never;
    output: { days: DayForecast[]; tasks: TaskForecast[] };
  };
  estimateCompletion: {
    input: { problem: Problem; plan: Plan; durationMin: number };
    progress: never;
    output: { estimate: CompletionEstimate | null };
  };
  insights: {
    input: { lines: HistoryTask[]; tz: string; now: string | null };
    progress: never;
    output: Insights;
  };
  learnProfile: {
    input: WorkHistory;
    progress: never;
    output: { profile: Profile; patterns: Pattern[] };
  };
};

/** Better plans come in bursts; the caller hears the first at once and then at most this often. */
const PROGRESS_EVERY_MS = 50;

const now = (): number => performance.now();

serveThread<SolverMethods>({
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
  forecast: ({ problem, plan, ...options }) => forecast(problem, plan, options),
  estimateCompletion: ({ problem, plan, durationMin }) => ({
    estimate: estimateCompletion(problem, plan, { durationMin }),
  }),
  insights: ({ lines, ...options }) => insightsOf(lines, options),
  learnProfile: ({ entries, completions, events, ...options }) => {
    const learned = learnProfile(entries, completions, events, options);
    return { profile: planningProfile(learned), patterns: patternsOf(learned) };
  },
});
