import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem as problemSchema } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { openDatabase, type Database } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import { WriteEvents } from '../write-events.ts';
import { aTask } from '../testing.ts';
import { recordOf } from '../tasks/record.ts';
import type { Planner } from './planner.ts';
import { DailyReviews } from './daily-review.ts';
import { Ticker } from './ticker.ts';

const tz = 'Europe/Berlin';
let folder: string;
let db: Database;
let now: string;
let kicks: number;
let ticker: Ticker;
let zone: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daymark-ticker-'));
  db = openDatabase({ dataDir: folder, key: new Uint8Array(randomBytes(32)) });
  kicks = 0;
  zone = tz;
  const ctx = {
    db,
    clock: () => instantOf(now, tz),
    zone: () => zone,
    hub: { publish: () => {} },
    writeEvents: new WriteEvents(),
    ids: v7,
    kick: () => (kicks += 1),
  } as unknown as ServiceContext;
  ticker = new Ticker(ctx, new DailyReviews(ctx, {} as Planner), { roll: () => {} });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A plan with one block of one task, from nine to the given end. */
function planned(end: string): void {
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

function asked(at: string): boolean {
  const before = kicks;
  now = at;
  ticker.tick();
  for (const job of db.jobs.claimMany(instantOf(now, tz), 'plan', 10))
    db.jobs.finish(job.id, instantOf(now, tz));
  return kicks > before;
}

describe('the ticker', () => {
  it('asks for a plan when a block has passed, once, and again when its new end has passed', () => {
    now = '2027-05-03T09:00';
    planned('2027-05-03T09:30');
    expect(asked('2027-05-03T09:10')).toBe(false);
    expect(asked('2027-05-03T09:30')).toBe(true);
    expect(asked('2027-05-03T09:31')).toBe(false);
    planned('2027-05-03T09:41');
    expect(asked('2027-05-03T09:35')).toBe(false);
    expect(asked('2027-05-03T09:42')).toBe(true);
  });

  it('asks on a new day, and never when planning waits for a key', () => {
    now = '2027-05-03T09:00';
    expect(asked('2027-05-03T09:00')).toBe(false);
    expect(asked('2027-05-04T09:00')).toBe(true);
    db.settings.update({ autoReplan: false }, 0);
    planned('2027-05-04T09:30');
    expect(asked('2027-05-05T09:00')).toBe(false);
  });

  it('asks when the machine has travelled, once', () => {
    now = '2027-05-03T09:00';
    expect(asked('2027-05-03T09:00')).toBe(false);
    zone = 'America/New_York';
    expect(asked('2027-05-03T09:01')).toBe(true);
    expect(asked('2027-05-03T09:02')).toBe(false);
  });
});
