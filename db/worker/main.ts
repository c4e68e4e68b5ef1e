import { parentPort, workerData } from 'node:worker_threads';
import { DaymarkError } from '../../core/errors.ts';
import { createBackup, listBackups } from '../backups.ts';
import { openReader } from '../open.ts';
import { DIMENSIONS } from '../repositories/embeddings-write.ts';
import type { WorkerCalls, WorkerMethod, WorkerReply, WorkerRequest, WorkerStart } from './protocol.ts';

/*
 * The worker thread's entry: everything that reads more than a few rows, on a read-only connection of its own, so
 * that the main thread's loop never waits for it.
 */

type Handlers = {
  [M in WorkerMethod]: (...args: WorkerCalls[M]['args']) => WorkerCalls[M]['answer'];
};

const port = parentPort;
if (!port) throw new Error('the database worker runs in a worker thread');
const start = workerData as WorkerStart;
const send = (reply: WorkerReply) => port.postMessage(reply);
const db = openReader({ ...start, log: (event, detail) => send({ log: [event, detail] }) });

const handlers: Handlers = {
  warm: () => {
    // Reads the vectors into memory, so that the first real search is as fast as the next.
    db.embeddings.knn(new Float32Array(DIMENSIONS).fill(1), 1);
    shrink();
    return true;
  },
  knn: (vector, k, options) => db.embeddings.knn(vector, k, options),
  searchWords: (query, options) => db.search.words(query, options),
  integrityCheck,
  createBackup: (now) => createBackup(db.connection, { ...start, now }),
  listBackups: () => listBackups(start.dataDir),
  pastStart: (schema, most, recent) => db.past.start(schema, most, recent),
  pastChunk: (schema, after, limit) => {
    const chunk = db.past.chunk(schema, after, limit);
    // Vectors lie in pages that nothing else asks for.
    shrink();
    return chunk;
  },
  openRows: (schema, limit) => db.past.open(schema, limit),
};

port.on('message', (request: WorkerRequest) => {
  try {
    send({ id: request.id, answer: answerTo(request) });
  } catch (error) {
    const { code, params, message } =
      error instanceof DaymarkError
        ? error
        : { code: 'internal', params: { ref: 'db-worker' }, message: String(error) };
    send({ id: request.id, error: { code, params, message } });
  }
});

/** What reads a whole table once would otherwise keep megabytes of pages that nobody asks for again. */
function shrink(): void {
  db.connection.exec('PRAGMA shrink_memory');
}

/** What is wrong with the database. A page that does not even decrypt ends the check, and is a finding itself. */
function integrityCheck(): string[] {
  try {
    return db.connection
      .all<{ quick_check: string }>('PRAGMA quick_check')
      .map((row) => row.quick_check)
      .filter((finding) => finding !== 'ok');
  } catch (error) {
    if (error instanceof DaymarkError && error.code === 'databaseForeign') return [error.message];
    throw error;
  } finally {
    shrink();
  }
}

function answerTo<M extends WorkerMethod>(request: {
  method: M;
  args: WorkerCalls[M]['args'];
}): WorkerCalls[M]['answer'] {
  return handlers[request.method](...request.args);
}
