import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { helperEnvironment } from './helper-environment.ts';
import { ML_FLAGS } from './ml-flags.ts';
import type { MlProcess, SpawnMl } from './ml-supervisor.ts';
import { forkPort } from './ports.ts';

/**
 * Starts the ml process as a child of Node. Its standard output is closed, since the command line's own holds
 * only JSON; what it says on standard error goes to `onStderr`.
 */
export function forkMl(
  entry: URL,
  options: { onStderr?: (line: string) => void; env?: NodeJS.ProcessEnv } = {},
): SpawnMl {
  return (): MlProcess => {
    const child = fork(fileURLToPath(entry), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: helperEnvironment(options.env ?? process.env),
      execArgv: [...process.execArgv, ...ML_FLAGS],
    });
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => {
      for (const line of text.split('\n')) if (line) options.onStderr?.(line);
    });
    return { port: forkPort(child), pid: child.pid, kill: () => void child.kill('SIGKILL') };
  };
}
