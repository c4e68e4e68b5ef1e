import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { MlContract } from '../../core/ml-contract/index.ts';

export type MlClient = ContractRouterClient<MlContract>;

export interface RunningMl {
  client: MlClient;
  child: ChildProcess;
  /** What the process said on stderr so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Forks the real ml process and connects a client, as a parent does. */
export function startMl(env: Record<string, string> = {}): RunningMl {
  const child = fork(fileURLToPath(new URL('../../dist/ml/index.js', import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [],
  });
  let stderr = '';
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const port = {
    on(event: string, callback: (event?: { data: unknown }) => void): void {
      if (event === 'message') child.on('message', (data) => callback({ data }));
      else if (event === 'close') child.once('exit', () => callback());
    },
    postMessage: (data: unknown): void => void child.send(data as string),
  };
  const client = createORPCClient<MlClient>(new RPCLink({ port }));
  return {
    client,
    child,
    log: () => stderr,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Waits until the embedding model is loaded or known to be missing. */
export async function embeddingSettled(client: MlClient): Promise<Awaited<ReturnType<MlClient['status']>>> {
  for (;;) {
    const status = await client.status();
    if (status.embedding !== 'loading') return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
