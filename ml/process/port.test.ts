import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parentPort, type ParentProcess } from './port.ts';

class FakeFork extends EventEmitter implements ParentProcess {
  connected = true;
  readonly sent: unknown[] = [];
  send(message: unknown): boolean {
    this.sent.push(message);
    return true;
  }
}

class FakeUtilityProcess extends EventEmitter implements ParentProcess {
  connected = false;
  readonly parentPort = Object.assign(new EventEmitter(), {
    sent: [] as unknown[],
    postMessage(message: unknown): void {
      this.sent.push(message);
    },
  });
}

describe('parentPort', () => {
  it('speaks through a fork and hears its parent hang up', () => {
    const proc = new FakeFork();
    const port = parentPort(proc);
    const received: unknown[] = [];
    let closed = 0;
    port.on('message', (event) => received.push(event?.data));
    port.on('close', () => (closed += 1));
    port.postMessage('out');
    proc.emit('message', 'in');
    proc.emit('disconnect');
    expect([proc.sent, received, closed]).toEqual([['out'], ['in'], 1]);
  });

  it('drops an answer no one can receive any more', () => {
    const proc = new FakeFork();
    const port = parentPort(proc);
    proc.connected = false;
    port.postMessage('too late');
    expect(proc.sent).toEqual([]);
  });

  it('speaks through an Electron helper process', () => {
    const proc = new FakeUtilityProcess();
    const port = parentPort(proc);
    const received: unknown[] = [];
    port.on('message', (event) => received.push(event?.data));
    port.postMessage('out');
    proc.parentPort.emit('message', { data: 'in', ports: [] });
    expect([proc.parentPort.sent, received]).toEqual([['out'], ['in']]);
  });

  it('refuses to run without a parent', () => {
    const alone = Object.assign(new EventEmitter(), { connected: false });
    expect(() => parentPort(alone)).toThrow('started by Daymark');
  });
});
