import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LearningQuestion } from '../core/domain/learning.ts';
import type { Task } from '../core/domain/task.ts';
import { compressWeights, decompressWeights, openDatabase, openWith } from '../db/index.ts';
import { seededRandom } from '../core/random.ts';
import type { Clock } from '../core/time/clock.ts';
import { openTestProfile, MONDAY, removeFolder, temporaryFolder, typed } from './testing.ts';
import type { AppClient, Profile } from './profile.ts';

/** The loop of learning by the contract: finished tasks in, learned guesses, training, going back, damage. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;
const KINDS = [
  { text: 'Write invoice for client', project: 'Finance', minutes: 20 },
  { text: 'Review merge request of team', project: 'Work', minutes: 45 },
  { text: 'Clean the kitchen and hall', project: 'Home', minutes: 90 },
  { text: 'Answer support mails', project: 'Work', minutes: 12 },
] as const;

/** A clock that the test moves. */
class TestClock {
  at = Date.parse(MONDAY);
  readonly #started = Date.now();
  readonly now: Clock = () => this.at + (Date.now() - this.#started);
  pass(minutes: number): void {
    this.at += minutes * 60_000;
  }
}

async function until(reached: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error('it did not come to that in time');
    await new Promise((done) => setTimeout(done, 50));
  }
}

describe('learning from finished tasks', () => {
  const folder = temporaryFolder();
  const clock = new TestClock();
  const random = seededRandom(5);
  let profile: Profile;
  let client: AppClient;

  async function open(): Promise<void> {
    profile = await openTestProfile(folder, { clock: clock.now });
    await profile.whenMlReady(READY_MS);
    client = profile.client;
  }
  beforeAll(async () => {
    await open();
    await client.preferences.update({ autoReplan: false });
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  async function finishOne(index: number): Promise<Task> {
    const kind = KINDS[index % KINDS.length]!;
    const { id } = await typed({ client }, `${kind.text} ${index} #${kind.project}`);
    await profile.settle(SETTLE_MS);
    const minutes = Math.round(kind.minutes * Math.exp((random() - 0.5) * 0.5));
    clock.pass(minutes + 30);
    return (await client.tasks.finish({ id, minutes })).task;
  }

  async function trained(version: number): Promise<void> {
    await until(async () => {
      const { models, training } = await client.learning.overview();
      const newest = models.filter((one) => one.target === 'duration').map((one) => one.version);
      return Math.max(0, ...newest) >= version && training.running === null && !training.waiting;
    });
  }

  it('trains after twenty outcomes, and then its own model guesses', async () => {
    for (let i = 0; i < 20; i++) await finishOne(i);
    await trained(1);
    for (let i = 20; i < 42; i++) await finishOne(i);
    await trained(2);
    const { id } = await typed({ client }, 'Clean the kitchen and hall 99 #Home');
    await profile.settle(SETTLE_MS);
    const { predicted } = await client.tasks.get({ id });
    expect(predicted?.source).toBe('learned');
    expect(predicted?.why.key).toBe('duration.learned');
    expect(predicted!.p50).toBeGreaterThan(60);
    expect(predicted!.p50).toBeLessThan(135);
    expect(predicted!.p10).toBeLessThan(predicted!.p50);
    expect(predicted!.similar[0]?.title).toContain('Clean the kitchen');
  });

  it('keeps the prediction log and shows how well it is calibrated', async () => {
    const { predictors } = await client.predictions.log();
    const duration = predictors.find((one) => one.target === 'duration')!;
    expect(duration.outcomes).toBe(42);
    expect(duration.series.length).toBeGreaterThanOrEqual(2);
    const last = duration.series.at(-1)!;
    expect(last.error).toBeLessThan(last.baseline);
    expect(duration.calibration).toHaveLength(9);
    const observed = duration.calibration.map((point) => point.observed);
    expect(observed).toEqual(observed.toSorted((a, b) => a - b));
  });

  it('tells what it has learned and keeps a record of each training', async () => {
    const overview = await client.learning.overview();
    const duration = overview.learners.find((one) => one.target === 'duration')!;
    expect(duration).toMatchObject({ known: 42, active: true, version: 2, pinned: false });
    const [newest] = overview.models;
    expect(newest).toMatchObject({ target: 'duration', version: 2, active: true, damaged: false });
    expect(newest!.metrics).toMatchObject({ reason: 'count' });
    expect(newest!.metrics!.examples).toBeGreaterThanOrEqual(40);
    expect(overview.training.last).toMatchObject({ cancelled: false });
    const kept = new Set(overview.models.map(({ target }) => target));
    expect([...kept]).toEqual(expect.arrayContaining(['duration', 'procrastination']));
  });

  it('moves a guess at once when someone says that it is too long', async () => {
    const { tasks } = await client.tasks.list({ status: 'open' });
    const before = tasks.find((task) => task.title.startsWith('Clean'))!;
    await client.predictions.feedback({
      predictionId: before.predicted!.predictionId!,
      verdict: 'tooLong',
    });
    await profile.settle(SETTLE_MS);
    const after = await client.tasks.get({ id: before.id });
    expect(after.predicted!.p50).toBeLessThan(before.predicted!.p50);
    expect(after.predicted!.p90).toBeLessThanOrEqual(before.predicted!.p50);
  });

  it('asks at most two questions a day', async () => {
    for (const text of ['Prepare the summer party', 'Sort old photographs', 'Something quite vague'])
      await typed({ client }, text);
    await profile.settle(SETTLE_MS);
    const asked: LearningQuestion[] = [];
    for (let { question } = await client.learning.overview(); question !== null;) {
      asked.push(question);
      const answer = question.kind === 'duration' ? { minutes: 25 } : {};
      ({ question } = await client.learning.answer({ id: question.id, ...answer }));
    }
    expect(new Set(asked.map((one) => one.id)).size).toBe(2);
    const lengths = asked.flatMap((one) => (one.kind === 'duration' ? one.taskId : []));
    expect(lengths.length).toBeGreaterThan(0);
    for (const id of lengths) expect((await client.tasks.get({ id })).durationMin).toBe(25);
  });

  it('learns an order from what is begun, and scores what is open', async () => {
    const { tasks } = await client.tasks.list({ status: 'open' });
    expect(tasks.length).toBeGreaterThan(3);
    await client.tasks.start({ id: tasks.at(-1)!.id });
    await profile.settle(SETTLE_MS);
    const { learners } = await client.learning.overview();
    expect(learners.find((one) => one.target === 'priority')).toMatchObject({ known: 1 });
    const { predictors } = await client.predictions.log();
    expect(predictors.find((one) => one.target === 'priority')?.outcomes).toBe(1);
    await client.planning.replan({ budgetMs: 20 });
    await client.preferences.update({ autoReplan: true, horizonDays: 10 });
    await profile.settle(SETTLE_MS);
    const scored = (await client.tasks.list({ status: 'open' })).tasks;
    expect(scored.every((task) => task.priorityScore !== null)).toBe(true);
    await client.preferences.update({ autoReplan: false });
  });

  it('goes back to an older version, and to the base model', async () => {
    const back = await client.learning.rollback({ target: 'duration', version: 1 });
    expect(back.learners[0]).toMatchObject({ version: 1, pinned: true, known: 42 });
    await profile.settle(SETTLE_MS);
    const base = await client.learning.rollback({ target: 'duration', version: null });
    expect(base.learners[0]).toMatchObject({ version: null });
    await expect(client.learning.rollback({ target: 'duration', version: 77 })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect((await client.learning.train()).queued).toBe(true);
    await trained(3);
    expect((await client.learning.overview()).learners[0]).toMatchObject({ version: 3, pinned: false });
  });

  it('passes damaged weights over for the version before, with a note', async () => {
    await profile.close();
    const damaged = await damageNewest(folder);
    await open();
    const { learners, notes, models } = await client.learning.overview();
    expect(learners[0]).toMatchObject({ version: damaged - 1, known: 42 });
    expect(notes[0]?.message).toMatchObject({
      key: 'learning.damaged',
      params: { target: 'duration', version: damaged, instead: damaged - 1 },
    });
    expect(models.find((one) => one.version === damaged)?.damaged).toBe(true);
    await expect(client.learning.rollback({ target: 'duration', version: damaged })).rejects.toMatchObject({
      code: 'stateDamaged',
    });
  });
});

/** Stores the newest weights again with one byte changed, as a failing disk would. */
async function damageNewest(folder: string): Promise<number> {
  const key = await openWith(folder, { kind: 'keyfile' });
  const db = openDatabase({ dataDir: folder, key });
  const active = db.modelWeights.active('duration')!;
  const state = await decompressWeights(active.weights);
  state[state.length >> 1]! ^= 1;
  const weights = await compressWeights(state);
  const { modelType, metrics, createdAt } = active;
  const version = db.modelWeights.save({ modelType, metrics, createdAt, weights, active: true });
  db.close();
  return version;
}
