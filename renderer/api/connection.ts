import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { createStore, type Store } from './store.ts';

/** Whether requests reach the process that owns the profile. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

type Link = ClientLink<ClientContext>;

/** What the preload script puts on the page in Electron. */
interface Bridge {
  connect(): void;
}

export interface Connection {
  /** Always the newest transport; a call waits while there is none. */
  link: Link;
  state: Store<ConnectionState>;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** Electron's message port when the preload script offers one, a WebSocket to the page's own origin otherwise. */
export function connect(): Connection {
  const bridge = (window as { daymark?: Bridge }).daymark;
  return bridge ? overPort(bridge) : overSocket(socketAddress(window.location));
}

/** The address of the host's socket beside the page. */
export function socketAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/rpc`;
}

/** How long to wait before the nth try (0 first), in milliseconds. */
export function retryDelay(tries: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries);
}

function overPort(bridge: Bridge): Connection {
  const { state, link, provide } = holdUntilOpen();
  window.addEventListener('message', (event) => {
    const port = event.data === 'daymark:port' ? event.ports[0] : undefined;
    if (!port) return;
    provide(new PortLink({ port }));
    port.start();
    state.set('open');
  });
  bridge.connect();
  return { link, state };
}

function overSocket(address: string): Connection {
  const { state, link, provide, withdraw } = holdUntilOpen();
  let tries = 0;
  const open = (): void => {
    const websocket = new WebSocket(address);
    websocket.addEventListener('open', () => {
      tries = 0;
      provide(new SocketLink({ websocket }));
      state.set('open');
    });
    websocket.addEventListener('close', () => {
      withdraw();
      state.set('lost');
      setTimeout(open, retryDelay(tries));
      tries += 1;
    });
  };
  open();
  return { link, state };
}

/** A link whose calls wait until a transport is there, so that nothing typed while reconnecting is lost. */
function holdUntilOpen() {
  const state = createStore<ConnectionState>('connecting');
  let current: Link | null = null;
  let waiting: Array<(link: Link) => void> = [];
  const link: Link = {
    async call(path, input, options) {
      const target = current ?? (await new Promise<Link>((resolve) => waiting.push(resolve)));
      return target.call(path, input, options);
    },
  };
  return {
    state,
    link,
    provide(next: Link) {
      current = next;
      const resolvers = waiting;
      waiting = [];
      for (const resolve of resolvers) resolve(next);
    },
    withdraw() {
      current = null;
    },
  };
}
