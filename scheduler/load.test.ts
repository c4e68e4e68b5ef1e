import { expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { problem as problemSchema, type ProblemInput } from '../core/problem.ts';
import { explain, solve } from './index.ts';
import { verify } from './testing/verify.ts';

const hours: [string, string][] = [['09:00', '17:00']];

function planned(tasks: ProblemInput['tasks'], capacityMin?: number) {
  const problem = problemSchema.parse({
    now: '2027-05-03T08:00',
    tz: 'UTC',
    horizonDays: 4,
    workingHours: { mon: hours, tue: hours, wed: hours, thu: hours },
    profile: capacityMin && {
      capacityMin: { mon: capacityMin, tue: capacityMin, wed: capacityMin, thu: capacityMin },
    },
    tasks,
  });
  const plan = solve(problem, { maxEvaluations: 5000, now: () => 0 });
  expect(verify(problem, plan)).toEqual([]);
  const perDay: Record<string, number> = {};
  for (const { start } of plan.blocks) perDay[start.slice(8, 10)] = (perDay[start.slice(8, 10)] ?? 0) + 1;
  return { problem, plan, perDay };
}

const plain = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, durationMin: 60 }));

it('fills no day beyond what the person gets through, and says so', () => {
  expect(planned(plain).perDay).toEqual({ '03': 6 });
  const { problem, plan, perDay } = planned(plain, 180);
  expect(perDay).toEqual({ '03': 3, '04': 3 });
  const last = plan.blocks.at(-1)!.taskId;
  const [why] = explain(problem, plan, new Set([last]));
  expect(why!.whyNotEarlier.map(say)[0]).toBe('3 May would hold 4h, and you usually get through 3h.');
});

it('keeps what is due or matters most on its day all the same', () => {
  const pressing = plain.map((task, i) => {
    return i < 4 ? { ...task, due: '2027-05-03' } : { ...task, durationMin: 30, priority: 1 as const };
  });
  expect(planned(pressing, 180).perDay).toEqual({ '03': 6 });
});
