import { createORPCClient, type ClientLink } from '@orpc/client';
import type { Door } from './profile-types.ts';
import { OwnerGoneError, type AppClient, type CallContext } from './rpc.ts';

/**
 * A way into a profile that outlives its owner. A guest whose owner ends before it answered opens the profile again, as
 * its owner perhaps, and asks again: under the same intent id, so that nothing is done twice.
 */

/** Owners that end one after the other while someone waits. */
const MAX_REOPENED = 20;

export interface SteadyDoor {
  client: AppClient;
  close(): Promise<void>;
}

export interface SteadyOptions {
  open(): Promise<Door>;
  /** Makes a door that was just opened ready, by unlocking it for example; called again for each new one. */
  prepare(door: Door): Promise<void>;
  /** Makes the ids of intents. */
  ids(): string;
}

/** Opens a profile and keeps it open. Throws what `open` and `prepare` throw. */
export async function openSteadyDoor(options: SteadyOptions): Promise<SteadyDoor> {
  const steady = new Steady(options);
  await steady.door();
  return { client: createORPCClient<AppClient>(steady), close: () => steady.close() };
}

class Steady implements ClientLink<CallContext> {
  readonly #options: SteadyOptions;
  #opening: Promise<Door> | null = null;

  constructor(options: SteadyOptions) {
    this.#options = options;
  }

  door(): Promise<Door> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<Door> {
    for (let left = MAX_REOPENED; ; left -= 1) {
      const door = await this.#options.open();
      try {
        await this.#options.prepare(door);
        return door;
      } catch (error) {
        await closeDoor(door);
        if (!(error instanceof OwnerGoneError) || left === 0) throw error;
      }
    }
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: Parameters<ClientLink<CallContext>['call']>[2],
  ): Promise<unknown> {
    const context = { intentId: this.#options.ids(), ...options.context };
    for (let left = MAX_REOPENED; ; left -= 1) {
      const opening = this.door();
      const door = await opening;
      try {
        return await procedureAt(door, path)(input, { ...options, context });
      } catch (error) {
        if (!(error instanceof OwnerGoneError) || left === 0) throw error;
        if (this.#opening === opening) this.#opening = null;
      }
    }
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening) await closeDoor(await opening);
  }
}

async function closeDoor(door: Door): Promise<void> {
  if (door.kind === 'guest') door.close();
  else await door.profile.close();
}

type Procedure = (input: unknown, options: { context: CallContext }) => Promise<unknown>;

function procedureAt(door: Door, path: readonly string[]): Procedure {
  let found: unknown = door.kind === 'guest' ? door.client : door.profile.client;
  for (const name of path) found = (found as Record<string, unknown>)[name];
  return found as Procedure;
}
