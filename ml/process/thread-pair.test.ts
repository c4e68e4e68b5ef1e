import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThreadPair } from './thread-pair.ts';
import type { Caller } from '../../rpc/thread-host.ts';

type Work = { run: { input: string; progress: never; output: string } };

/** A thread whose calls end when they are told to. */
class FakeThread implements Caller<Work> {
  readonly running = new Map<string, () => void>();

  call(_method: 'run', input: string): Promise<string> {
    return new Promise((done) => {
      this.running.set(input, () => {
        this.running.delete(input);
        done(input);
      });
    });
  }
}

function pair() {
  const first = new FakeThread();
  const spare = new FakeThread();
  return { first, spare, threads: new ThreadPair<Work>(first, spare) };
}

describe('ThreadPair', () => {
  it('needs one thread while nothing coincides', async () => {
    const { first, spare, threads } = pair();
    for (const kind of ['long', 'short', 'long'] as const) {
      const answer = threads[kind].call('run', kind);
      expect([...spare.running]).toEqual([]);
      first.running.get(kind)?.();
      expect(await answer).toBe(kind);
    }
  });

  it('keeps long work together, wherever it began', async () => {
    const { first, spare, threads } = pair();
    void threads.short.call('run', 'short');
    void threads.long.call('run', 'long');
    expect([...spare.running.keys()]).toEqual(['long']);
    first.running.get('short')?.();
    await new Promise((done) => setImmediate(done));
    void threads.long.call('run', 'next');
    expect([...spare.running.keys()]).toEqual(['long', 'next']);
  });

  it('passes a failure on and goes on', async () => {
    const failing: Caller<Work> = { call: () => Promise.reject(new Error('no')) };
    const threads = new ThreadPair<Work>(failing, new FakeThread());
    await expect(threads.long.call('run', 'a')).rejects.toThrow('no');
    await expect(threads.short.call('run', 'b')).rejects.toThrow('no');
  });

  it('never lets a short question wait for long work, whatever comes in which order', async () => {
    const step = fc.oneof(
      fc.constant('long' as const),
      fc.constant('short' as const),
      fc.record({ end: fc.nat(9) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { first, spare, threads } = pair();
        for (const [i, one] of steps.entries()) {
          if (typeof one === 'string') void threads[one].call('run', `${one} ${i}`);
          else [...first.running.values(), ...spare.running.values()][one.end]?.();
          await Promise.resolve();
          await new Promise((done) => setImmediate(done));
          const kinds = [first, spare].map((thread) =>
            [...thread.running.keys()].map((key) => key.split(' ')[0]),
          );
          const searching = kinds.filter((kind) => kind.includes('long'));
          expect(searching.length).toBeLessThanOrEqual(1);
        }
        // Whatever is going on, a question asked now shares its thread with no long work.
        void threads.short.call('run', 'asked');
        const where = [first, spare].find((thread) => thread.running.has('asked'));
        expect([...(where?.running.keys() ?? [])].filter((key) => key.startsWith('long'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
