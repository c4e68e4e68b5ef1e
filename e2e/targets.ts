import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type Browser, type Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { launchFakeElectron, type FakeElectronApp } from './fake-electron/display.ts';
import { until } from './until.ts';

/** The three ways the built app runs in a test. Each starts on a new profile unless it is given one. */

export const root = resolve(import.meta.dirname, '..');

export type TargetName = 'host' | 'fakeElectron' | 'electron';

/** The app, running, with its page. */
export interface Running {
  target: TargetName;
  page: Page;
  dataDir: string;
  /** What must stay empty: violations of the policy, errors on the console, uncaught exceptions. */
  problems: string[];
  /** The fake's own interface, when the target is the fake. */
  fakeElectron: FakeElectronApp | null;
  /** Ends the program as a person would; answers its exit code. */
  quit(): Promise<number | null>;
  /** Quits, and removes the profile if it was made here. */
  dispose(): Promise<void>;
}

export interface StartOptions {
  dataDir?: string;
  /** Local moment at which the app's day begins, in `TEST_ZONE`; the real clock when absent. */
  now?: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
}

/** Where the people of the tests live. */
export const TEST_ZONE = 'Europe/Berlin';

/** Environment and arguments that put a Node process into another moment. */
export function atMoment(now: string | undefined): { env: NodeJS.ProcessEnv; execArgv: string[] } {
  const env: NodeJS.ProcessEnv = { TZ: TEST_ZONE };
  if (now === undefined) return { env, execArgv: [] };
  const wanted = Temporal.PlainDateTime.from(now).toZonedDateTime(TEST_ZONE).epochMilliseconds;
  const clock = new URL('./clock.ts', import.meta.url);
  clock.searchParams.set('shiftMs', String(wanted - Date.now()));
  return { env, execArgv: ['--import', clock.href] };
}

/** Electron's program, where it is on this machine and can show a window. */
export function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return null;
  const file = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
    readFileSync(pathFile, 'utf8'),
  );
  return existsSync(file) ? file : null;
}

/** The targets that can run here. */
export function targets(): TargetName[] {
  return electronBinary() === null ? ['host', 'fakeElectron'] : ['host', 'fakeElectron', 'electron'];
}

/** Starts the built app on a target and waits for its page. */
export async function start(
  target: TargetName,
  browser: Browser,
  options: StartOptions = {},
): Promise<Running> {
  const made = options.dataDir === undefined ? mkdtempSync(join(tmpdir(), 'daymark-e2e-')) : null;
  const dataDir = options.dataDir ?? join(made ?? '', 'profile');
  const problems: string[] = [];
  const starters = { host: startHost, fakeElectron: startFakeElectron, electron: startElectron };
  const started = await starters[target](browser, dataDir, options, problems);
  let code: Promise<number | null> | null = null;
  const quit = (): Promise<number | null> => (code ??= started.quit());
  return {
    target,
    dataDir,
    problems,
    page: started.page,
    fakeElectron: started.fakeElectron ?? null,
    quit,
    async dispose() {
      await quit();
      if (made !== null) rmSync(made, { recursive: true, force: true });
    },
  };
}

interface Started {
  page: Page;
  fakeElectron?: FakeElectronApp;
  quit: () => Promise<number | null>;
}

type Starter = (
  browser: Browser,
  dataDir: string,
  options: StartOptions,
  problems: string[],
) => Promise<Started>;

const startHost: Starter = async (browser, dataDir, options, problems) => {
  const args = ['--data-dir', dataDir, ...(options.args ?? [])];
  const child = spawnBuilt('dist/host/index.js', args, {
    ...options,
    env: { BROWSER: 'none', ...options.env },
  });
  const address = await printedAddress(child);
  const context = await browser.newContext({
    timezoneId: TEST_ZONE,
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1_280, height: 820 },
  });
  const page = await context.newPage();
  await watch(page, problems);
  await page.goto(address, { waitUntil: 'load' });
  return {
    page,
    quit: async () => {
      await context.close();
      return end(child);
    },
  };
};

const startFakeElectron: Starter = async (browser, dataDir, options, problems) => {
  const moment = atMoment(options.now);
  const fakeElectron = launchFakeElectron({
    browser,
    timezoneId: TEST_ZONE,
    execArgv: moment.execArgv,
    main: join(root, 'dist/main/index.js'),
    args: ['--data-dir', dataDir, ...(options.args ?? [])],
    env: { ...moment.env, ...options.env },
    colorScheme: options.colorScheme,
    onDialog: () => 0,
    onPage: (page) => watch(page, problems),
  });
  const page = await fakeElectron.firstPage();
  if (options.viewport) await page.setViewportSize(options.viewport);
  return { page, fakeElectron, quit: () => fakeElectron.quit() };
};

const startElectron: Starter = async (_browser, dataDir, options, problems) => {
  const app = await _electron.launch({
    executablePath: electronBinary() ?? undefined,
    args: [root, '--data-dir', dataDir, ...(options.args ?? [])],
    env: { ...process.env, TZ: TEST_ZONE, ...options.env } as Record<string, string>,
    colorScheme: options.colorScheme ?? 'light',
  });
  // Dialogs of the system can't be clicked from here.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  const page = await app.firstWindow();
  await watch(page, problems);
  return {
    page,
    quit: async () => {
      const child = app.process();
      await app.close();
      return child.exitCode;
    },
  };
};

/** Runs a built file with the Node of this test. */
export function spawnBuilt(
  file: string,
  args: string[],
  { now, env }: { now?: string; env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const moment = atMoment(now);
  return spawn(process.execPath, [...moment.execArgv, join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...moment.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The address that the host prints, with its one-time token. */
export async function printedAddress(child: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const address = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output)?.[0];
  await until(() => address() !== undefined || child.exitCode !== null, 30_000);
  const found = address();
  if (found === undefined)
    throw new Error(`the host printed no address (exit code ${child.exitCode})\n${output}`);
  return found;
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const code = await exited;
  clearTimeout(timer);
  return code;
}

/** Notes everything on a page that should not happen. */
async function watch(page: Page, problems: string[]): Promise<void> {
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // Chromium names a directive that it does not know yet, and heeds the others.
    if (message.text().includes("directive 'webrtc'")) return;
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('daymarkViolation', (what: string) => problems.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { daymarkViolation?: (what: string) => void }).daymarkViolation;
      report?.(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
}

export interface CliAnswer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line to its end. */
export function runCli(args: string[], now?: string): Promise<CliAnswer> {
  const child = spawnBuilt('dist/cli/index.js', args, { now });
  const answer: CliAnswer = { code: null, stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (answer.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (answer.stderr += text));
  return new Promise((done) => child.on('close', (code) => done({ ...answer, code })));
}
