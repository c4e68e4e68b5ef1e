import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveChange } from '../core/domain/views.ts';
import { quantileOf } from '../core/statistics.ts';
import type { AppClient } from '../shell/rpc.ts';
import { learned, memoryMiB, ready, startConnected } from './host.ts';
import { LINES, writeProfile } from './profiles.ts';
import type { Bench, BenchRow } from './types.ts';

/**
 * The whole stack as a page sees it: a real browser host in a process of its own, spoken to over its WebSocket. The
 * built host is measured when there is one, since that is what people start.
 */

const MANY_TASKS = 10_000;
const FINISHED = 9_800;
const OPEN_TASKS = 50;
const KEYSTROKES = 600;
const ENTERS = 60;
/** Threads that only starting needs have ended by then; the models stay for five minutes. */
const AT_REST_MS = 10_000;

async function keystrokes(client: AppClient): Promise<number[]> {
  const times: number[] = [];
  for (let seq = 0; times.length < KEYSTROKES;) {
    for (const line of LINES) {
      for (let length = 1; length <= line.length && times.length < KEYSTROKES; length += 1) {
        seq += 1;
        // A new tail each round, so that no answer is remembered.
        const text = `${line.slice(0, length)}${' '.repeat(Math.floor(seq / 250))}`;
        const begun = performance.now();
        await client.capture.parse({ text, seq });
        times.push(performance.now() - begun);
      }
    }
  }
  return times;
}

/** From Enter to the push that makes the task visible, and to the plan that holds it with its guess. */
async function enters(client: AppClient): Promise<{ visible: number[]; planned: number[] }> {
  const stop = new AbortController();
  const waiting = new Set<(change: LiveChange) => void>();
  const changes = await client.app.changes(undefined, { signal: stop.signal });
  const listening = (async () => {
    for await (const change of changes) for (const waiter of waiting) waiter(change);
  })().catch(() => {});
  const visible: number[] = [];
  const planned: number[] = [];
  for (let count = 0; count < ENTERS; count += 1) {
    const { seen, done } = await enter(client, `Check item ${count} of the list`, waiting);
    visible.push(seen);
    planned.push(done);
    const { tasks } = await client.tasks.list({ order: 'created', limit: 1_000 });
    const newest = tasks.find((task) => task.title.startsWith('Check item'));
    if (newest) await client.tasks.drop({ id: newest.id });
    await client.app.settled({ timeoutMs: 10_000 });
  }
  stop.abort();
  await listening;
  return { visible, planned };
}

async function enter(
  client: AppClient,
  text: string,
  waiting: Set<(change: LiveChange) => void>,
): Promise<{ seen: number; done: number }> {
  await client.capture.parse({ text, seq: 1 });
  const begun = performance.now();
  let seen = 0;
  let checking = Promise.resolve(false);
  const result = new Promise<number>((done) => {
    const listener = (change: LiveChange): void => {
      if (change.topic === 'tasks' && seen === 0) seen = performance.now() - begun;
      if (change.topic !== 'plan') return;
      const at = performance.now() - begun;
      checking = check(checking, at);
    };
    const check = async (before: Promise<boolean>, at: number): Promise<boolean> => {
      if ((await before) || !(await isPlanned(client, text))) return before;
      waiting.delete(listener);
      done(at);
      return true;
    };
    waiting.add(listener);
  });
  await client.tasks.create({ text });
  return { done: await result, seen };
}

async function isPlanned(client: AppClient, title: string): Promise<boolean> {
  const { blocks } = await client.planning.current();
  const block = blocks.find((one) => one.title === title);
  return block !== undefined && (await client.tasks.get({ id: block.taskId })).predicted !== null;
}

async function interactive(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const host = await startConnected(dataDir);
  try {
    await ready(host.client);
    await host.client.tasks.createMany({
      lines: Array.from({ length: OPEN_TASKS }, (_unused, n) => `Open thing ${n} ${15 + (n % 5) * 15}m`),
    });
    await ready(host.client);
    const parses = await keystrokes(host.client);
    const { visible, planned } = await enters(host.client);
    return [
      {
        name: 'parse a keystroke, whole stack, p99',
        value: quantileOf(parses, 0.99),
        unit: 'ms',
        budget: 16,
      },
      { name: 'parse a keystroke, whole stack, p50', value: quantileOf(parses, 0.5), unit: 'ms' },
      { name: 'Enter to visible, p95', value: quantileOf(visible, 0.95), unit: 'ms', budget: 50 },
      {
        name: 'Enter to guessed and re-planned, 50 open tasks, p95',
        value: quantileOf(planned, 0.95),
        unit: 'ms',
        budget: 400,
      },
    ];
  } finally {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const SEARCHES = 40;
/** A pause after which a search that is typed still counts as following the fingers. */
const SEARCH_BUDGET_MS = 50;

/** Searches over the wire, by words and by meaning, each kind of query after a first one that loads what it needs. */
async function searches(client: AppClient): Promise<BenchRow[]> {
  const kinds = { 'a word': 'call', 'a word with filters': 'call p1 #Work', 'a run of signs': '予約' };
  const rows: BenchRow[] = [];
  for (const [kind, query] of Object.entries(kinds)) {
    await client.tasks.search({ query });
    const times: number[] = [];
    for (let round = 0; round < SEARCHES; round += 1) {
      const begun = performance.now();
      await client.tasks.search({ query });
      times.push(performance.now() - begun);
    }
    rows.push({
      name: `search, whole stack, ${kind}, 10,000 tasks, p95`,
      value: quantileOf(times, 0.95),
      unit: 'ms',
      budget: SEARCH_BUDGET_MS,
    });
  }
  return rows;
}

async function startUp(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  try {
    const small = await startConnected(join(folder, 'small'));
    await ready(small.client);
    const modelVersion = (await small.client.app.status()).ml.modelVersion ?? '';
    await small.close();
    const dataDir = join(folder, 'many');
    await writeProfile(dataDir, { done: FINISHED, open: MANY_TASKS - FINISHED, modelVersion });
    // The first start does the backfill, once; all others find what it stored.
    const first = await startConnected(dataDir);
    await learned(first.client, FINISHED);
    await first.close();
    const starts: number[] = [];
    let memory: number | null = null;
    let found: BenchRow[] = [];
    for (let round = 0; round < 5; round += 1) {
      const host = await startConnected(dataDir);
      starts.push(host.startMs);
      if (round === 4) {
        await learned(host.client, FINISHED);
        await host.client.tasks.search({ query: 'call' });
        await new Promise((done) => setTimeout(done, AT_REST_MS));
        memory = memoryMiB(host.pid);
        found = await searches(host.client);
      }
      await host.close();
    }
    return [
      {
        name: 'start to interactive, 10,000 tasks, median of 5',
        value: quantileOf(starts, 0.5),
        unit: 'ms',
        budget: 1_500,
      },
      ...found,
      ...(memory === null
        ? []
        : [
            {
              name: 'memory of host and ml, all models loaded, 10 s later',
              value: memory,
              unit: 'MiB',
              budget: 350,
            },
          ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const benches: Bench[] = [
  { name: 'whole stack', run: interactive },
  { name: 'start-up', run: startUp },
];
export default benches;
