import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../core/problem.ts';
import { cosine } from '../embedding/index.ts';
import { embeddingSettled, startMl, type MlClient, type RunningMl } from './test-client.fixture.ts';

let ml: RunningMl;
beforeAll(() => {
  ml = startMl();
});
afterAll(() => ml.stop());

const context = { now: '2026-03-02T09:00', tz: 'Europe/Berlin' };

const week = problem.parse({
  now: '2026-03-02T09:00',
  tz: 'Europe/Berlin',
  horizonDays: 5,
  workingHours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] },
  tasks: Array.from({ length: 12 }, (_, i) => ({
    id: `t${i}`,
    durationMin: 30 + 15 * (i % 4),
    due: i % 3 === 0 ? '2026-03-03' : undefined,
  })),
});

type HistoryLines = Parameters<MlClient['replay']['next']>[0]['lines'];

/** Sends all chunks without waiting for answers, as a fast reader does. */
async function replay(client: MlClient, chunks: HistoryLines[]) {
  const { session } = await client.replay.open({ targets: ['duration'], ownEstimate: false, tz: 'UTC' });
  const answers = await Promise.all(chunks.map((lines) => client.replay.next({ session, lines })));
  await client.replay.close({ session });
  return answers.flatMap((answer) => answer.answers);
}

describe('the ml process', () => {
  it('says which model it has', async () => {
    expect(await embeddingSettled(ml.client)).toMatchObject({
      process: 'ready',
      embedding: 'ready',
      embeddingReason: null,
      modelVersion: expect.stringMatching(/^minilm-int8-/),
    });
  });

  it('reads a line', async () => {
    const text = 'Prepare slides for Monday standup 45m p1 #Work @deep';
    const result = await ml.client.parse({ text, context });
    expect(result).toMatchObject({ durationMin: 45, priority: 1, tags: ['deep'] });
    for (const token of result.tokens) expect(token.text).toBe(text.slice(token.from, token.to));
  });

  it('reads many lines against one moment, in their order', async () => {
    const { results } = await ml.client.parseMany({
      texts: ['buy milk tomorrow', '', 'call Ada 20m'],
      context,
    });
    expect(results.map(({ title, durationMin }) => [title, durationMin])).toEqual([
      ['buy milk', null],
      ['', null],
      ['call Ada', 20],
    ]);
  });

  it.each([
    ['a NUL byte', 'call\0 mom 30m'],
    ['emoji', '👩‍👩‍👧‍👦 picnic tomorrow 🎉'],
    ['right-to-left text', 'اتصل بالطبيب غدا'],
    ['10,000 characters', 'tomorrow at 5 '.repeat(715)],
    ['half a surrogate pair', '\ud800 lone'],
  ])('reads %s', async (_, text) => {
    const result = await ml.client.parse({ text, context });
    expect(result.title.length).toBeGreaterThan(0);
  });

  it('refuses a context that is none with a validation error', async () => {
    const bad = { now: 'yesterday', tz: 'Europe/Berlin' };
    await expect(ml.client.parse({ text: 'x', context: bad })).rejects.toMatchObject({
      code: 'invalidInput',
    });
  });

  it('uses the newest snapshot, unless asked to leave the person out', async () => {
    const rule = {
      id: 'r1',
      phrase: 'mtg',
      effect: { replaceWith: 'meeting' },
      support: 5,
      contradictions: 0,
      confidence: 0.95,
      lastUsedAt: null,
      paused: false,
      examples: [],
    };
    const known = { projects: ['Work'], tags: [], people: [] };
    expect(await ml.client.setSnapshot({ version: 2, vocabulary: [rule], known })).toEqual({ version: 2 });
    expect(await ml.client.setSnapshot({ version: 1, vocabulary: [], known })).toEqual({ version: 2 });
    expect((await ml.client.parse({ text: 'mtg #work', context })).project).toBe('Work');
    expect((await ml.client.parse({ text: 'mtg #work', context, profile: false })).project).toBe('work');
  });

  it('learns a rule from what the person kept, and suggests what similar tasks had', async () => {
    const parsed = await ml.client.parse({ text: 'sync w/ Jo', context, profile: false });
    const kept = { project: 'Atlas' };
    const observations = Array.from({ length: 6 }, (_, i) => ({
      text: `sync w/ Jo`,
      parsed,
      kept,
      at: i * 86_400_000,
    }));
    const learned = await ml.client.learnVocabulary({ state: null, rules: [], observations });
    expect(learned.rules.some((rule) => rule.effect.project === 'Atlas')).toBe(true);
    const again = await ml.client.learnVocabulary({ ...learned, observations: [] });
    expect(again.rules).toEqual(learned.rules);

    const neighbours = [1, 2, 3].map((n) => ({
      taskId: `0190a000-0000-7000-8000-00000000000${n}`,
      title: 'sync with Jo',
      similarity: 0.9,
      actualMin: 30,
      project: 'Atlas',
      tags: [],
      durationMin: 30,
      startHour: 9,
    }));
    const { suggestions } = await ml.client.suggest({ neighbours });
    expect(suggestions.find(({ field }) => field === 'project')).toMatchObject({ value: 'Atlas' });
  });

  it('embeds: what means the same lies close', async () => {
    const texts = ['buy milk and bread', 'get groceries', 'review the pull request'];
    const { modelVersion, vectors } = await ml.client.embed({ texts });
    expect(modelVersion).toMatch(/^minilm-int8-/);
    expect(vectors.map((vector) => vector.length)).toEqual([384, 384, 384]);
    const [milk, groceries, review] = vectors;
    expect(cosine(milk ?? [], groceries ?? [])).toBeGreaterThan(cosine(milk ?? [], review ?? []) + 0.2);
  });

  it('embeds nothing, and refuses more texts than the contract allows', async () => {
    expect((await ml.client.embed({ texts: [] })).vectors).toEqual([]);
    const texts = Array.from({ length: 1_001 }, () => 'x');
    await expect(ml.client.embed({ texts })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('plans, and ends with a final plan that holds every task once', async () => {
    const answers = [];
    for await (const answer of await ml.client.solve({ problem: week, timeLimitMs: 300, seed: 1 }))
      answers.push(answer);
    expect(answers.filter(({ final }) => final)).toHaveLength(1);
    const last = answers.at(-1);
    expect(last?.final).toBe(true);
    expect(last?.plan.score.hard).toBe(0);
    expect(last?.plan.blocks.map((block) => block.taskId).sort()).toEqual(
      week.tasks.map((task) => task.id).sort(),
    );
  });

  it('refuses a problem that contradicts itself with a typed error', async () => {
    const circular = {
      ...week,
      tasks: [
        { id: 'a', durationMin: 30, dependsOn: ['b'] },
        { id: 'b', durationMin: 30, dependsOn: ['a'] },
      ],
    };
    const read = async (): Promise<void> => {
      for await (const _ of await ml.client.solve({ problem: circular, timeLimitMs: 100 }));
    };
    await expect(read()).rejects.toMatchObject({ code: 'dependencyCycle' });
  });

  it('answers while it is planning, and stops planning when no one listens any more', async () => {
    const stream = await ml.client.solve({ problem: week, timeLimitMs: 60_000 });
    const first = await stream.next();
    expect(first.value).toMatchObject({ final: false });
    expect((await ml.client.embed({ texts: ['meanwhile'] })).vectors).toHaveLength(1);
    await stream.return?.(undefined);
    // The same thread plans again, which it could not for a minute if the first search were still running.
    const again = await ml.client.solve({ problem: week, timeLimitMs: 50 });
    for await (const _ of again);
  });

  it('explains and forecasts a plan', async () => {
    let planned;
    for await (const { plan } of await ml.client.solve({ problem: week, timeLimitMs: 100, seed: 1 }))
      planned = plan;
    if (!planned) throw new Error('no plan');
    const { reasons } = await ml.client.explain({ problem: week, plan: planned });
    expect(reasons.map((reason) => reason.taskId).sort()).toEqual(week.tasks.map((task) => task.id).sort());
    expect(reasons.every((reason) => reason.whyHere.length > 0)).toBe(true);
    const first = await ml.client.forecast({ problem: week, plan: planned, samples: 200, seed: 7 });
    expect(await ml.client.forecast({ problem: week, plan: planned, samples: 200, seed: 7 })).toEqual(first);
    expect(first.days[0]).toMatchObject({ day: '2026-03-02', probability: expect.any(Number) });
  });

  it('replays a history: in order, and blind to what follows', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => ({
      id: i,
      title: i % 2 ? 'write the weekly report' : 'water the plants',
      createdAt: new Date(Date.UTC(2026, 0, 1, 9) + i * 86_400_000).toISOString(),
      completedAt: new Date(Date.UTC(2026, 0, 1, 12) + i * 86_400_000).toISOString(),
      actualMin: i % 2 ? 90 + (i % 5) : 8 + (i % 3),
    }));
    const whole = await replay(ml.client, [lines.slice(0, 25), lines.slice(25)]);
    const part = await replay(ml.client, [lines.slice(0, 10), lines.slice(10, 30)]);
    expect(whole.map((answer) => answer.id)).toEqual(lines.map((line) => line.id));
    expect(part).toEqual(whole.slice(0, 30));
    const [plants, report] = whole.slice(-2);
    expect(report?.duration?.p50).toBeGreaterThan(3 * (plants?.duration?.p50 ?? Number.NaN));
  });

  it('refuses chunks of a replay that is not open, and dates that are none', async () => {
    const lines = [{ id: 1, title: 'x', createdAt: 'last week' }];
    await expect(ml.client.replay.next({ session: 'replay-0', lines })).rejects.toMatchObject({
      code: 'notFound',
    });
    const { session } = await ml.client.replay.open({ targets: ['duration'], ownEstimate: false, tz: 'UTC' });
    await expect(ml.client.replay.next({ session, lines })).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await ml.client.replay.close({ session })).toEqual({ closed: true });
    expect(await ml.client.replay.close({ session })).toEqual({ closed: false });
  });

  it('estimates from own finished tasks before anything else', async () => {
    const request = {
      title: 'weekly report',
      project: null,
      tags: [],
      people: [],
      priority: 4,
      estimateMin: null,
      createdAt: Date.UTC(2026, 2, 2),
      tz: 'Europe/Berlin',
      vector: null,
    };
    const neighbours = [40, 50, 60].map((actualMin, i) => ({
      taskId: `0190a000-0000-7000-8000-00000000000${i}`,
      title: 'weekly report',
      actualMin,
      similarity: 0.95 - i / 100,
    }));
    expect(await ml.client.estimateDuration({ ...request, neighbours })).toMatchObject({
      source: 'similar',
      p50: 50,
    });
    expect(await ml.client.estimateDuration({ ...request, neighbours: [] })).toMatchObject({
      source: 'prior',
    });
  });

  it('ends when its parent hangs up', async () => {
    const other = startMl();
    await other.client.status();
    other.child.disconnect();
    const [code] = (await once(other.child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it('rejects what waits when it is killed', async () => {
    const other = startMl();
    await other.client.status();
    const waiting = other.client.embed({
      texts: Array.from({ length: 500 }, (_, i) => `long text number ${i}`),
    });
    other.child.kill('SIGKILL');
    await expect(waiting).rejects.toBeInstanceOf(Error);
  });

  it('logs nothing that a person typed', () => {
    const said = ml.log().split('\n');
    // Sources take more room than what is built from them, so that here something may have had to go.
    expect(
      said.filter((line) => !/^model [a-z]+: to make room, [\d of]+ MB taken, \d+ MB unloaded$/.test(line)),
    ).toEqual(['']);
  });
});

describe('the ml process without a model', () => {
  let bare: RunningMl;
  let resources: string;
  beforeAll(async () => {
    resources = await mkdtemp(join(tmpdir(), 'daymark-resources-'));
    bare = startMl({ DAYMARK_RESOURCES_DIR: resources });
  });
  afterAll(async () => {
    await bare.stop();
    await rm(resources, { recursive: true });
  });

  it('says so, and refuses to embed with a typed error', async () => {
    const status = await embeddingSettled(bare.client);
    expect(status).toMatchObject({ process: 'ready', embedding: 'unavailable', modelVersion: null });
    expect(status.embeddingReason).toContain('nothing was built');
    await expect(bare.client.embed({ texts: ['a'] })).rejects.toMatchObject({ code: 'modelUnavailable' });
  });

  it('still plans', async () => {
    const answers = [];
    for await (const answer of await bare.client.solve({ problem: week, timeLimitMs: 100 }))
      answers.push(answer);
    expect(answers.at(-1)?.final).toBe(true);
  });

  it('still estimates', async () => {
    const request = { title: 'x', project: null, tags: [], people: [], priority: 4, estimateMin: null };
    const moment = { createdAt: 0, tz: 'UTC', vector: null, neighbours: [] };
    expect(await bare.client.estimateDuration({ ...request, ...moment })).toMatchObject({
      source: 'default',
    });
  });
});
