import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import { presets } from '../../core/plan-presets.ts';
import type { Plan, Problem } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { openDatabase, type Database } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import { Habits } from '../habits/habits.ts';
import { Tastes } from '../learning/tastes.ts';
import { recordOf } from '../tasks/record.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { aTask } from '../testing.ts';
import { Planner } from './planner.ts';

const tz = 'Europe/Berlin';
const MONDAY = '2027-05-03T08:00';

/** What the solver streams, in order; between two answers the test may look and act. */
type Step = { start: string } | (() => void);

let folder: string;
let db: Database;
let task: Task;
let planner: Planner;
let told: number[];
let problems: Problem[];
let scripts: Step[][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daymark-planner-'));
  db = openDatabase({ dataDir: folder, key: new Uint8Array(randomBytes(32)) });
  task = db.tasks.insert(recordOf(aTask({ tz })));
  [told, problems, scripts] = [[], [], []];
  const ctx = {
    db,
    clock: () => instantOf(MONDAY, tz),
    zone: () => tz,
    ids: v7,
    kick: () => {},
    log: () => {},
    hub: { publish: (change: { revision: number }) => told.push(change.revision) },
    ml: { state: { process: 'ready', modelVersion: null }, client: { solve, forecast } },
  } as unknown as ServiceContext;
  planner = new Planner(ctx, new Tastes(ctx), new Habits(ctx, {} as Tasks));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const forecast = async () => ({ days: [], tasks: [] });

async function solve({
  problem,
}: {
  problem: Problem;
}): Promise<AsyncIterable<{ plan: Plan; final: boolean }>> {
  problems.push(problem);
  const steps = scripts.shift() ?? [];
  return (async function* () {
    const last = steps.findLastIndex((step) => typeof step !== 'function');
    for (const [index, step] of steps.entries()) {
      if (typeof step === 'function') step();
      else yield { plan: planFrom(step.start), final: index === last };
    }
  })();
}

function planFrom(start: string): Plan {
  const end = `${start.slice(0, 14)}30`;
  return {
    score: { hard: 0, soft: 0, byConstraint: {} },
    blocks: [{ taskId: task.id, start, end, part: 1, parts: 1 }],
    unscheduled: [],
    solveMs: 1,
  };
}

const startNow = (): string | undefined => planner.current().blocks[0]?.start;
const at = (time: string): string => `2027-05-03T${time}`;

describe('a stream of better plans', () => {
  it('shows the first at once and the last one in its place, none between, with one undo', async () => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    const seen: (string | undefined)[] = [];
    const look = (): void => void seen.push(startNow());
    scripts.push([{ start: at('12:00') }, look, { start: at('11:00') }, look, { start: at('10:00') }]);
    await planner.refresh();
    expect(seen).toEqual([at('12:00'), at('12:00')]);
    expect(startNow()).toBe(at('10:00'));
    expect(planner.current().moved).toMatchObject([{ from: at('15:00'), to: at('10:00') }]);
    planner.undo();
    expect(startNow()).toBe(at('15:00'));
  });

  it('tells nothing new when the first was the best', async () => {
    const revisions: number[] = [];
    scripts.push([
      { start: at('10:00') },
      () => revisions.push(planner.current().revision),
      { start: at('10:00') },
    ]);
    await planner.refresh();
    expect(planner.current().revision).toBe(revisions[0]);
  });

  it('keeps what undo goes back to when the same plan is made again', async () => {
    for (const start of ['15:00', '10:00', '10:00']) {
      scripts.push([{ start: at(start) }]);
      await planner.refresh();
    }
    expect(planner.current().moved).toMatchObject([{ from: at('15:00'), to: at('10:00') }]);
    expect(planner.undo().blocks[0]?.start).toBe(at('15:00'));
  });

  it('drops what has become stale and asks again', async () => {
    const change = (): void =>
      void db.changes.append({ entity: 'task', entityId: task.id, op: 'update', fields: {}, at: 0 });
    scripts.push([change, { start: at('12:00') }, { start: at('11:00') }], [{ start: at('10:00') }]);
    await planner.refresh();
    expect(problems).toHaveLength(2);
    expect(startNow()).toBe(at('10:00'));
    expect(db.plans.revision()).toBe(1);
  });

  it('leaves what was seen of today alone until the word is given', async () => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    planner.seen(planner.current().revision);
    scripts.push([
      { start: at('12:00') },
      () => expect(startNow()).toBe(at('15:00')),
      { start: at('11:00') },
    ]);
    await planner.refresh();
    expect(startNow()).toBe(at('15:00'));
    expect(planner.current().proposal?.moved).toMatchObject([{ from: at('15:00'), to: at('11:00') }]);
    await planner.answer(true);
    expect(startNow()).toBe(at('11:00'));
    expect(told.at(-1)).toBe(planner.current().revision);
  });

  it('moves less readily what was seen as long as nobody has changed anything', async () => {
    const stability = (): number | undefined => problems.at(-1)?.weights?.stability;
    scripts.push([{ start: at('15:00') }], [{ start: at('15:00') }], [{ start: at('15:00') }]);
    await planner.refresh();
    planner.seen(planner.current().revision);
    await planner.refresh();
    expect(stability()).toBeGreaterThan(presets.balanced.stability);
    db.changes.append({ entity: 'task', entityId: task.id, op: 'update', fields: {}, at: 0 });
    await planner.refresh();
    expect(problems.at(-1)).toMatchObject({ preset: 'balanced' });
    expect(stability()).toBeUndefined();
  });

  it('asks for what was seen to stay when the word is no', async () => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    planner.seen(planner.current().revision);
    scripts.push([{ start: at('11:00') }], [{ start: at('15:00') }]);
    await planner.refresh();
    await planner.answer(false);
    expect(problems.at(-1)?.tasks[0]?.pinnedStart).toBe(at('15:00'));
    expect(planner.current().proposal).toBeNull();
    // The key asks for the best plan, whatever was said before.
    scripts.push([{ start: at('11:00') }]);
    await planner.replan({});
    expect(problems.at(-1)?.tasks[0]?.pinnedStart).toBeUndefined();
    expect(startNow()).toBe(at('11:00'));
  });
});
