import { describe, expect, it } from 'vitest';
import { bounded } from './bounded.ts';
import type { Link } from './holding.ts';

/** A transport whose answers are given by hand. */
function transport() {
  const open: Array<{ name: string; answer(): void }> = [];
  const link: Link = {
    call: (path, input) =>
      new Promise((resolve) => open.push({ name: path.join('.'), answer: () => resolve(input) })),
  };
  return { link, open };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('a bounded link', () => {
  it('asks a few things at a time, in order, and gets every answer', async () => {
    const { link, open } = transport();
    const held = bounded(link, (name) => name === 'tasks.get', 3);
    const answers = Array.from({ length: 300 }, (_, i) => held.call(['tasks', 'get'], i, { context: {} }));
    let most = 0;
    for (let given = 0; given < 300; given++) {
      await turn();
      most = Math.max(most, open.length);
      open.shift()?.answer();
    }
    expect(most).toBe(3);
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  it('lets changes and keystrokes pass', async () => {
    const { link, open } = transport();
    const held = bounded(link, (name) => name === 'tasks.get', 1);
    for (const path of [
      ['tasks', 'get'],
      ['tasks', 'get'],
      ['tasks', 'finish'],
      ['capture', 'parse'],
    ])
      void held.call(path, null, { context: {} });
    await turn();
    expect(open.map(({ name }) => name)).toEqual(['tasks.get', 'tasks.finish', 'capture.parse']);
  });

  it('goes on after a question that failed or is not wanted any more', async () => {
    const failing: Link = {
      call: (_path, input) => (input === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(input)),
    };
    const held = bounded(failing, () => true, 1);
    const stop = new AbortController();
    const asked = [1, 2, 3].map((i) =>
      held.call(['tasks', 'get'], i, { context: {}, ...(i === 2 ? { signal: stop.signal } : {}) }),
    );
    stop.abort();
    const results = await Promise.allSettled(asked);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
