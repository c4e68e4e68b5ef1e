import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import { mlContract } from '../core/ml-contract/index.ts';
import { MlSupervisor, type MlProcess, type MlSupervisorOptions } from './ml-supervisor.ts';
import { PortCore, type RpcPort } from './ports.ts';

/** An ml process in this one: the real contract over a real pair of ports, without models. */
class FakeProcess implements MlProcess {
  readonly pid = 1;
  readonly port: RpcPort;
  readonly snapshots: number[] = [];
  readonly #near = new PortCore();
  readonly #far = new PortCore();

  constructor(answers = true) {
    this.port = {
      on: (event, callback) => this.#near.on(event, callback),
      postMessage: (data) => {
        if (this.#near.closed) throw new Error('gone');
        if (answers) queueMicrotask(() => this.#far.emit(data));
      },
      close: () => this.kill(),
    };
    const os = implement(mlContract);
    const hang = (): Promise<never> => new Promise(() => {});
    const router = {
      status: os.status.handler(() => ({
        process: 'ready' as const,
        embedding: 'ready' as const,
        embeddingReason: null,
        modelVersion: 'm',
      })),
      setSnapshot: os.setSnapshot.handler(({ input }) => {
        this.snapshots.push(input.version);
        return { version: input.version };
      }),
      embed: os.embed.handler(hang),
    };
    new RPCHandler(router).upgrade({
      on: (event: string, callback: (event?: { data: unknown }) => void) => this.#far.on(event, callback),
      postMessage: (data: unknown) => queueMicrotask(() => this.#near.emit(data)),
    });
  }

  kill(): void {
    this.#far.end();
    this.#near.end();
  }
}

const running: MlSupervisor[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.stop();
});

function supervise(options: Partial<MlSupervisorOptions> = {}): {
  supervisor: MlSupervisor;
  started: FakeProcess[];
} {
  const started: FakeProcess[] = [];
  const supervisor = new MlSupervisor({
    spawn: () => {
      const process = new FakeProcess();
      started.push(process);
      return process;
    },
    random: () => 0.5,
    backoff: { firstMs: 10, maxMs: 40 },
    ...options,
  });
  running.push(supervisor);
  return { supervisor, started };
}

describe('MlSupervisor', () => {
  it('refuses calls before the start and after the end with a typed error', async () => {
    const { supervisor } = supervise();
    await expect(supervisor.client.status()).rejects.toMatchObject({ code: 'mlUnavailable' });
    supervisor.start();
    await supervisor.whenReady(1_000);
    await expect(supervisor.client.status()).resolves.toMatchObject({ process: 'ready' });
    supervisor.stop();
    await expect(supervisor.client.status()).rejects.toMatchObject({ code: 'mlUnavailable' });
    expect(supervisor.state.process).toBe('down');
  });

  it('rejects waiting calls when the process dies, restarts it and pushes the snapshot again', async () => {
    let version = 0;
    const snapshot = () => ({
      version: (version += 1),
      vocabulary: [],
      known: { projects: [], tags: [], people: [] },
    });
    const { supervisor, started } = supervise({ snapshot });
    supervisor.start();
    await supervisor.whenReady(1_000);
    const waiting = supervisor.client.embed({ texts: ['x'] });
    started[0]!.kill();
    await expect(waiting).rejects.toMatchObject({ code: 'mlUnavailable' });
    expect(supervisor.state.process).toBe('down');
    await supervisor.whenReady(1_000);
    expect(started).toHaveLength(2);
    expect(started[0]!.snapshots).toEqual([1]);
    expect(started[1]!.snapshots).toEqual([2]);
  });

  it('waits longer after each failed start, up to the cap', async () => {
    const delays: number[] = [];
    const enough = new Promise<void>((done) => {
      const { supervisor } = supervise({
        spawn: () => {
          throw new Error('no such program');
        },
        onExit: ({ delayMs }) => {
          delays.push(delayMs);
          if (delays.length === 5) {
            supervisor.stop();
            done();
          }
        },
      });
      supervisor.start();
    });
    await enough;
    expect(delays).toEqual([10, 20, 40, 40, 40]);
  });

  it('ends a process that stopped answering', async () => {
    const { supervisor, started } = supervise({
      heartbeat: { everyMs: 5, timeoutMs: 20 },
      spawn: () => {
        const process = new FakeProcess();
        started.push(process);
        return process;
      },
    });
    supervisor.start();
    await supervisor.whenReady(1_000);
    started[0]!.port.postMessage = () => {};
    await new Promise<void>((done) => started[0]!.port.on('close', () => done()));
    await supervisor.whenReady(1_000);
    expect(started.length).toBeGreaterThan(1);
  });
});
