import { describe, expect, it } from 'vitest';
import type { LiveChange } from '../core/domain/views.ts';
import { taskId } from '../core/ids.ts';
import { Hub } from './hub.ts';

const id = (n: number) => taskId.parse(`0190a0a0-0000-7000-8000-00000000000${n}`);

describe('Hub', () => {
  it('keeps what happens between the call and the first read', async () => {
    const hub = new Hub();
    const changes = hub.subscribe();
    hub.publish({ topic: 'projects' });
    expect(await changes.next()).toEqual({ done: false, value: { topic: 'projects' } });
  });

  it('merges what waits for a slow reader: every id once, the newest plan', async () => {
    const hub = new Hub();
    const changes = hub.subscribe();
    hub.publish({ topic: 'tasks', ids: [id(1), id(2)] });
    hub.publish({ topic: 'plan', revision: 1 });
    hub.publish({ topic: 'tasks', ids: [id(2), id(3)] });
    hub.publish({ topic: 'plan', revision: 2 });
    const seen: LiveChange[] = [(await changes.next()).value!, (await changes.next()).value!];
    expect(seen).toEqual([
      { topic: 'tasks', ids: [id(1), id(2), id(3)] },
      { topic: 'plan', revision: 2 },
    ]);
  });

  it('ends a waiting reader when its signal aborts or the hub closes', async () => {
    const hub = new Hub();
    const stop = new AbortController();
    const first = hub.subscribe(stop.signal).next();
    const second = hub.subscribe().next();
    stop.abort();
    expect((await first).done).toBe(true);
    hub.close();
    expect((await second).done).toBe(true);
    expect((await hub.subscribe(stop.signal).next()).done).toBe(true);
  });
});
