import { parentPort, workerData } from 'node:worker_threads';
import { DaymarkError } from '../../core/errors.ts';
import { createBackup, listBackups } from '../backups.ts';
import { openReader } from '../open.ts';
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
  ping: () => true,
  knn: (vector, k, options) => db.embeddings.knn(vector, k, options),
  searchWords: (query, options) => db.search.words(query, options),
  integrityCheck: () =>
    db.connection
      .all<{ quick_check: string }>('PRAGMA quick_check')
      .map((row) => row.quick_check)
      .filter((finding) => finding !== 'ok'),
  createBackup: (now) => createBackup(db.connection, { ...start, now }),
  listBackups: () => listBackups(start.dataDir),
  finishedChunk: (after, limit) => db.tasks.finishedChunk(after, limit),
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

function answerTo<M extends WorkerMethod>(request: {
  method: M;
  args: WorkerCalls[M]['args'];
}): WorkerCalls[M]['answer'] {
  return handlers[request.method](...request.args);
}
