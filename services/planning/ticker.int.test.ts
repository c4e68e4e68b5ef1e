import { beforeEach, describe, expect, it } from 'vitest';
import { problem as problemSchema } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { aTask, serviceWorld, type ServiceWorld } from '../testing.ts';
import { recordOf } from '../tasks/record.ts';
import { Ticker } from './ticker.ts';

const tz = 'Europe/Berlin';
let world: ServiceWorld;
let ticker: Ticker;

beforeEach(() => {
  world = serviceWorld({ now: '2027-05-03T09:00', tz });
  const { ctx, dailyReviews, habits } = world.services;
  ticker = new Ticker(ctx, {
    dailyReviews,
    habits,
    calendars: { tick: () => {} },
    publishing: { tick: () => {} },
    captureFolder: { tick: () => {} },
    insights: { tick: () => {} },
    reminders: { tick: () => {} },
    timerGaps: { tick: () => {} },
    recommendations: { tick: () => {} },
  });
});

/** A plan with one block of one task, from nine to the given end. */
function planned(end: string): void {
  const { db, now } = world;
  const task = db.tasks.list().tasks[0] ?? db.tasks.insert(recordOf(aTask({ tz })));
  const problem = problemSchema.parse({
    now,
    tz,
    horizonDays: 1,
    workingHours: 'always',
    tasks: [{ id: task.id, durationMin: 30 }],
  });
  const block = { taskId: task.id, start: '2027-05-03T09:00', end, part: 1, parts: 1 };
  const score = { hard: 0, soft: 0, byConstraint: {} };
  const plan = { score, blocks: [block], unscheduled: [], solveMs: 0 };
  db.plans.accept({ computedAt: instantOf(now, tz), tz, problem, plan });
}

/** Whether the ticker has a plan made at this time. */
function asked(at: string): boolean {
  const { db } = world;
  world.now = at;
  ticker.tick();
  const now = instantOf(at, world.tz);
  const jobs = db.jobs.claimMany(now, 'plan', 10);
  for (const job of jobs) db.jobs.finish(job.id, now);
  return jobs.length > 0;
}

describe('the ticker', () => {
  it('asks for a plan when a block has passed, once, and again when its new end has passed', () => {
    planned('2027-05-03T09:30');
    expect(asked('2027-05-03T09:10')).toBe(false);
    expect(asked('2027-05-03T09:30')).toBe(true);
    expect(asked('2027-05-03T09:31')).toBe(false);
    planned('2027-05-03T09:41');
    expect(asked('2027-05-03T09:35')).toBe(false);
    expect(asked('2027-05-03T09:42')).toBe(true);
  });

  it('asks on a new day, and never when planning waits for a key', () => {
    expect(asked('2027-05-03T09:00')).toBe(false);
    expect(asked('2027-05-04T09:00')).toBe(true);
    world.db.settings.update({ autoReplan: false }, 0);
    planned('2027-05-04T09:30');
    expect(asked('2027-05-05T09:00')).toBe(false);
  });

  it('asks when the machine has travelled, once', () => {
    expect(asked('2027-05-03T09:00')).toBe(false);
    world.tz = 'America/New_York';
    expect(asked('2027-05-03T09:01')).toBe(true);
    expect(asked('2027-05-03T09:02')).toBe(false);
  });
});
