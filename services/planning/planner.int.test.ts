import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import type { LiveChange, PlanView } from '../../core/domain/views.ts';
import { DaymarkError } from '../../core/errors.ts';
import { presets } from '../../core/plan-presets.ts';
import { problem as problemSchema, type Plan, type Problem } from '../../core/problem.ts';
import type { Database } from '../../db/index.ts';
import type { MlClient } from '../context.ts';
import { Hub } from '../hub.ts';
import { recordOf } from '../tasks/record.ts';
import { aTask, serviceWorld, type ServiceWorld } from '../testing.ts';
import type { Planner } from './planner.ts';

const tz = 'Europe/Berlin';
const MONDAY = '2027-05-03T08:00';

/** What the solver streams, in order; between two answers the test may look and act. */
type Step = { start: string } | (() => void);

let world: ServiceWorld;
let db: Database;
let task: Task;
let planner: Planner;
let told: number[];
let problems: Problem[];
let scripts: Step[][];
/** The plan as a page has it that fetches whenever it is told something, and never else. */
let screen: PlanView;
/** Whether it was told in the middle of the last search that a newer plan comes. */
let waited: boolean;
let forecasting: () => Promise<Awaited<ReturnType<typeof forecast>>>;

/** Has the page fetch the plan whenever it is told something. */
class FollowingHub extends Hub {
  override publish(change: LiveChange): void {
    if (change.topic !== 'plan') return;
    told.push(change.revision);
    screen = planner.current();
  }
}

beforeEach(() => {
  [told, problems, scripts] = [[], [], []];
  forecasting = forecast;
  world = serviceWorld({
    now: MONDAY,
    tz,
    hub: new FollowingHub(),
    state: { process: 'ready' },
    ml: { solve, forecast: async () => forecasting() },
  });
  ({ db } = world);
  ({ planner } = world.services);
  task = db.tasks.insert(recordOf(aTask({ tz })));
});

const DAY = { day: MONDAY.slice(0, 10), doneBy: null, probability: 0.7, promise: null, without: null };
const forecast = async () => ({ days: [{ ...DAY, byHour: [], plannedMin: 30 }], tasks: [] });

async function solve({
  problem,
}: Parameters<MlClient['solve']>[0]): Promise<AsyncIterable<{ plan: Plan; final: boolean }>> {
  problems.push(problemSchema.parse(problem));
  screen = planner.current();
  waited = screen.stale;
  const steps = scripts.shift();
  if (!steps) throw new DaymarkError('mlUnavailable');
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
    const change = (): void => void db.tasks.update(task.id, { energy: 'low' }, 0);
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

  it('moves less readily what was seen as long as no one has changed anything', async () => {
    const stability = (): number | undefined => problems.at(-1)?.weights?.stability;
    scripts.push([{ start: at('15:00') }], [{ start: at('15:00') }], [{ start: at('15:00') }]);
    await planner.refresh();
    planner.seen(planner.current().revision);
    await planner.refresh();
    expect(stability()).toBeGreaterThan(presets.balanced.stability);
    db.tasks.update(task.id, { energy: 'low' }, 0);
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

describe('a page that waits for a newer plan', () => {
  const oddsToday = (): number | null | undefined =>
    screen.forecasts.find(({ day }) => day === MONDAY.slice(0, 10))?.probability;

  async function waitsFor(work: () => Promise<unknown>): Promise<void> {
    waited = false;
    await work().catch(() => {});
    expect(waited).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
  }

  it.each([
    ['a new plan', [{ start: at('10:00') }]],
    ['the same plan', [{ start: at('15:00') }]],
    ['a failure', undefined],
  ])('hears of the end when it is %s, whatever asked for it', async (_, steps) => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    for (const work of [() => planner.replan({}), () => planner.refresh()]) {
      if (steps) scripts.push(steps);
      await waitsFor(work);
      expect(screen.stale).toBe(false);
      expect(screen.revision).toBe(planner.current().revision);
      expect(oddsToday()).toBe(0.7);
    }
  });

  it('hears of the end of a declined proposal', async () => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    planner.seen(planner.current().revision);
    scripts.push([{ start: at('11:00') }]);
    await planner.refresh();
    expect(screen.proposal).not.toBeNull();
    await waitsFor(() => planner.answer(false));
    expect(screen).toMatchObject({ stale: false, proposal: null });
  });

  it('knows how full the days are before, and without, any forecast', async () => {
    forecasting = async () => Promise.reject(new DaymarkError('mlUnavailable'));
    scripts.push([{ start: at('15:00') }]);
    await planner.replan({});
    expect(screen.forecasts[0]).toMatchObject({ day: MONDAY.slice(0, 10), plannedMin: 30, promise: null });
    forecasting = forecast;
    await planner.forecast();
    expect(oddsToday()).toBe(0.7);
  });

  it('keeps the forecast of the plan before, marked as that, until the new one is there', async () => {
    scripts.push([{ start: at('15:00') }]);
    await planner.refresh();
    await planner.forecast();
    expect(planner.current()).toMatchObject({ forecastsAreOld: false });
    const chance = (): number | null | undefined => planner.current().forecasts[0]?.probability;
    expect(chance()).toBe(0.7);
    forecasting = async () => Promise.reject(new DaymarkError('mlUnavailable'));
    scripts.push([{ start: at('10:00') }]);
    await planner.refresh();
    expect(planner.current()).toMatchObject({ forecastsAreOld: true });
    expect(chance()).toBe(0.7);
    forecasting = async () => ({
      ...(await forecast()),
      days: [{ ...DAY, probability: 0.9, byHour: [], plannedMin: 30 }],
    });
    await planner.forecast();
    expect(planner.current()).toMatchObject({ forecastsAreOld: false });
    expect(chance()).toBe(0.9);
  });

  it('hears that nothing is waited for any more when the helper is back with nothing to do', () => {
    world.ml.process = 'starting';
    screen = planner.current();
    expect(screen.stale).toBe(true);
    world.ml.process = 'ready';
    planner.settled();
    expect(screen.stale).toBe(false);
  });
});
