import { afterEach, describe, expect, it } from 'vitest';
import { ThreadHost } from './thread-host.ts';
import type { CrashingMethods } from './crashing.fixture.ts';

const lines: string[] = [];
const host = new ThreadHost<CrashingMethods>(new URL('crashing.fixture.ts', import.meta.url), {
  name: 'crashing',
  onFailure: (detail) => lines.push(detail),
});
afterEach(async () => {
  await host.close();
  lines.length = 0;
});

describe('ThreadHost', () => {
  it('answers, with progress on the way', async () => {
    const received: string[] = [];
    expect(await host.call('echo', 'hello', { onProgress: (text) => received.push(text) })).toBe('hello');
    expect(received).toEqual(['received hello']);
  });

  it('hides an unknown failure, logs it, and goes on with the same thread', async () => {
    await expect(host.call('fail', null)).rejects.toMatchObject({ code: 'internal' });
    expect(lines.join()).toContain('out of range');
    expect(await host.call('echo', 'still here')).toBe('still here');
  });

  it('rejects what waits when the thread dies, and starts a new one', async () => {
    const dying = host.call('die', null);
    const waiting = host.call('echo', 'behind it');
    await expect(dying).rejects.toMatchObject({ code: 'internal' });
    await expect(waiting).rejects.toMatchObject({ code: 'internal' });
    expect(await host.call('echo', 'born again')).toBe('born again');
  });

  it('reaches into a computation that never pauses', async () => {
    const gone = new AbortController();
    const spinning = host.call('spin', 30_000, { signal: gone.signal });
    gone.abort();
    // Stopped before it began, or in the middle: both end it at once.
    const ending = await spinning.catch((error: { code: string }) => error.code);
    expect(['stopped', 'cancelled']).toContain(ending);
  });

  it('refuses at once for a caller that has gone already', async () => {
    await expect(host.call('echo', 'x', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('ends what waits when it is closed', async () => {
    const spinning = host.call('spin', 30_000).catch((error: unknown) => error);
    await host.close();
    expect(await spinning).toMatchObject({ code: 'cancelled' });
  });
});
