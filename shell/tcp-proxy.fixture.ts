import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can be slow and can be cut, as lines are. */
export interface TcpProxy {
  /** The server's address by way of this line. */
  through(address: string): string;
  /** How long each piece takes to the server and back, ms in each direction. */
  delayMs: number;
  /** Cuts every connection once so many more bytes have gone to the server; null lets them be. */
  cutAfter: number | null;
  close(): Promise<void>;
}

/** Starts a line to the server of a `postgres://` address. */
export async function startProxy(address: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(address);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => {
        if (from === client && spent(bytes.length)) cut();
        else setTimeout(() => to.destroyed || to.write(bytes), proxy.delayMs);
      });
    }
  });
  const spent = (bytes: number): boolean => {
    if (proxy.cutAfter === null) return false;
    proxy.cutAfter -= bytes;
    return proxy.cutAfter < 0;
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: TcpProxy = {
    through: (whole) => {
      const url = new URL(whole);
      url.hostname = 'localhost';
      url.port = String((server.address() as AddressInfo).port);
      return url.href;
    },
    delayMs: 0,
    cutAfter: null,
    close: async () => {
      cut();
      await new Promise((done) => server.close(done));
    },
  };
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  return proxy;
}
