import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { learnedDuration } from '../../core/ml-contract/index.ts';
import { CLUSTERS, SimulatedPerson } from '../predictors/priority/index.ts';
import { simulatedYear } from '../behavior/testing/simulated-year.ts';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { startMl, type MlClient, type RunningMl } from './test-client.fixture.ts';

const IDLE_MS = 1_500;
const history = madeUpHistory({ tasks: 160, seed: 21 }).filter((task) => task.completedAt && task.actualMin);
const past = history.slice(0, 120);
const ahead = history.slice(120);
/** The past in the order in which it was done. */
const closed = past.toSorted((a, b) => Date.parse(a.completedAt ?? '') - Date.parse(b.completedAt ?? ''));

function batch(lines: readonly HistoryTask[]): { lines: HistoryTask[]; vectors: string } {
  const vectors = lines.map((line) => Buffer.from(new Uint8Array(hashedVector(line.title).slice().buffer)));
  return { lines: [...lines], vectors: Buffer.concat(vectors).toString('base64') };
}

describe('learning over the contract', () => {
  let ml: RunningMl;
  let client: MlClient;
  beforeAll(async () => {
    ml = startMl({ DAYMARK_MODEL_IDLE_MS: String(IDLE_MS) });
    client = ml.client;
    await client.status();
  });
  afterAll(() => ml.stop());

  async function load(state: string | null = null, upTo = 0) {
    const { session, damaged } = await client.learning.open({
      tz: 'Europe/Berlin',
      states: state === null ? {} : { duration: { state, upTo } },
    });
    await client.learning.restore({ session, ...batch(past.slice(0, 60)) });
    await client.learning.restore({ session, ...batch(past.slice(60)) });
    const { status } = await client.learning.ready({ session });
    return { status, damaged };
  }

  it('answers nothing while no learner is loaded', async () => {
    await client.learning.close();
    expect(await client.learning.predict(batch(ahead.slice(0, 1)))).toMatchObject({
      status: null,
      predictions: [],
    });
    expect(await client.learning.status()).toMatchObject({ status: null });
    await expect(client.learning.retrain({ target: 'duration' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      client.learning.restore({ session: 'none', ...batch(past.slice(0, 1)) }),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('learns the past, trains, and comes back from its state as it was', async () => {
    const { status } = await load();
    expect(status.targets['duration']).toMatchObject({ known: past.length, due: 'count' });
    const { state, metrics } = await client.learning.retrain({ target: 'duration' });
    expect(metrics).toMatchObject({ examples: past.length, promoted: true });
    const before = await client.learning.predict({ ...batch(ahead), draft: true });
    const durations = before.predictions.map((one) => learnedDuration.parse(one['duration']));
    expect(durations.every((one) => one.source === 'learned' && one.p10 <= one.p50)).toBe(true);
    const upTo = Math.max(...past.map((task) => Date.parse(task.completedAt ?? '')));
    const again = await load(state, upTo);
    expect(again.damaged).toEqual([]);
    expect(again.status.targets['duration']?.due).toBeNull();
    const after = await client.learning.predict({ ...batch(ahead), draft: true });
    expect(after.predictions.map((one) => one['duration'])).toEqual(
      before.predictions.map((one) => one['duration']),
    );
  });

  type Batch = ReturnType<typeof batch>;

  async function begin(backfill: boolean, states: Record<string, { state: string; upTo: number }> = {}) {
    const { session, damaged } = await client.learning.open({ tz: 'Europe/Berlin', states, backfill });
    expect(damaged).toEqual([]);
    return session;
  }

  async function backfilled(tasks: Batch) {
    const session = await begin(true);
    await client.learning.restore({ session, ...tasks });
    const rows = new Map<string, string>();
    const predicted = [];
    for (;;) {
      const step = await client.learning.backfill({ session });
      for (const { id, row } of step.rows) rows.set(id, row);
      predicted.push(...step.predicted);
      if (step.done === step.total) break;
    }
    const { status, trained } = await client.learning.ready({ session });
    return { rows, predicted, status, trained };
  }

  it('backfills a past once, and then comes back from its rows as it was', async () => {
    const first = await backfilled(batch(closed));
    expect(first.predicted.map((one) => one.id)).toEqual(past.map((task) => String(task.id)));
    expect(first.status.targets).toMatchObject({
      duration: { known: past.length },
      completion: { known: past.length },
    });
    expect(first.trained.map((one) => one.target)).toContain('duration');
    expect(first.predicted.at(-1)!.trainings['duration']).toBeGreaterThan(1);
    const before = await client.learning.predict({ ...batch(ahead), draft: true });

    const upTo = Math.max(...past.map((task) => Date.parse(task.completedAt ?? '')));
    const states = first.trained.map(({ target, state }) => [target, { state, upTo }] as const);
    const session = await begin(false, Object.fromEntries(states));
    const rows = closed.map((task) => first.rows.get(String(task.id)) ?? null);
    const answer = await client.learning.restore({ session, ...batch(closed), rows });
    expect(answer.rows).toEqual([]);
    const { status } = await client.learning.ready({ session });
    expect(status.targets['duration']).toEqual({ ...first.status.targets['duration'], due: null });
    expect(status.targets['completion']).toMatchObject({ known: closed.length });
    const after = await client.learning.predict({ ...batch(ahead), draft: true });
    expect(after.predictions.map((one) => one['duration'])).toEqual(
      before.predictions.map((one) => one['duration']),
    );
  });

  it('says nothing of the past that depends on what came later', async () => {
    const whole = await backfilled(batch(closed));
    const cut = Date.parse(past[70]!.createdAt);
    const changed = closed.map((task) =>
      Date.parse(task.completedAt ?? '') < cut ? task : { ...task, actualMin: 7, done: false },
    );
    const other = await backfilled(batch(changed));
    expect(other.predicted.slice(0, 70)).toEqual(whole.predicted.slice(0, 70));
    expect(other.predicted.slice(70)).not.toEqual(whole.predicted.slice(70));
  });

  it('makes rows that are missing, and learns how likely things are to be done', async () => {
    const { rows } = await backfilled(batch(closed));
    const session = await begin(false);
    const resolved = closed.map((task, i) => ({
      ...task,
      done: task.project !== 'Home' || i % 4 === 0,
      ...(task.project !== 'Home' || i % 4 === 0 ? {} : { actualMin: null }),
    }));
    const missing = resolved.find((task) => task.project === 'Office')!;
    const stored = resolved.map((task) => (task === missing ? null : (rows.get(String(task.id)) ?? null)));
    const made = await client.learning.restore({ session, ...batch(resolved), rows: stored });
    expect(made.rows.map((one) => one.id)).toEqual([String(missing.id)]);
    const { status } = await client.learning.ready({ session });
    expect(status.targets['completion']).toMatchObject({ known: resolved.length, due: 'count' });
    const { metrics } = await client.learning.retrain({ target: 'completion' });
    expect(metrics).toMatchObject({ examples: resolved.length, promoted: true });
    const { predictions } = await client.learning.predict({ ...batch(ahead), draft: true });
    const mean = (project: string): number => {
      const of = predictions.filter((_, i) => ahead[i]!.project === project);
      return of.reduce((sum, one) => sum + one['completion']!.value, 0) / of.length;
    };
    expect(mean('Home')).toBeLessThan(mean('Office') - 0.3);
    await client.learning.predict(batch(ahead.slice(0, 2)));
    const given = await client.learning.conclude({
      outcomes: [{ target: 'completion', id: String(ahead[0]!.id), outcome: 0, at: Number.MAX_SAFE_INTEGER }],
    });
    expect(given.status?.targets['completion']?.known).toBe(resolved.length + 1);
  });

  it('takes each outcome once', async () => {
    await load();
    await client.learning.predict(batch(ahead.slice(0, 3)));
    await client.learning.observe(batch(ahead.slice(0, 3)));
    const { status } = await client.learning.observe(batch(ahead.slice(0, 4)));
    expect(status?.targets['duration']?.known).toBe(past.length + 4);
  });

  it('says which state is damaged, and begins again', async () => {
    const { damaged, status } = await load(Buffer.from('no state at all').toString('base64'));
    expect(damaged).toEqual(['duration']);
    expect(status.targets['duration']?.known).toBe(past.length);
  });

  it('stops a training that is no longer wanted', async () => {
    await load();
    const stop = new AbortController();
    const training = client.learning.retrain({ target: 'duration' }, { signal: stop.signal });
    stop.abort();
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    expect((await client.learning.status()).status?.targets['duration']?.due).toBe('count');
  });

  it('learns an order from choices', async () => {
    const session = await begin(false);
    const person = new SimulatedPerson(CLUSTERS['quickWins']!, seededRandom(3));
    const choices = Array.from({ length: 60 }, () => person.next()).map(({ open, moment, chosenId }) => ({
      open: open.map((task) => ({ ...task, tags: [...task.tags] })),
      moment,
      chosenId,
    }));
    await client.learning.restoreChoices({ session, choices });
    const { status } = await client.learning.ready({ session });
    expect(status.targets['priority']).toMatchObject({ known: 60, usesBaseline: false, due: null });
    const { open, moment } = choices.at(-1)!;
    const { ranked, byUrgency } = await client.learning.rank({ open, moment });
    expect(ranked).toHaveLength(open.length);
    expect(ranked.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    expect(ranked.toSorted((a, b) => b.score - a.score).map(({ id }) => id)).not.toEqual(byUrgency);
  });

  it('begins where the first answers point', async () => {
    const person = new SimulatedPerson(CLUSTERS['quickWins']!, seededRandom(8));
    const { open, moment } = person.next();
    const tasks = open.map((task) => ({ ...task, tags: [...task.tags] }));
    const orderOf = async (onboarding: { firstChoice?: 'quick'; estimates?: 'tooShort' }) => {
      const { session } = await client.learning.open({ tz: 'Europe/Berlin', onboarding });
      const { status } = await client.learning.ready({ session });
      const { ranked, byUrgency } = await client.learning.rank({ open: tasks, moment });
      return { status, byUrgency, order: ranked.toSorted((a, b) => b.score - a.score).map(({ id }) => id) };
    };
    const silent = await orderOf({});
    expect(silent.order).toEqual(silent.byUrgency);
    expect(silent.status.pace).toBe(0);
    const spoken = await orderOf({ firstChoice: 'quick', estimates: 'tooShort' });
    expect(spoken.order).not.toEqual(silent.order);
    expect(spoken.status.pace).toBeGreaterThan(0);
  });

  it('unloads learners that lie idle', async () => {
    await load();
    await new Promise((done) => setTimeout(done, IDLE_MS + 800));
    expect(await client.learning.status()).toMatchObject({ status: null });
    expect(ml.log()).toContain('unloaded');
  });

  it('trains the network of days apart, forecasts with it, and comes back from its state as it was', async () => {
    const year = simulatedYear({ seed: 2, days: 150 });
    const loaded = async (states: Record<string, { state: string; upTo: number }>) => {
      const { session, damaged } = await client.learning.open({ tz: 'UTC', states });
      for (let from = 0; from < year.length; from += 400)
        await client.learning.restore({ session, ...batch(year.slice(from, from + 400)) });
      const { status } = await client.learning.ready({ session });
      return { status: status.targets['followThrough'], damaged };
    };
    const planned = [
      { id: 'next', title: 'Write', createdAt: '2025-06-05T06:00:00Z', plannedStart: '2025-06-05' },
    ];
    const said = async () => {
      const { predictions } = await client.learning.predict({ ...batch(planned), draft: true });
      return predictions[0]!['followThrough']!;
    };
    expect((await loaded({})).status).toMatchObject({ usesBaseline: true, due: 'count' });
    expect((await said()).value).toBe((await said()).baseline);
    const { state, metrics, status } = await client.learning.retrain({ target: 'followThrough' });
    expect(metrics).toMatchObject({ promoted: true, reason: 'count' });
    expect(metrics.challengerLoss!).toBeLessThan(metrics.championLoss!);
    expect(status.targets['followThrough']).toMatchObject({ usesBaseline: false, due: null });
    const before = await said();
    expect(before['rule']).toBeNull();
    const upTo = Math.max(...year.map((task) => Date.parse(task.completedAt!)));
    const again = await loaded({ followThrough: { state, upTo } });
    expect(again).toMatchObject({ damaged: [], status: { usesBaseline: false, due: null } });
    expect((await said()).value).toBeCloseTo(before.value, 5);
    const torn = Buffer.from(state, 'base64').subarray(0, 900).toString('base64');
    expect((await loaded({ followThrough: { state: torn, upTo } })).damaged).toEqual(['followThrough']);
  });
});
