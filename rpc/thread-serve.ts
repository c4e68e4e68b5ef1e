import { parentPort } from 'node:worker_threads';
import { DaymarkError } from '../core/errors.ts';
import type { AnswerMessage, CallMessage, Methods } from './thread-protocol.ts';

/** What a method may do besides answering. */
interface CallControls<Progress> {
  progress(value: Progress): void;
  /** True once the caller has gone; readable in the middle of a computation that never yields. */
  stopped(): boolean;
}

/** The thread's side of `Methods`. A method may throw `DaymarkError`; anything else counts as internal. */
export type Implementation<M extends Methods> = {
  [K in keyof M]: (
    input: M[K]['input'],
    controls: CallControls<M[K]['progress']>,
  ) => M[K]['output'] | Promise<M[K]['output']>;
};

/** Answers the calls of a `ThreadHost` in this worker thread, one after the other. What this answers notes things for the host. */
export function serveThread<M extends Methods>(methods: Implementation<M>): { note(value: unknown): void } {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const answer = (message: AnswerMessage): void => port.postMessage(message, []);
  let last: Promise<void> = Promise.resolve();

  async function handle({ id, method, input, stop }: CallMessage): Promise<void> {
    const flag = new Int32Array(stop);
    const stopped = (): boolean => Atomics.load(flag, 0) === 1;
    try {
      if (stopped()) throw new DaymarkError('cancelled');
      const run = methods[method];
      if (!run) throw new Error(`no method ${method}`);
      const controls = { stopped, progress: (value: unknown) => answer({ id, kind: 'progress', value }) };
      answer({ id, kind: 'done', value: await run(input, controls) });
    } catch (error) {
      answer(errorAnswer(id, error));
    }
  }

  port.on('message', (call: CallMessage) => {
    last = last.then(() => handle(call));
  });
  return { note: (value) => answer({ kind: 'note', value }) };
}

function errorAnswer(id: number, error: unknown): AnswerMessage {
  if (error instanceof DaymarkError) {
    return { id, kind: 'error', code: error.code, params: error.params, detail: '' };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { id, kind: 'error', code: 'internal', params: { ref: '-' }, detail };
}
