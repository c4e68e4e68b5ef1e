import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { AppClient } from '../shell/rpc.ts';

/** What benches of the whole program share: a real browser host in a process of its own, and clients that speak to it. */

/** The built host when there is one, since that is what people start. */
const built = fileURLToPath(new URL('../dist/host/index.js', import.meta.url));
const source = fileURLToPath(new URL('../host/main.ts', import.meta.url));

export interface RunningHost {
  /** With the secret that signs in. */
  address: string;
  pid: number;
  close(): Promise<void>;
}

/** @param flags of Node, before the program's own file */
export async function startHost(dataDir: string, flags: readonly string[] = []): Promise<RunningHost> {
  const entry = existsSync(built) ? built : source;
  const child = spawn(process.execPath, [...flags, entry, '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BROWSER: 'none' },
  });
  const address = await new Promise<string>((done, failed) => {
    let output = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
      const found = /Daymark is at (\S+)/.exec(output)?.[1];
      if (found) done(found);
    });
    child.on('exit', () => failed(new Error('the host ended')));
  });
  return {
    address,
    pid: child.pid ?? 0,
    close: () =>
      new Promise((done) => {
        child.on('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

export interface ConnectedHost extends RunningHost {
  client: AppClient;
  /** From the start of the process to the first list and plan. */
  startMs: number;
}

/** Starts the host and connects like a page. */
export async function startConnected(dataDir: string, flags: readonly string[] = []): Promise<ConnectedHost> {
  const begun = performance.now();
  const host = await startHost(dataDir, flags);
  const signedIn = await fetch(host.address);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin } = new URL(host.address);
  await (await fetch(`${origin}/`, { headers: { cookie } })).text();
  const websocket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie }, origin });
  await new Promise((done, failed) => {
    websocket.on('open', done);
    websocket.on('error', failed);
  });
  const client = createORPCClient<AppClient>(new RPCLink({ websocket: websocket as never }));
  await Promise.all([client.tasks.list({}), client.planning.current(), client.preferences.get()]);
  return {
    ...host,
    client,
    startMs: performance.now() - begun,
    close: async () => {
      websocket.terminate();
      await host.close();
    },
  };
}

/** Waits until models are loaded and nothing that was asked for is still being worked on. */
export async function ready(client: AppClient): Promise<void> {
  for (;;) {
    const { ml } = await client.app.status();
    if (ml.process === 'ready' && ml.embedding !== 'loading') break;
    await new Promise((done) => setTimeout(done, 50));
  }
  for (;;) if ((await client.app.settled({ timeoutMs: 60_000 })).settled) return;
}

/** Waits until the learners know the stored past, with a backfill first where they must. */
export async function learned(client: AppClient, tasks: number): Promise<void> {
  await ready(client);
  for (;;) {
    const { training, learners } = await client.learning.overview();
    const known = learners.find(({ target }) => target === 'duration')?.known ?? 0;
    if (!training.running && known >= tasks) return;
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** Resident memory of a host and everything it started, MiB; pages that processes share count once. Linux only. */
export function memoryMiB(pid: number): number | null {
  const family = [pid, ...childrenOf(pid)];
  let total = 0;
  for (const one of family) {
    const pss = /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${one}/smaps_rollup`))?.[1];
    if (pss === undefined) return null;
    total += Number(pss) / 1_024;
  }
  return total;
}

function childrenOf(pid: number): number[] {
  if (!existsSync('/proc/self')) return [];
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: Number(/^PPid:\s+(\d+)/m.exec(readText(`/proc/${name}/status`))?.[1]),
    }));
  const direct = parents.filter((one) => one.parent === pid).map((one) => one.pid);
  return direct.concat(direct.flatMap((child) => childrenOf(child)));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
