import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../core/errors.ts';
import type { Door, GuestDoor } from './profile-types.ts';
import { OwnerGoneError, type AppClient, type CallContext } from './rpc.ts';
import { openSteadyDoor } from './steady-door.ts';

type Answer = (input: unknown, options: { context: CallContext }) => Promise<unknown>;

/** A guest's door that answers `tasks.undo` in some way. */
function doorThat(answer: Answer): GuestDoor & { closed: boolean } {
  const door = {
    kind: 'guest' as const,
    client: { tasks: { undo: answer } } as unknown as AppClient,
    port: { on: () => {}, postMessage: () => {}, close: () => {} },
    owner: { pid: 1, shell: 'cli', address: null },
    closed: false,
    close: () => void (door.closed = true),
  };
  return door;
}

const gone: Answer = () => Promise.reject(new OwnerGoneError());

function steady(doors: Door[], prepare = async (_door: Door): Promise<void> => {}) {
  let made = 0;
  let opened = 0;
  const open = async (): Promise<Door> => doors[Math.min(opened++, doors.length - 1)]!;
  return {
    count: () => opened,
    door: openSteadyDoor({ open, prepare, ids: () => `intent-${(made += 1)}` }),
  };
}

describe('a steady door', () => {
  it('asks again under the same id where the owner went before it answered', async () => {
    const heard: (string | undefined)[] = [];
    const listening =
      (answer: Answer): Answer =>
      (input, options) => {
        heard.push(options.context.intentId);
        return answer(input, options);
      };
    const last = doorThat(listening(async (input) => ({ undone: input })));
    const { client, close } = await steady([doorThat(listening(gone)), doorThat(listening(gone)), last]).door;
    expect(await client.tasks.undo({})).toEqual({ undone: {} });
    expect(heard).toEqual(['intent-1', 'intent-1', 'intent-1']);
    await client.tasks.undo({});
    expect(heard.at(-1)).toBe('intent-2');
    await close();
    expect(last.closed).toBe(true);
  });

  it('hands on every other failure at once', async () => {
    const refusing = steady([doorThat(() => Promise.reject(new DaymarkError('locked')))]);
    await expect((await refusing.door).client.tasks.undo({})).rejects.toMatchObject({ code: 'locked' });
    expect(refusing.count()).toBe(1);
  });

  it('opens once for calls that wait side by side, and gives up after many owners', async () => {
    const forever = steady([doorThat(gone)]);
    const { client } = await forever.door;
    await expect(client.tasks.undo({})).rejects.toBeInstanceOf(OwnerGoneError);
    expect(forever.count()).toBeLessThan(30);

    let asked = 0;
    const slow = steady([doorThat(gone), doorThat(async () => ({ undone: (asked += 1) }))]);
    const door = await slow.door;
    await Promise.all([1, 2, 3].map(() => door.client.tasks.undo({})));
    expect([slow.count(), asked]).toEqual([2, 3]);
  });

  it('makes each new door ready, and closes one that can not be', async () => {
    const first = doorThat(gone);
    const refused = steady([first], async () => {
      throw new DaymarkError('locked');
    });
    await expect(refused.door).rejects.toMatchObject({ code: 'locked' });
    expect(first.closed).toBe(true);
    const prepared: Door[] = [];
    const { client } = await steady(
      [first, doorThat(async () => ({}))],
      async (door) => void prepared.push(door),
    ).door;
    await client.tasks.undo({});
    expect(prepared).toHaveLength(2);
  });
});
