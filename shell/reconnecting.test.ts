import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../core/errors.ts';
import type { ProfileAccess, GuestAccess } from './profile-types.ts';
import { OwnerGoneError, type AppClient, type CallContext } from './rpc.ts';
import { openReconnecting } from './reconnecting.ts';

type Answer = (input: unknown, options: { context: CallContext }) => Promise<unknown>;

/** A guest that answers `tasks.undo` in some way. */
function guestThat(answer: Answer): GuestAccess & { closed: boolean } {
  const access = {
    kind: 'guest' as const,
    client: { tasks: { undo: answer } } as unknown as AppClient,
    port: { on: () => {}, postMessage: () => {}, close: () => {} },
    owner: { pid: 1, shell: 'cli', address: null },
    closed: false,
    close: () => void (access.closed = true),
  };
  return access;
}

const gone: Answer = () => Promise.reject(new OwnerGoneError());

function reconnecting(
  accesses: ProfileAccess[],
  prepare = async (_access: ProfileAccess): Promise<void> => {},
) {
  let made = 0;
  let opened = 0;
  const open = async (): Promise<ProfileAccess> => accesses[Math.min(opened++, accesses.length - 1)]!;
  return {
    count: () => opened,
    access: openReconnecting({ open, prepare, ids: () => `intent-${(made += 1)}` }),
  };
}

describe('a reconnecting client', () => {
  it('asks again under the same id where the owner went before it answered', async () => {
    const received: (string | undefined)[] = [];
    const listening =
      (answer: Answer): Answer =>
      (input, options) => {
        received.push(options.context.intentId);
        return answer(input, options);
      };
    const last = guestThat(listening(async (input) => ({ undone: input })));
    const { client, close } = await reconnecting([
      guestThat(listening(gone)),
      guestThat(listening(gone)),
      last,
    ]).access;
    expect(await client.tasks.undo({})).toEqual({ undone: {} });
    expect(received).toEqual(['intent-1', 'intent-1', 'intent-1']);
    await client.tasks.undo({});
    expect(received.at(-1)).toBe('intent-2');
    await close();
    expect(last.closed).toBe(true);
  });

  it('hands on every other failure at once', async () => {
    const refusing = reconnecting([guestThat(() => Promise.reject(new DaymarkError('locked')))]);
    await expect((await refusing.access).client.tasks.undo({})).rejects.toMatchObject({ code: 'locked' });
    expect(refusing.count()).toBe(1);
  });

  it('opens once for calls that wait side by side, and gives up after many owners', async () => {
    const forever = reconnecting([guestThat(gone)]);
    const { client } = await forever.access;
    await expect(client.tasks.undo({})).rejects.toBeInstanceOf(OwnerGoneError);
    expect(forever.count()).toBeLessThan(30);

    let asked = 0;
    const slow = reconnecting([guestThat(gone), guestThat(async () => ({ undone: (asked += 1) }))]);
    const access = await slow.access;
    await Promise.all([1, 2, 3].map(() => access.client.tasks.undo({})));
    expect([slow.count(), asked]).toEqual([2, 3]);
  });

  it('makes each new access ready, and closes one that can not be', async () => {
    const first = guestThat(gone);
    const refused = reconnecting([first], async () => {
      throw new DaymarkError('locked');
    });
    await expect(refused.access).rejects.toMatchObject({ code: 'locked' });
    expect(first.closed).toBe(true);
    const prepared: ProfileAccess[] = [];
    const { client } = await reconnecting(
      [first, guestThat(async () => ({}))],
      async (access) => void prepared.push(access),
    ).access;
    await client.tasks.undo({});
    expect(prepared).toHaveLength(2);
  });
});
