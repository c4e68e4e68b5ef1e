import { createORPCClient, type ClientLink } from '@orpc/client';
import type { ProfileAccess } from './profile-types.ts';
import { OwnerGoneError, type AppClient, type CallContext } from './rpc.ts';

/**
 * Access to a profile that outlives its owner. A guest whose owner ends before it answered opens the profile again, as
 * its owner perhaps, and asks again: under the same intent id, so that nothing is done twice.
 */

/** Owners that end one after the other while someone waits. */
const MAX_REOPENED = 20;

export interface ReconnectingAccess {
  client: AppClient;
  close(): Promise<void>;
}

export interface ReconnectingOptions {
  open(): Promise<ProfileAccess>;
  /** Makes a profile that was just opened ready, by unlocking it for example; called again for each new one. */
  prepare(access: ProfileAccess): Promise<void>;
  /** Makes the ids of intents. */
  ids(): string;
}

/** Opens a profile and keeps it open. Throws what `open` and `prepare` throw. */
export async function openReconnecting(options: ReconnectingOptions): Promise<ReconnectingAccess> {
  const reconnecting = new ReconnectingLink(options);
  await reconnecting.access();
  return { client: createORPCClient<AppClient>(reconnecting), close: () => reconnecting.close() };
}

class ReconnectingLink implements ClientLink<CallContext> {
  readonly #options: ReconnectingOptions;
  #opening: Promise<ProfileAccess> | null = null;

  constructor(options: ReconnectingOptions) {
    this.#options = options;
  }

  access(): Promise<ProfileAccess> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<ProfileAccess> {
    for (let left = MAX_REOPENED; ; left -= 1) {
      const access = await this.#options.open();
      try {
        await this.#options.prepare(access);
        return access;
      } catch (error) {
        await closeAccess(access);
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
      const opening = this.access();
      const access = await opening;
      try {
        return await procedureAt(access, path)(input, { ...options, context });
      } catch (error) {
        if (!(error instanceof OwnerGoneError) || left === 0) throw error;
        if (this.#opening === opening) this.#opening = null;
      }
    }
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening) await closeAccess(await opening);
  }
}

async function closeAccess(access: ProfileAccess): Promise<void> {
  if (access.kind === 'guest') access.close();
  else await access.profile.close();
}

type Procedure = (input: unknown, options: { context: CallContext }) => Promise<unknown>;

function procedureAt(access: ProfileAccess, path: readonly string[]): Procedure {
  let found: unknown = access.kind === 'guest' ? access.client : access.profile.client;
  for (const name of path) found = (found as Record<string, unknown>)[name];
  return found as Procedure;
}
