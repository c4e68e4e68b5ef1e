import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { DaymarkError } from '../core/errors.ts';
import { typedLink } from '../rpc/wire-errors.ts';
import type { Contract } from '../core/contract/index.ts';
import type { RequestContext } from './once.ts';
import type { RpcPort } from './ports.ts';

/** Clients of the app contract over ports. */

/** What a caller may say beside the input of a call. */
export type CallContext = RequestContext;

export type AppClient = ContractRouterClient<Contract, CallContext>;

/** Carries the id of an intent; `guardedPort` lets no other header of ours through. */
export const INTENT_HEADER = 'idempotency-key';

/** The other end is gone, and with it whatever was not answered. Asking again under the same intent id is safe. */
export class OwnerGoneError extends DaymarkError {
  constructor(options?: { cause?: unknown }) {
    super('unsupported', { reason: 'the other Daymark ended' }, options);
    this.name = 'OwnerGoneError';
  }
}

/** A client of the app contract over any port. Rejects with `OwnerGoneError` when the other end is gone. */
export function appClient(port: RpcPort): AppClient {
  const link = new RPCLink<CallContext>({
    port,
    headers: ({ context }): Record<string, string> =>
      context.intentId === undefined ? {} : { [INTENT_HEADER]: context.intentId },
  });
  return createORPCClient<AppClient>(typedLink(link, () => new OwnerGoneError()));
}
