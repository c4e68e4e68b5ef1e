import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { ForkOptions, UtilityProcess } from 'electron';
import { app } from './app.ts';
import { recorded } from './display-link.ts';
import { strict } from './strict.ts';

/** `utilityProcess`: a child of Node that is given `process.parentPort` before its script runs. */

const bootstrap = new URL('./utility-bootstrap.ts', import.meta.url).href;

class FakeUtility extends EventEmitter {
  child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.child = child;
    child.on('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined;
  }

  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object, () => {});
  }

  kill(): boolean {
    return this.child.kill();
  }
}
FakeUtility.prototype satisfies Pick<UtilityProcess, 'postMessage' | 'kill' | 'pid'>;

const TAKEN: ReadonlySet<string> = new Set(['serviceName', 'stdio', 'env', 'cwd', 'execArgv']);

export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): FakeUtility {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready');
    for (const name of Object.keys(options)) {
      if (!TAKEN.has(name)) throw new Error(`the fake Electron lacks the fork option ${name}`);
    }
    const output = options.stdio === 'ignore' ? 'ignore' : 'inherit';
    const child = fork(modulePath, args, {
      execArgv: ['--import', bootstrap, ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
      env: options.env as NodeJS.ProcessEnv | undefined,
      cwd: options.cwd,
    });
    recorded.utilities.push({ path: modulePath, pid: child.pid, serviceName: options.serviceName });
    return strict('UtilityProcess', new FakeUtility(child));
  },
});
