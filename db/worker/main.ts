import { workerData } from 'node:worker_threads';
import { DaymarkError } from '../../core/errors.ts';
import { createBackup, describeBackups, findNewestGoodBackup, isGoodBackup } from '../backups.ts';
import { checkpoint, openReader } from '../open.ts';
import { restoreBackup } from '../restore.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';
import { serveThread } from '../../rpc/thread-serve.ts';
import type { DbThreadMethods, DbThreadStart } from './protocol.ts';

/*
 * The worker thread's entry: everything that reads more than a few rows, on a read-only connection of its own, so
 * that the main thread's loop never waits for it.
 */

const start = workerData as DbThreadStart;
let opened: ReturnType<typeof openReader> | null = null;

/** Opened by the first question that needs it: backups are looked at while the database can't be opened, too. */
function reader(): ReturnType<typeof openReader> {
  opened ??= openReader({ ...start, log: (...line) => thread.note(line) });
  return opened;
}

const thread = serveThread<DbThreadMethods>({
  warm: () => {
    // Reads the vectors into memory, so that the first real search is as fast as the next.
    reader().embeddings.knn(new Float32Array(VECTOR_WIDTH).fill(1), 1);
    shrink();
    return true;
  },
  knn: ({ vector, k, options }) => reader().embeddings.knn(vector, k, options),
  searchWords: ({ query, options }) => reader().search.words(query, options),
  listTasks: (filter) => reader().tasks.list(filter),
  countTasks: (filters) => reader().tasks.countEach(filters),
  openTags: () => reader().tags.open(),
  integrityCheck,
  checkpoint: () => {
    checkpoint(start);
    return null;
  },
  createBackup: ({ now }) => createBackup(reader().connection, { ...start, now }),
  describeBackups: () => describeBackups(start),
  restoreBackup: ({ name, now }) => restoreBackup({ ...start, name, now }),
  findBackup: ({ name }) =>
    name === null ? (findNewestGoodBackup(start)?.name ?? null) : isGoodBackup(start, name) ? name : null,
  activity: () => reader().behavior.byDay(),
  secondDeferrals: () => reader().behavior.secondDeferrals(),
  insightTasks: ({ before }) => reader().past.insightTasks(before),
  pastStart: ({ schema, most, recent }) => reader().past.start(schema, most, recent),
  pastChunk: ({ schema, after, limit }) => {
    const chunk = reader().past.chunk(schema, after, limit);
    // Vectors lie in pages that nothing else asks for.
    shrink();
    return chunk;
  },
  openRows: ({ schema, limit }) => reader().past.open(schema, limit),
});

/** What reads a whole table once would otherwise keep megabytes of pages that no one asks for again. */
function shrink(): void {
  reader().connection.exec('PRAGMA shrink_memory');
}

/** What is wrong with the database. A page that does not even decrypt ends the check, and is a finding itself. */
function integrityCheck(): string[] {
  try {
    return reader()
      .connection.all<{ quick_check: string }>('PRAGMA quick_check')
      .map((row) => row.quick_check)
      .filter((finding) => finding !== 'ok');
  } catch (error) {
    if (error instanceof DaymarkError && error.code === 'databaseForeign') return [error.message];
    throw error;
  } finally {
    shrink();
  }
}
