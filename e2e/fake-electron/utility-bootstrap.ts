import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';
import type { ParentPort } from 'electron';

/** Makes a forked Node look like Electron's utility process: `process.parentPort` instead of `process.send`. */

class FakeParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send?.(message);
  }
}
FakeParentPort.prototype satisfies Pick<ParentPort, 'postMessage'>;

const send = process.send?.bind(process) as ((message: unknown) => void) | undefined;

// Worker threads inherit `--import`; they have ports of their own.
if (isMainThread) giveParentPort();

function giveParentPort(): void {
  const port = new FakeParentPort();
  const early: unknown[] = [];
  process.on('message', (data) => {
    if (port.listenerCount('message') > 0) port.emit('message', { data, ports: [] });
    else early.push(data);
  });
  port.on('newListener', (event) => {
    if (event !== 'message') return;
    setImmediate(() => {
      for (const data of early.splice(0)) port.emit('message', { data, ports: [] });
    });
  });
  process.on('disconnect', () => process.exit(0));
  Object.defineProperty(process, 'parentPort', { value: port });
  Object.defineProperty(process, 'send', { value: undefined });
}
