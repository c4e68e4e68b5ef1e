import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownMessageKeys } from '../core/messages/index.ts';
import { problem as problemSchema, type Plan, type Problem, type ProblemInput } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import { addDays } from '../core/time/zoned.ts';
import { explain, solve } from './index.ts';
import { anyOverfull, anyProblem } from './testing/arbitrary.ts';
import { generateWeek } from './testing/generate.ts';
import { falseLeftOut, leftOutClauses } from './testing/left-out-claims.ts';
import { clauses, falseClaims } from './testing/claims.ts';
import { MinuteGrid } from './testing/minute-grid.ts';

/** Every sentence about a place is true of the plan it is about, whatever asked for it and however the plan came about. */

const PINS = ['hand', 'time', 'running', 'kept'] as const;

/** Days chosen by the person and by the planner, and pins of every kind, as the app's own problems have them. */
function asTheAppSays(input: ProblemInput, seed: number): ProblemInput {
  const random = seededRandom(seed);
  const today = input.now.slice(0, 10);
  const tasks = input.tasks.map((task): ProblemInput['tasks'][number] => {
    const kind = Math.floor(random() * 4);
    const pin = task.pinnedStart ? { pinBy: PINS[Math.floor(random() * PINS.length)]! } : {};
    if (task.series || kind === 0) return { ...task, ...pin };
    if (kind === 1)
      return { ...task, ...pin, due: addDays(today, 1), dueBy: 'planner', weight: 2, dueHard: false };
    const chosenDay = addDays(today, Math.floor(random() * 7) - 2);
    const due = addDays(chosenDay > today ? chosenDay : today, Math.floor(random() * 2));
    const own = chosenDay >= today ? { earliest: chosenDay } : {};
    if (kind === 2) return { ...task, ...pin, ...own, chosenDay, due, dueBy: 'day', dueHard: false };
    return { ...task, ...pin, ...own, chosenDay };
  });
  const capacityMin = { mon: 240, tue: 180, wed: 300, sat: 30, sun: 0 };
  return { ...input, tasks, profile: { ...input.profile, ...(random() < 0.5 ? { capacityMin } : {}) } };
}

function plans(problem: Problem, steps: number): { problem: Problem; plan: Plan }[] {
  const made: { problem: Problem; plan: Plan }[] = [];
  let previous: Problem['previous'];
  for (let step = 1; step <= steps; step++) {
    const count = Math.ceil((problem.tasks.length * step) / steps);
    const ids = new Set(problem.tasks.slice(0, count).map(({ id }) => id));
    const tasks = problem.tasks
      .slice(0, count)
      .map((task) => ({ ...task, dependsOn: (task.dependsOn ?? []).filter((id) => ids.has(id)) }));
    const now = { ...problem, tasks, ...(previous ? { previous } : {}) };
    const plan = solve(now, { maxEvaluations: 200, seed: 1, now: () => 0 });
    made.push({ problem: now, plan });
    previous = plan.blocks;
  }
  return made;
}

describe('the reasons of a plan', () => {
  it('are true, each of them, for plans made at once and step by step', () => {
    fc.assert(
      fc.property(anyProblem(12), fc.nat(), fc.integer({ min: 1, max: 3 }), (input, seed, steps) => {
        for (const { problem, plan } of plans(problemSchema.parse(asTheAppSays(input, seed)), steps)) {
          const grid = new MinuteGrid(problem, plan);
          for (const reason of explain(problem, plan)) {
            const block = plan.blocks.find(
              ({ taskId, part }) => taskId === reason.taskId && part === reason.part,
            )!;
            expect(reason.whyHere).not.toEqual([]);
            expect(reason.whyNotEarlier).not.toEqual([]);
            expect(falseClaims(grid, block, [...reason.whyHere, ...reason.whyNotEarlier])).toEqual([]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('would be found out by the checker if they were said of another place', () => {
    let [checked, caught] = [0, 0];
    for (let seed = 1; seed <= 4; seed++) {
      const input = asTheAppSays(generateWeek(seed, { tasks: 16, events: 8, days: 4, pinned: 0.2 }), seed);
      const [{ problem, plan }] = plans(problemSchema.parse(input), 1) as [{ problem: Problem; plan: Plan }];
      const grid = new MinuteGrid(problem, plan);
      const reasons = explain(problem, plan);
      plan.blocks.forEach((block, index) => {
        const others = reasons[(index + 5) % reasons.length]!;
        const messages = [...others.whyHere, ...others.whyNotEarlier];
        checked += messages.length;
        caught += falseClaims(grid, block, messages).length;
      });
    }
    expect(caught / checked).toBeGreaterThan(0.8);
  });

  it('have a clause of the checker for every sentence there is', () => {
    const reasons = knownMessageKeys.filter((key) => /^plan\.(?!focus\.)/.test(key));
    const known = [...Object.keys(clauses), ...Object.keys(leftOutClauses)];
    expect(known.toSorted()).toEqual(reasons.toSorted());
  });
});

describe('what is said of tasks without a place', () => {
  const anyCrowded = fc.oneof(anyOverfull(24), anyProblem(16));

  it('is true, each reason, remedy and collision, for plans made at once and step by step', () => {
    fc.assert(
      fc.property(
        anyCrowded,
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (input, seed, steps, firmPins) => {
          const problemSeen = problemSchema.parse({ ...asTheAppSays(input, seed), firmPins });
          for (const { problem, plan } of plans(problemSeen, steps)) {
            const context = { grid: new MinuteGrid(problem, plan), plan };
            expect(falseLeftOut(context, plan)).toEqual([]);
            expect(plan.unscheduled.filter(({ why }) => why === undefined)).toEqual([]);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('would be found out by the checker if it were said of another task', () => {
    let [checked, caught] = [0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const input = generateWeek(seed, { tasks: 40, events: 4, days: 2, load: 3, dueHard: 0.5, series: 0.3 });
      const [{ problem, plan }] = plans(problemSchema.parse(input), 1) as [{ problem: Problem; plan: Plan }];
      const context = { grid: new MinuteGrid(problem, plan), plan };
      const { unscheduled } = plan;
      const swapped = unscheduled.map((one, i) => ({
        ...one,
        taskId: unscheduled[(i + 3) % unscheduled.length]!.taskId,
      }));
      checked += swapped.reduce((sum, { why, remedy }) => sum + Number(!!why) + Number(!!remedy), 0);
      caught += falseLeftOut(context, { ...plan, unscheduled: swapped }).length;
    }
    expect(checked).toBeGreaterThan(50);
    expect(caught / checked).toBeGreaterThan(0.5);
  });
});
