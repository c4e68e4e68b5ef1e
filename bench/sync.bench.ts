import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newTask } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';
import { openDatabase, type Database } from '../db/index.ts';
import { FolderMailbox, Round, type DataKey } from '../sync/index.ts';
import type { Bench, BenchRow } from './types.ts';

/** Sync of a large profile through a folder: what goes out first, what a new device takes in, and a round with one change. */

const TASKS = 20_000;
const FIRST_S = 60;
const STEADY_MS = 200;
const ROUNDS = 9;

function aProfile(folder: string): Database {
  return openDatabase({ dataDir: folder, key: new Uint8Array(randomBytes(32)) });
}

function write(db: Database, work: () => void): void {
  db.changes.write({ group: randomUUID(), at: Date.now(), origin: 'local' }, work);
}

function addTask(db: Database, title: string): void {
  const made = { id: taskId.parse(randomUUID()), at: Date.now(), tz: 'Europe/Berlin' };
  db.tasks.insert(newTask(title, made, { splittable: false, minChunkMin: 15, tags: ['home'] }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const profiles = ['a', 'b'].map((name) => aProfile(join(folder, name)));
  try {
    const [here, there] = profiles as [Database, Database];
    for (let from = 0; from < TASKS; from += 500)
      write(here, () => {
        for (let n = from; n < from + 500; n += 1) addTask(here, `Thing ${n} for client ${n % 800}`);
      });
    const mailbox = new FolderMailbox(folder);
    await mailbox.create();
    const keys: DataKey[] = [{ id: randomUUID(), madeAt: 1, key: new Uint8Array(randomBytes(32)) }];
    let longest = 0;
    const round = (db: Database) =>
      new Round({
        db,
        schemaVersion: db.schemaVersion,
        mailbox,
        keys,
        clock: Date.now,
        commit: (work) => {
          const begun = performance.now();
          const result = db.changes.write({ group: randomUUID(), at: Date.now(), origin: 'remote' }, work);
          longest = Math.max(longest, performance.now() - begun);
          return result;
        },
        yieldToEvents: () => new Promise((done) => setImmediate(done)),
      }).run();
    const out = await timed(() => round(here));
    const into = await timed(() => round(there));
    const steady: number[] = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      write(here, () => addTask(here, `One more ${n}`));
      steady.push(
        await timed(async () => {
          await round(here);
          await round(there);
        }),
      );
    }
    steady.sort((a, b) => a - b);
    return [
      { name: `first sync of ${TASKS} tasks, sent`, value: out / 1_000, unit: 's', budget: FIRST_S },
      { name: `first sync of ${TASKS} tasks, taken in`, value: into / 1_000, unit: 's', budget: FIRST_S },
      {
        name: 'a steady round on both devices',
        value: steady[Math.floor(ROUNDS / 2)]!,
        unit: 'ms',
        budget: STEADY_MS,
      },
      { name: 'longest transaction of a sync', value: longest, unit: 'ms' },
    ];
  } finally {
    for (const db of profiles) db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export default [{ name: 'sync', run }] satisfies Bench[];
