import { createRouterClient } from '@orpc/server';
import { DaymarkError } from '../core/errors.ts';
import { fromWireError, withTurnedErrors } from '../rpc/wire-errors.ts';
import type { AppRouter } from './router.ts';
import type { AppClient, CallContext } from './rpc.ts';

/** The router as a client in the same process, with the same typed errors as over a wire. */
export function inProcessClient(router: AppRouter): AppClient {
  const gone = (): DaymarkError => new DaymarkError('internal', { ref: '-' });
  return createRouterClient(router, {
    context: (given: CallContext) => given,
    interceptors: [
      async ({ next }) => {
        const turn = (error: unknown) => fromWireError(error, gone);
        try {
          return withTurnedErrors(await next(), turn);
        } catch (error) {
          throw turn(error);
        }
      },
    ],
  });
}
