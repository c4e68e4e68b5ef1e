import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { v7 } from 'uuid';
import { WebSocket } from 'ws';
import type { LiveChange } from '../core/domain/views.ts';
import { newTask, type TaskRecord } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { createKeySlots, openDatabase } from '../db/index.ts';
import type { AppClient } from '../shell/rpc.ts';
import type { Bench, BenchRow } from './types.ts';

/**
 * The whole stack as a page sees it: a real browser host in a process of its own, spoken to over its WebSocket. The
 * built host is measured when there is one, since that is what people start.
 */

const built = fileURLToPath(new URL('../dist/host/index.js', import.meta.url));
const source = fileURLToPath(new URL('../host/main.ts', import.meta.url));
const MANY_TASKS = 10_000;
const OPEN_TASKS = 50;
const KEYSTROKES = 600;
const ENTERS = 60;

interface Running {
  client: AppClient;
  pid: number;
  startMs: number;
  close(): Promise<void>;
}

/** Starts the host and connects like a page; `startMs` is from the start of the process to the first list and plan. */
async function start(dataDir: string): Promise<Running> {
  const begun = performance.now();
  const child = spawn(process.execPath, [existsSync(built) ? built : source, '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BROWSER: 'none' },
  });
  const address = await printedAddress(child);
  const signedIn = await fetch(address);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin } = new URL(address);
  await (await fetch(`${origin}/`, { headers: { cookie } })).text();
  const websocket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie }, origin });
  await new Promise((done, failed) => {
    websocket.on('open', done);
    websocket.on('error', failed);
  });
  const client = createORPCClient<AppClient>(new RPCLink({ websocket: websocket as never }));
  await Promise.all([client.tasks.list({}), client.planning.current(), client.preferences.get()]);
  return {
    client,
    pid: child.pid ?? 0,
    startMs: performance.now() - begun,
    close: () =>
      new Promise((done) => {
        websocket.terminate();
        child.on('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let output = '';
    child.stdout?.on('data', (text: Buffer) => {
      output += text.toString();
      const address = /Daymark is at (\S+)/.exec(output)?.[1];
      if (address) done(address);
    });
    child.on('exit', () => failed(new Error('the host ended')));
  });
}

async function ready(client: AppClient): Promise<void> {
  for (;;) {
    const { ml } = await client.app.status();
    if (ml.process === 'ready' && ml.embedding !== 'loading') break;
    await new Promise((done) => setTimeout(done, 50));
  }
  await client.app.settled({ timeoutMs: 60_000 });
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

const LINES = [
  'Prepare slides for Monday standup 45m p1 #Work @deep',
  'Call Julia tomorrow 14:00 25m about the budget',
  'Pay rent every month on the 1st by friday',
  'Review pull request for import wizard #Atlas @code p2',
  'Groceries today @errand not before 17:00',
];

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

/** Resident memory of the host and everything it started, MiB; pages that processes share count once. Linux only. */
function memoryMiB(pid: number): number | null {
  const family = [pid, ...childrenOf(pid)];
  let total = 0;
  for (const one of family) {
    const pss = /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${one}/smaps_rollup`))?.[1];
    if (pss === undefined) return null;
    total += Number(pss) / 1_024;
  }
  return total;
}

function childrenOf(pid: number): number[] {
  if (!existsSync('/proc/self')) return [];
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: Number(/^PPid:\s+(\d+)/m.exec(readText(`/proc/${name}/status`))?.[1]),
    }));
  const direct = parents.filter((one) => one.parent === pid).map((one) => one.pid);
  return direct.concat(direct.flatMap((child) => childrenOf(child)));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A year's profile: 9,800 finished tasks with vectors, 200 open ones. Vectors are random directions; only their number matters here. */
async function manyTasks(dataDir: string, modelVersion: string): Promise<void> {
  const key = await createKeySlots(dataDir, [{ kind: 'keyfile' }]);
  const db = openDatabase({ dataDir, key });
  const random = seededRandom(5);
  const now = Date.now();
  for (let from = 0; from < MANY_TASKS; from += 500) {
    db.transaction(() => {
      for (let n = from; n < from + 500; n += 1) {
        const record = manyRecord(n, now);
        db.tasks.insert(record);
        const raw = Array.from({ length: 384 }, () => random() - 0.5);
        const norm = Math.hypot(...raw);
        db.embeddings.upsert({
          taskId: record.id,
          revision: 0,
          modelVersion,
          vector: raw.map((x) => x / norm),
        });
      }
    });
  }
  db.settings.update({ firstRunDone: true }, now);
  db.close();
}

function manyRecord(n: number, now: number): TaskRecord {
  const done = n >= 200;
  const createdAt = now - n * 3_000_000;
  const title = `Task ${n}: ${LINES[n % LINES.length]?.split(' ').slice(0, 3).join(' ') ?? ''}`;
  return newTask(
    title,
    { id: taskId.parse(v7()), at: createdAt, tz: 'Europe/Berlin' },
    {
      status: done ? 'done' : 'open',
      durationMin: 30,
      actualMin: done ? 20 + (n % 60) : null,
      completedAt: done ? createdAt + 1_000_000 : null,
    },
  );
}

async function interactive(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const host = await start(dataDir);
  try {
    await ready(host.client);
    await host.client.tasks.createMany({
      lines: Array.from({ length: OPEN_TASKS }, (_unused, n) => `Open thing ${n} ${15 + (n % 5) * 15}m`),
    });
    await ready(host.client);
    const parses = await keystrokes(host.client);
    const { visible, planned } = await enters(host.client);
    return [
      { name: 'parse a keystroke, whole stack, p99', value: quantile(parses, 0.99), unit: 'ms', budget: 16 },
      { name: 'parse a keystroke, whole stack, p50', value: quantile(parses, 0.5), unit: 'ms' },
      { name: 'Enter to visible, p95', value: quantile(visible, 0.95), unit: 'ms', budget: 50 },
      {
        name: 'Enter to guessed and re-planned, 50 open tasks, p95',
        value: quantile(planned, 0.95),
        unit: 'ms',
        budget: 400,
      },
    ];
  } finally {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startUp(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  try {
    const small = await start(join(folder, 'small'));
    await ready(small.client);
    const modelVersion = (await small.client.app.status()).ml.modelVersion ?? '';
    await small.close();
    const dataDir = join(folder, 'many');
    await manyTasks(dataDir, modelVersion);
    const starts: number[] = [];
    let memory: number | null = null;
    for (let round = 0; round < 5; round += 1) {
      const host = await start(dataDir);
      starts.push(host.startMs);
      if (round === 4) {
        await ready(host.client);
        await host.client.tasks.search({ query: 'call' });
        memory = memoryMiB(host.pid);
      }
      await host.close();
    }
    return [
      {
        name: 'start to interactive, 10,000 tasks, median of 5',
        value: quantile(starts, 0.5),
        unit: 'ms',
        budget: 1_500,
      },
      ...(memory === null
        ? []
        : [{ name: 'memory of host and ml, models loaded', value: memory, unit: 'MiB', budget: 350 }]),
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
