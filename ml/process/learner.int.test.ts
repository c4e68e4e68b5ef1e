import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { CLUSTERS, SimulatedPerson } from '../priority/index.ts';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { startMl, type MlClient, type RunningMl } from './test-client.fixture.ts';

const IDLE_MS = 1_500;
const history = madeUpHistory({ tasks: 160, seed: 21 }).filter((task) => task.completedAt && task.actualMin);
const past = history.slice(0, 120);
const ahead = history.slice(120);
/** The past in the order in which it was done. */
const closed = past.toSorted((a, b) => Date.parse(a.completedAt ?? '') - Date.parse(b.completedAt ?? ''));

function fed(lines: readonly HistoryTask[]): { lines: HistoryTask[]; vectors: string } {
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

  async function load(duration: string | null = null, durationUpTo: number | null = null) {
    const { session, damaged } = await client.learning.open({
      tz: 'Europe/Berlin',
      duration,
      durationUpTo,
      priority: null,
    });
    await client.learning.feed({ session, ...fed(past.slice(0, 60)) });
    await client.learning.feed({ session, ...fed(past.slice(60)) });
    const { status } = await client.learning.ready({ session });
    return { status, damaged };
  }

  it('answers nothing while no learner is loaded', async () => {
    await client.learning.close();
    expect(await client.learning.predict(fed(ahead.slice(0, 1)))).toMatchObject({
      status: null,
      durations: [],
    });
    expect(await client.learning.status()).toMatchObject({ status: null });
    await expect(client.learning.retrain({ target: 'duration' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(client.learning.feed({ session: 'none', ...fed(past.slice(0, 1)) })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('learns the past, trains, and comes back from its state as it was', async () => {
    const { status } = await load();
    expect(status.duration).toMatchObject({ known: past.length, due: 'count' });
    const { state, metrics } = await client.learning.retrain({ target: 'duration' });
    expect(metrics).toMatchObject({ examples: past.length, promoted: true });
    const before = await client.learning.predict({ ...fed(ahead), draft: true });
    expect(before.durations.every((one) => one.source === 'learned' && one.p10 <= one.p50)).toBe(true);
    const upTo = Math.max(...past.map((task) => Date.parse(task.completedAt ?? '')));
    const again = await load(state, upTo);
    expect(again.damaged).toEqual([]);
    expect(again.status.duration.due).toBeNull();
    const after = await client.learning.predict({ ...fed(ahead), draft: true });
    expect(after.durations).toEqual(before.durations);
  });

  type Feedable = ReturnType<typeof fed>;

  async function begin(options: { relive?: boolean; duration?: string; completion?: string; upTo?: number }) {
    const { relive = false, duration = null, completion = null, upTo = null } = options;
    const { session, damaged } = await client.learning.open({
      tz: 'Europe/Berlin',
      duration,
      durationUpTo: upTo,
      priority: null,
      completion,
      completionUpTo: upTo,
      relive,
    });
    expect(damaged).toEqual([]);
    return session;
  }

  async function relived(tasks: Feedable) {
    const session = await begin({ relive: true });
    await client.learning.feed({ session, ...tasks });
    const rows = new Map<string, string>();
    const said = [];
    for (;;) {
      const step = await client.learning.relive({ session });
      for (const { id, row } of step.rows) rows.set(id, row);
      said.push(...step.said);
      if (step.done === step.total) break;
    }
    const { status, trained } = await client.learning.ready({ session });
    return { rows, said, status, trained };
  }

  it('lives through a past once, and then comes back from its rows as it was', async () => {
    const lived = await relived(fed(closed));
    expect(lived.said.map((one) => one.id)).toEqual(past.map((task) => String(task.id)));
    expect(lived.status).toMatchObject({
      duration: { known: past.length },
      completion: { known: past.length },
    });
    expect(lived.trained.map((one) => one.target)).toContain('duration');
    expect(lived.said.at(-1)!.trainings.duration).toBeGreaterThan(1);
    const before = await client.learning.predict({ ...fed(ahead), draft: true });

    const upTo = Math.max(...past.map((task) => Date.parse(task.completedAt ?? '')));
    const states = Object.fromEntries(lived.trained.map(({ target, state }) => [target, state]));
    const session = await begin({ ...states, upTo });
    const rows = closed.map((task) => lived.rows.get(String(task.id)) ?? null);
    const answer = await client.learning.feed({ session, ...fed(closed), rows });
    expect(answer.rows).toEqual([]);
    const { status } = await client.learning.ready({ session });
    expect(status.duration).toEqual({ ...lived.status.duration, due: null });
    expect(status.completion).toMatchObject({ known: closed.length });
    const after = await client.learning.predict({ ...fed(ahead), draft: true });
    expect(after.durations).toEqual(before.durations);
  });

  it('says nothing of the past that depends on what came later', async () => {
    const whole = await relived(fed(closed));
    const cut = Date.parse(past[70]!.createdAt);
    const changed = closed.map((task) =>
      Date.parse(task.completedAt ?? '') < cut ? task : { ...task, actualMin: 7, done: false },
    );
    const other = await relived(fed(changed));
    expect(other.said.slice(0, 70)).toEqual(whole.said.slice(0, 70));
    expect(other.said.slice(70)).not.toEqual(whole.said.slice(70));
  });

  it('makes rows that are missing, and learns how likely things are to be done', async () => {
    const { rows } = await relived(fed(closed));
    const session = await begin({});
    const judged = closed.map((task, i) => ({
      ...task,
      done: task.project !== 'Home' || i % 4 === 0,
      ...(task.project !== 'Home' || i % 4 === 0 ? {} : { actualMin: null }),
    }));
    const missing = judged.find((task) => task.project === 'Office')!;
    const stored = judged.map((task) => (task === missing ? null : (rows.get(String(task.id)) ?? null)));
    const made = await client.learning.feed({ session, ...fed(judged), rows: stored });
    expect(made.rows.map((one) => one.id)).toEqual([String(missing.id)]);
    const { status } = await client.learning.ready({ session });
    expect(status.completion).toMatchObject({ known: judged.length, due: true });
    const { metrics } = await client.learning.retrain({ target: 'completion' });
    expect(metrics).toMatchObject({ examples: judged.length, promoted: true });
    const { likelihoods } = await client.learning.predict({ ...fed(ahead), draft: true });
    const mean = (project: string): number => {
      const of = likelihoods.filter((_, i) => ahead[i]!.project === project);
      return of.reduce((sum, one) => sum + one.probability, 0) / of.length;
    };
    expect(mean('Home')).toBeLessThan(mean('Office') - 0.3);
    await client.learning.predict(fed(ahead.slice(0, 2)));
    const given = await client.learning.giveUp({ ids: [String(ahead[0]!.id)] });
    expect(given.status?.completion.known).toBe(judged.length + 1);
  });

  it('takes each outcome once', async () => {
    await load();
    await client.learning.predict(fed(ahead.slice(0, 3)));
    await client.learning.observe(fed(ahead.slice(0, 3)));
    const { status } = await client.learning.observe(fed(ahead.slice(0, 4)));
    expect(status?.duration.known).toBe(past.length + 4);
  });

  it('says which state is damaged, and begins anew', async () => {
    const { damaged, status } = await load(Buffer.from('no state at all').toString('base64'));
    expect(damaged).toEqual(['duration']);
    expect(status.duration.known).toBe(past.length);
  });

  it('stops a training that is no longer wanted', async () => {
    await load();
    const stop = new AbortController();
    const training = client.learning.retrain({ target: 'duration' }, { signal: stop.signal });
    stop.abort();
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    expect((await client.learning.status()).status?.duration.due).toBe('count');
  });

  it('learns an order from choices', async () => {
    const { session } = await client.learning.open({
      tz: 'Europe/Berlin',
      duration: null,
      durationUpTo: null,
      priority: null,
    });
    const person = new SimulatedPerson(CLUSTERS['quickWins']!, seededRandom(3));
    const choices = Array.from({ length: 60 }, () => person.next()).map(({ open, moment, chosenId }) => ({
      open: open.map((task) => ({ ...task, tags: [...task.tags] })),
      moment,
      chosenId,
    }));
    await client.learning.feedChoices({ session, choices });
    const { status } = await client.learning.ready({ session });
    expect(status.priority).toMatchObject({ known: 60, aside: false, due: false });
    const { open, moment } = choices.at(-1)!;
    const { ranked, byUrgency } = await client.learning.rank({ open, moment });
    expect(ranked).toHaveLength(open.length);
    expect(ranked.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    expect(ranked.toSorted((a, b) => b.score - a.score).map(({ id }) => id)).not.toEqual(byUrgency);
  });

  it('begins where the first answers point', async () => {
    const begin = { tz: 'Europe/Berlin', duration: null, durationUpTo: null, priority: null };
    const person = new SimulatedPerson(CLUSTERS['quickWins']!, seededRandom(8));
    const { open, moment } = person.next();
    const tasks = open.map((task) => ({ ...task, tags: [...task.tags] }));
    const orderOf = async (onboarding: { firstChoice?: 'quick'; estimates?: 'tooShort' }) => {
      const { session } = await client.learning.open({ ...begin, onboarding });
      const { status } = await client.learning.ready({ session });
      const { ranked, byUrgency } = await client.learning.rank({ open: tasks, moment });
      return { status, byUrgency, order: ranked.toSorted((a, b) => b.score - a.score).map(({ id }) => id) };
    };
    const silent = await orderOf({});
    expect(silent.order).toEqual(silent.byUrgency);
    expect(silent.status.duration.pace).toBe(0);
    const spoken = await orderOf({ firstChoice: 'quick', estimates: 'tooShort' });
    expect(spoken.order).not.toEqual(silent.order);
    expect(spoken.status.duration.pace).toBeGreaterThan(0);
  });

  it('puts learners away that lie idle', async () => {
    await load();
    await new Promise((done) => setTimeout(done, IDLE_MS + 800));
    expect(await client.learning.status()).toMatchObject({ status: null });
    expect(ml.log()).toContain('put away');
  });
});
