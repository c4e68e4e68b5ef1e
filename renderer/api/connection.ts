import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { queries } from '../../core/contract/kinds.ts';
import { bounded } from './bounded.ts';
import { HoldingLink, intentHeader, type CallContext, type ConnectionState, type Link } from './holding.ts';
import { fetchKey, handshakeWithHost, renewCookie, type ReturnKey } from './return.ts';
import type { Store } from './store.ts';

export type { CallContext, ConnectionState, Link };

/** What the preload script puts on the page in Electron. */
interface Bridge {
  connect(): void;
}

export interface Connection {
  /** Always the newest transport; a call waits while there is none. */
  link: Link;
  state: Store<ConnectionState>;
  /** Whether the page stands in a window of the desktop program; a browser is none. */
  hasDesktop: boolean;
  /** Changes that are kept until there is a connection again. */
  unsent: Store<number>;
}

const isQuestion = (name: string): boolean => queries.has(name);

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** Electron's message port when the preload script offers one, a WebSocket to the page's own origin otherwise. */
export function connect(): Connection {
  const bridge = (window as { daymark?: Bridge }).daymark;
  const link = new HoldingLink(() => crypto.randomUUID());
  if (bridge) overPort(bridge, link);
  else overSocket(window.location, link);
  return { link, state: link.state, unsent: link.unsent, hasDesktop: bridge !== undefined };
}

/** The address of one of the host's sockets beside the page. */
export function socketAddress(page: Pick<Location, 'protocol' | 'host'>, path: string): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${path}`;
}

/** How long to wait before the nth try (0 first), in milliseconds. */
export function retryDelay(tries: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries);
}

function overPort(bridge: Bridge, link: HoldingLink): void {
  window.addEventListener('message', (event) => {
    const port = event.data === 'daymark:port' ? event.ports[0] : undefined;
    if (!port) return;
    port.addEventListener('close', () => {
      link.withdraw();
      setTimeout(() => bridge.connect(), FIRST_RETRY_MS);
    });
    link.provide(
      bounded(
        new PortLink<CallContext>({ port, headers: ({ context }) => intentHeader(context) }),
        isQuestion,
      ),
    );
    port.start();
  });
  bridge.connect();
}

/**
 * The first socket goes by the cookie that the page was just loaded with. Any later one begins with a handshake: another
 * program may listen at the address by now, and is told nothing.
 */
function overSocket(page: Location, link: HoldingLink): void {
  let tries = 0;
  // In memory alone: what is stored for an address, another listener there could read later.
  let key: ReturnKey | null = null;
  const keepKey = async (): Promise<void> => {
    key = (await fetchKey()) ?? key;
  };
  const serve = (websocket: WebSocket): void => {
    tries = 0;
    link.provide(
      bounded(
        new SocketLink<CallContext>({ websocket, headers: ({ context }) => intentHeader(context) }),
        isQuestion,
      ),
    );
  };
  const later = (): void => {
    setTimeout(comeBack, retryDelay(tries));
    tries += 1;
  };
  const first = new WebSocket(socketAddress(page, '/rpc'));
  first.addEventListener('open', () => {
    serve(first);
    keepKey().catch(() => {});
  });
  first.addEventListener('close', () => {
    link.withdraw();
    later();
  });

  function comeBack(): void {
    if (!key) return link.refuse();
    const websocket = new WebSocket(socketAddress(page, `/return?id=${encodeURIComponent(key.id)}`));
    websocket.addEventListener('open', () => void handshake(websocket));
    websocket.addEventListener('close', () => {
      if (link.state.get() === 'open') link.withdraw();
      if (link.state.get() !== 'refused') later();
    });
  }

  async function handshake(websocket: WebSocket): Promise<void> {
    const welcome = await handshakeWithHost(websocket, key?.key ?? '', page.origin);
    if (!welcome) {
      // Closed in the middle of it says nothing about who is there.
      if (websocket.readyState === WebSocket.OPEN) link.refuse();
      return websocket.close();
    }
    // First the cookie: parts of the page that are not loaded yet are asked for with it.
    if (welcome.address)
      await renewCookie(welcome.address)
        .then(keepKey)
        .catch(() => {});
    if (websocket.readyState === WebSocket.OPEN) serve(websocket);
  }
}
