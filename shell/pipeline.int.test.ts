import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DaymarkError } from '../core/errors.ts';
import { addDays } from '../core/time/zoned.ts';
import type { MlState } from '../core/domain/views.ts';
import type { MlClient } from '../services/index.ts';
import { aWritingWorld } from './write-path.fixture.ts';

/** A line whose reading fails while the helper process is there; each day it is tried again. */
async function failing(code: 'internal' | 'mlUnavailable') {
  const world = aWritingWorld();
  const { client, services, ctx } = world;
  // The first is the capture's own, before the line is stored.
  let tries = -1;
  const parse = (async () => {
    tries += 1;
    throw new DaymarkError(code);
  }) as unknown as MlClient['parse'];
  Object.assign(ctx.ml.client, { parse });
  Object.assign(ctx.ml.state, { process: 'ready' } satisfies Partial<MlState>);
  await client.preferences.update({ autoReplan: false });
  const { id } = await client.tasks.create({ text: 'Dentist tomorrow 30m' });
  onTestFinished(() => services.pipeline.stop());
  services.pipeline.start();
  return {
    /** Goes on to the next try; answers how many there were, and how the task stands. */
    next: async () => {
      await vi.waitFor(() => expect(services.pipeline.idle()).toBe(true));
      const { parseState, title } = await client.tasks.get({ id });
      const now = { tries, parseState, title };
      world.now = `${addDays(world.now.slice(0, 10), 1)}T08:00`;
      services.pipeline.wake();
      return now;
    },
  };
}

describe('a line that can’t be read', () => {
  it('stays a title after three tries, and is not tried again', async () => {
    const { next } = await failing('internal');
    const title = 'Dentist tomorrow 30m';
    expect(await next()).toEqual({ tries: 1, parseState: 'pending', title });
    expect(await next()).toEqual({ tries: 2, parseState: 'pending', title });
    expect(await next()).toEqual({ tries: 3, parseState: 'parsed', title });
    expect(await next()).toEqual({ tries: 3, parseState: 'parsed', title });
  });

  it('waits as long as the reader is away', async () => {
    const { next } = await failing('mlUnavailable');
    for (let n = 1; n <= 5; n += 1) expect(await next()).toMatchObject({ tries: n, parseState: 'pending' });
  });
});
