import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newTask, type TaskRecord } from '../core/domain/task-record.ts';
import type { TaskId } from '../core/ids.ts';
import { seededRandom, type Random } from '../core/random.ts';
import { VECTOR_WIDTH } from '../core/vector.ts';
import { defaultExtensionPath } from '../db/extension.ts';
import { openDatabase, startDbWorker, type Database } from '../db/index.ts';
import { openReader } from '../db/open.ts';
import { vectorBytes } from '../db/embeddings/write.ts';
import { Connection } from '../db/sqlite.ts';
import type { Bench, BenchRow } from './types.ts';

const VECTORS = 20_000;
const TASKS = 100_000;
const NOW = Date.UTC(2027, 4, 3, 9, 0);
const RARE = 'quokkas';
const COMMONEST = 'review';

interface Profile {
  dataDir: string;
  key: Uint8Array;
  db: Database;
}

async function withProfile(work: (profile: Profile) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const key = new Uint8Array(randomBytes(32));
  const db = openDatabase({ dataDir, key });
  try {
    return await work({ dataDir, key, db });
  } finally {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Middle and 95th percentile of the times of `rounds` calls, in ms; what `before` does is not counted. */
async function times(
  rounds: number,
  work: (round: number) => unknown,
  before: (round: number) => void = () => {},
): Promise<{ p50: number; p95: number }> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    before(round);
    const from = performance.now();
    await work(round);
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (part: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

function unitVector(random: Random): Float32Array {
  const vector = new Float32Array(VECTOR_WIDTH).map(() => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function benchTask(number: number, title: string, notes = ''): TaskRecord {
  const id = `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as TaskId;
  const at = NOW + number;
  const done = { status: 'done', actualMin: 30, completedAt: at } as const;
  return newTask(title, { id, at, tz: 'Europe/Berlin' }, { ...done, rawText: title, notes });
}

/** Sixty made-up words by falling frequency; the first stands in about a third of the titles. */
function titles(random: Random): (number: number) => string {
  const words = [COMMONEST, ...Array.from({ length: 2_000 }, (_, i) => `w${(i * 7919).toString(36)}`)];
  return (number) => {
    const picked = Array.from({ length: 5 }, () => words[Math.floor(words.length * random() ** 6)] ?? '');
    if (random() < 0.05) picked.push(COMMONEST);
    if (number % 20_000 === 11) picked.push(RARE);
    return picked.join(' ');
  };
}

async function knnRows({ dataDir, key, db }: Profile): Promise<BenchRow[]> {
  const random = seededRandom(1);
  const plain = new Connection(join(dataDir, 'plain.db'), {
    key: null,
    extensionPath: defaultExtensionPath(),
  });
  plain.exec(
    `CREATE VIRTUAL TABLE v USING vec0 (rid INTEGER PRIMARY KEY, embedding float[384] distance_metric=cosine)`,
  );
  plain.exec('BEGIN');
  const tasks: TaskId[] = [];
  for (let start = 0; start < VECTORS; start += 1_000) {
    db.transaction(() => {
      for (let i = start; i < start + 1_000; i++) {
        const task = db.tasks.insert(benchTask(i, `Task ${i}`));
        const vector = unitVector(random);
        tasks.push(task.id);
        db.embeddings.upsert({ taskId: task.id, revision: 0, modelVersion: 'bench', vector });
        plain.run('INSERT INTO v (rid, embedding) VALUES (?, ?)', BigInt(i + 1), vectorBytes(vector));
      }
    });
  }
  plain.exec('COMMIT');
  const queries = Array.from({ length: 50 }, () => unitVector(random));
  const query = (round: number) => queries[round % queries.length] ?? new Float32Array(VECTOR_WIDTH);
  const worker = startDbWorker({
    workerUrl: new URL('../db/worker/main.ts', import.meta.url),
    dataDir,
    key,
    now: () => NOW,
  });
  const firstFrom = performance.now();
  await worker.knn(query(0), 20);
  const first = performance.now() - firstFrom;
  const still = await times(50, (round) => worker.knn(query(round), 20));
  // As in the program: each search comes after the owner has written something.
  const write = (round: number) => {
    const taskId = tasks[round * 13];
    if (taskId) db.embeddings.upsert({ taskId, revision: 1, modelVersion: 'bench', vector: query(round) });
  };
  const afterWrite = await times(50, (round) => worker.knn(query(round), 20, { onlyDone: true }), write);
  await worker.close();
  const store = await times(100, (round) => {
    const taskId = tasks[round * 17];
    if (taskId) db.embeddings.upsert({ taskId, revision: 2, modelVersion: 'bench', vector: query(round) });
  });
  const sql = 'SELECT rid, distance FROM v WHERE embedding MATCH ? AND k = 20';
  const peer = await times(50, (round) => plain.all(sql, vectorBytes(query(round))));
  plain.close();
  const beside = { name: 'plain SQLite, unencrypted, same thread', value: peer.p50 };
  return [
    {
      name: 'db: similar tasks, 20,000 vectors, p50',
      value: still.p50,
      unit: 'ms',
      budget: 15,
      peer: beside,
    },
    {
      name: 'db: similar tasks right after a write, p50',
      value: afterWrite.p50,
      unit: 'ms',
      budget: 15,
      peer: beside,
    },
    { name: 'db: similar tasks right after a write, p95', value: afterWrite.p95, unit: 'ms' },
    { name: 'db: store a vector beside 20,000, p50', value: store.p50, unit: 'ms', budget: 5 },
    { name: 'db: first search for similar tasks after start', value: first, unit: 'ms' },
  ];
}

async function searchRows({ dataDir, key, db }: Profile): Promise<BenchRow[]> {
  const title = titles(seededRandom(2));
  for (let start = 0; start < TASKS; start += 2_000) {
    db.transaction(() => {
      for (let i = start; i < start + 2_000; i++)
        db.tasks.insert(benchTask(i, title(i), 'note '.repeat(i % 5)));
    });
  }
  const reader = openReader({ dataDir, key });
  const search = async (query: string, before: (round: number) => void) =>
    (await times(30, () => reader.search.words(query), before)).p50;
  const idle = () => {};
  const write = (round: number) => db.settings.setState('bench', String(round));
  let made = TASKS;
  const hits = reader.search.words(COMMONEST, { limit: 1_000_000 }).length;
  const rows: BenchRow[] = [
    {
      name: 'db: search, rare word, 100,000 tasks, p50',
      value: await search(RARE, idle),
      unit: 'ms',
      budget: 10,
    },
    { name: 'db: search, commonest word, p50', value: await search(COMMONEST, idle), unit: 'ms', budget: 40 },
    { name: 'db: search, two letters, p50', value: await search('re', idle), unit: 'ms', budget: 40 },
    {
      name: 'db: search, rare word, after a write, p50',
      value: await search(RARE, write),
      unit: 'ms',
      budget: 10,
    },
    {
      name: 'db: search, commonest word, after a write, p50',
      value: await search(COMMONEST, write),
      unit: 'ms',
      budget: 40,
    },
    { name: 'db: hits ranked for the commonest word', value: hits, unit: 'tasks' },
  ];
  const insert = await times(200, () =>
    db.transaction(() => {
      const task = db.tasks.insert({ ...benchTask(made++, title(made)), status: 'open', tags: ['deep'] });
      db.jobs.enqueue({ kind: 'embed', taskId: task.id, revision: 0 }, NOW);
    }),
  );
  rows.push({
    name: 'db: store a task (fsync), 100,000 tasks, p50',
    value: insert.p50,
    unit: 'ms',
    budget: 5,
  });
  rows.push({ name: 'db: store a task (fsync), 100,000 tasks, p95', value: insert.p95, unit: 'ms' });
  const list = await times(50, () => db.tasks.list({ limit: 500 }));
  rows.push({ name: 'db: list 200 open of 100,000 tasks, p50', value: list.p50, unit: 'ms', budget: 5 });
  reader.close();
  return rows;
}

const benches: Bench[] = [
  { name: 'db: similar tasks', run: () => withProfile(knnRows) },
  { name: 'db: words and writes', run: () => withProfile(searchRows) },
];
export default benches;
