import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTask } from '../core/domain/task-record.ts';
import { ROW_SCHEMA } from '../core/feature-rows.ts';
import { taskId, type TaskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { openDatabase, openWith, type Database } from '../db/index.ts';
import type { AppClient, Profile } from './profile.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** A past from before the app: it is backfilled once, enters the prediction log, and then only has to be read. */

const READY_MS = 30_000;
const SETTLE_MS = 120_000;
const DAY = 86_400_000;
const FINISHED = 130;
const KINDS = [
  { title: 'Write invoice for client', minutes: 20, drop: 0.05 },
  { title: 'Clean the kitchen and hall', minutes: 90, drop: 0.6 },
  { title: 'Review merge request of team', minutes: 45, drop: 0.05 },
] as const;

function idOf(n: number): TaskId {
  return taskId.parse(`01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
}

/** Months of finished and dropped tasks, and one that has been open for a year. */
function importPast(db: Database): { done: number; dropped: number } {
  const random = seededRandom(3);
  let dropped = 0;
  db.transaction(() => {
    for (let i = 0; i < FINISHED; i++) {
      const kind = KINDS[i % KINDS.length]!;
      const at = Date.parse(MONDAY) - (FINISHED - i) * 0.5 * DAY;
      const drop = random() < kind.drop;
      if (drop) dropped += 1;
      const took = Math.max(5, Math.round((kind.minutes * Math.exp((random() - 0.5) * 0.6)) / 5) * 5);
      const closed = at + Math.round((1 + random() * 20) * 3_600_000);
      db.tasks.insert({
        ...newTask(`${kind.title} ${i % 9}`, { id: idOf(i + 1), at, tz: 'Europe/Berlin' }),
        status: drop ? 'dropped' : 'done',
        completedAt: drop ? null : closed,
        actualMin: drop ? null : took,
        updatedAt: closed,
      });
    }
  });
  return { done: FINISHED - dropped, dropped };
}

describe('an imported past', () => {
  const folder = temporaryFolder();
  let profile: Profile;
  let client: AppClient;
  let past = { done: 0, dropped: 0 };

  async function inDatabase<T>(work: (db: Database) => T): Promise<T> {
    const db = openDatabase({ dataDir: folder, key: await openWith(folder, { kind: 'keyfile' }) });
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
  async function open(): Promise<void> {
    profile = await openTestProfile(folder);
    client = profile.client;
    await profile.whenMlReady(READY_MS);
  }
  /** Nothing is read, backfilled or trained any more. */
  async function settled(): Promise<void> {
    const deadline = performance.now() + SETTLE_MS;
    while (performance.now() < deadline) {
      const { training } = await client.learning.overview();
      await profile.settle(SETTLE_MS);
      if (training.running === null && !training.waiting) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  beforeAll(async () => {
    await open();
    await client.preferences.update({ autoReplan: false });
    await profile.close();
    past = await inDatabase(importPast);
    await open();
    // The first look asks the learner; the past is backfilled when all its vectors are there.
    await settled();
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  const logOf = async (target: string) =>
    (await client.predictions.log()).predictors.find((one) => one.target === target);

  it('is in the prediction log as it would have been predicted, with models trained on the way', async () => {
    expect(await logOf('duration')).toMatchObject({ outcomes: past.done });
    expect(await logOf('completion')).toMatchObject({ outcomes: FINISHED });
    const duration = (await logOf('duration'))!;
    expect(duration.calibration).toHaveLength(9);
    expect(duration.series.at(-1)!.error).toBeLessThan(60);
    const { learners, models } = await client.learning.overview();
    expect(learners.find((one) => one.target === 'duration')).toMatchObject({ known: past.done });
    expect(learners.find((one) => one.target === 'completion')).toMatchObject({ known: FINISHED });
    expect(models.map((one) => one.target)).toContain('duration');
  });

  it('is entered once and marked, with the row of each task beside it', async () => {
    await profile.close();
    await inDatabase((db) => {
      const [entry, ...more] = db.predictions.forTask(idOf(100), 'duration');
      expect(more).toEqual([]);
      expect(entry!.predicted).toMatchObject({ backfilled: true });
      expect(entry!.modelVersion).toMatch(/^backfilled-\d+$/);
      expect(entry!.at).toBe(db.tasks.get(idOf(100))!.createdAt);
      expect(entry!.at).toBeLessThan(entry!.outcomeAt!);
      expect(entry!.baseline).not.toBeNull();
      expect(db.past.start(ROW_SCHEMA, 10_000, 1)).toMatchObject({ known: past.done, missing: 0 });
      // As if a program of the future had made it: made again, and entered no second time.
      for (let n = 1; n <= 40; n++) {
        const row = db.featureRows.get(idOf(n))!;
        db.featureRows.put({ ...row, taskId: idOf(n), schema: ROW_SCHEMA + 1 });
      }
    });
    await open();
    await settled();
    expect(await logOf('duration')).toMatchObject({ outcomes: past.done });
    await profile.close();
    await inDatabase((db) => {
      expect(db.past.start(ROW_SCHEMA, 10_000, 1)).toMatchObject({ missing: 0 });
      expect(db.predictions.forTask(idOf(7), 'completion')).toHaveLength(1);
    });
    await open();
  });

  it('is what insights look at, read in the database’s thread', async () => {
    const { metrics, profile: portrait, quiet, insights } = await client.insights.get({});
    expect(metrics).toMatchObject({ tasks: FINISHED, finished: past.done, givenUp: past.dropped });
    expect(portrait.completionRate).toBeCloseTo(past.done / FINISHED, 2);
    expect(portrait.energyByHour).toHaveLength(24);
    expect(quiet === null).toBe(insights.length > 0);
    const before = await client.insights.get({ now: '2020-01-01T12:00' });
    expect(before).toMatchObject({ quiet: 'too-little', metrics: { tasks: 0 } });
  });

  it('is a report that is kept until the next one, and metrics beside it', async () => {
    expect(await client.insights.report()).toEqual({ report: null, making: false });
    expect((await client.insights.metrics({})).work).toBeNull();
    const made = await client.insights.refresh();
    expect(made).toMatchObject({ tz: 'Europe/Berlin', metrics: { tasks: FINISHED } });
    expect(made.charts.weeks.reduce((sum, { finished }) => sum + finished, 0)).toBe(past.done);
    expect(await client.insights.report()).toEqual({ report: made, making: false });
    const { predictors, work, retention } = await client.insights.metrics({});
    expect(work).toEqual(made.metrics);
    expect(predictors.find(({ target }) => target === 'duration')).toMatchObject({ outcomes: past.done });
    expect(retention.certain).toBe(false);
  });

  it('says of a new task how likely it is to be done, and hears what came of it', async () => {
    const { id } = await typed({ client }, 'Clean the kitchen and hall 99');
    const other = await typed({ client }, 'Write invoice for client 99');
    await settled();
    await profile.settle(SETTLE_MS);
    const unlikely = (await client.tasks.get({ id })).predicted!.likelihood!;
    const likely = (await client.tasks.get({ id: other.id })).predicted!.likelihood!;
    expect(likely.probability).toBeGreaterThan(unlikely.probability + 0.1);
    await client.tasks.drop({ id });
    await client.tasks.finish({ id: other.id, minutes: 20 });
    await profile.settle(SETTLE_MS);
    expect(await logOf('completion')).toMatchObject({ outcomes: FINISHED + 2 });
    const known = async () =>
      (await client.learning.overview()).learners.find((one) => one.target === 'completion')!.known;
    expect(await known()).toBe(FINISHED + 2);
    await client.tasks.reopen({ id });
    expect(await logOf('completion')).toMatchObject({ outcomes: FINISHED + 1 });
    await settled();
    expect(await known()).toBe(FINISHED + 1);
  });
});
