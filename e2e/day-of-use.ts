import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './targets.ts';
import { until } from './until.ts';

/** A day of use on a machine that has never seen Daymark: an empty home, no `CI`, and temporary files of its own. */

const START_MS = 60_000;
const PASSED = new Set(['PATH', 'LANG', 'SYSTEMROOT', 'WINDIR']);

export interface DayOfUse {
  /** Exit codes of what was run, in order; the browser host is the last. */
  codes: (number | null)[];
  /** Every path below the home and temporary folders after the day, relative to them; the profile lies in neither. */
  leftBehind: string[];
  /** What `search` found: proof that the day happened. */
  found: string;
}

/** Runs the day. `wrap` is a program with arguments that each process is started by, such as a tracer. */
export async function liveOneDay(wrap: readonly string[] = []): Promise<DayOfUse> {
  const base = mkdtempSync(join(tmpdir(), 'daymark-day-'));
  try {
    const env = emptyMachine(base);
    const run = (args: readonly string[]): ChildProcess => {
      const [command, ...rest] = [...wrap, process.execPath, ...args];
      return spawn(command!, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    };
    const profile = ['--data-dir', join(base, 'profile')];
    const host = run(['dist/host/index.js', ...profile]);
    const hostOutput = outputOf(host);
    const hostEnd = endOf(host);
    if (!(await until(() => hostOutput().includes('http://127.0.0.1'), START_MS)))
      throw new Error(`no host: ${hostOutput()}`);
    const codes: (number | null)[] = [];
    const command = async (...words: string[]): Promise<string> => {
      const child = run(['dist/cli/index.js', ...words, ...profile]);
      const output = outputOf(child);
      codes.push(await endOf(child));
      return output();
    };
    const added = await command('add', 'Write to the landlord 30m tomorrow 10am');
    await command('add', 'Repair the bicycle 45m');
    await command('plan');
    const { id } = JSON.parse(added) as { id: string };
    await command('done', id, '--minutes', '40');
    const found = await command('search', 'bicycle');
    host.kill('SIGINT');
    codes.push(await hostEnd);
    return { codes, found, leftBehind: [...below(join(base, 'home')), ...below(join(base, 'tmp'))] };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function emptyMachine(base: string): NodeJS.ProcessEnv {
  const home = join(base, 'home');
  const temporary = join(base, 'tmp');
  for (const folder of [home, temporary]) mkdirSync(folder);
  const kept = Object.entries(process.env).filter(([name]) => PASSED.has(name.toUpperCase()));
  const folders = {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData'),
    LOCALAPPDATA: join(home, 'Local'),
  };
  return {
    ...Object.fromEntries(kept),
    ...folders,
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
    BROWSER: 'none',
  };
}

function outputOf(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr?.resume();
  return () => text;
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done, failed) => child.once('close', done).once('error', failed));
}

function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}
