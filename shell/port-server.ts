import { RPCHandler } from '@orpc/server/message-port';
import type { RequestContext } from './once.ts';
import { guardedPort, MAX_FRAME_BYTES, type PortLimits, type RpcPort } from './ports.ts';
import type { ServedPort } from './profile-types.ts';
import type { AppRouter } from './router.ts';
import { INTENT_HEADER } from './rpc.ts';

/** Limits for every port that is served. */
const LIMITS: PortLimits = { maxMessage: MAX_FRAME_BYTES, maxInFlight: 128 };

/** Serves the app contract on untrusted ports, each until either end closes it. */
export class PortServer {
  readonly #handler: RPCHandler<RequestContext>;
  readonly #ports = new Set<RpcPort>();

  constructor(router: AppRouter) {
    this.#handler = portHandler(router);
  }

  serve(port: ServedPort): void {
    const guarded = guardedPort(asRpcPort(port), LIMITS);
    this.#ports.add(guarded);
    guarded.on('close', () => this.#ports.delete(guarded));
    this.#handler.upgrade(guarded, { context: {} });
    port.start?.();
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }
}

/** The id of an intent comes in a header. */
function portHandler(router: AppRouter): RPCHandler<RequestContext> {
  return new RPCHandler(router, {
    rootInterceptors: [
      (options) => {
        const intentId = options.request.headers[INTENT_HEADER];
        const given = typeof intentId === 'string' ? { intentId } : {};
        return options.next({ ...options, context: { ...options.context, ...given } });
      },
    ],
  });
}

function asRpcPort(port: ServedPort): RpcPort {
  return {
    on: (event, callback) => void port.on(event, callback),
    postMessage: (data) => port.postMessage(data),
    close: () => port.close?.(),
  };
}
