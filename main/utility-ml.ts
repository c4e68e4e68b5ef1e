import type { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import { helperEnvironment } from '../shell/helper-environment.ts';
import { ML_FLAGS } from '../shell/ml-flags.ts';
import type { MlProcess, SpawnMl } from '../shell/ml-supervisor.ts';
import { utilityProcessPort } from '../shell/ports.ts';

/** Starts the ml process as one of Electron's utility processes. It gets no more environment than it needs. */
export function utilityMl(
  starter: Pick<typeof utilityProcess, 'fork'>,
  entry: URL,
  env: NodeJS.ProcessEnv,
): SpawnMl {
  return (): MlProcess => {
    const child = starter.fork(fileURLToPath(entry), [], {
      serviceName: 'Daymark models',
      stdio: 'ignore',
      execArgv: [...ML_FLAGS],
      env: helperEnvironment(env),
    });
    return {
      port: utilityProcessPort(child),
      get pid() {
        return child.pid;
      },
      kill: () => void child.kill(),
    };
  };
}
