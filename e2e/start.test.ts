import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { todayList } from './journey.ts';
import { atMoment, root } from './targets.ts';
import { until } from './until.ts';

/** `npm start` as a newcomer runs it on a machine without a display, and what is left after Ctrl-C. */

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\S*/;

let browser: Browser;
let folder = '';

interface Started {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

function npmStart(args: string[]): Started {
  const moment = atMoment('2026-03-04T09:10');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...moment.env,
    NODE_OPTIONS: moment.execArgv.join('='),
    BROWSER: 'none',
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  delete env.DISPLAY;
  delete env.WAYLAND_DISPLAY;
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return { child, output: () => text, exited: new Promise((done) => child.once('exit', done)) };
}

describe.runIf(process.platform === 'linux')('npm start without a display', () => {
  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'daymark-start-'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says why it opens in the browser, serves the page, and ends on Ctrl-C', async () => {
    const { child, output, exited } = npmStart(['--data-dir', join(folder, 'profile')]);
    expect(await until(() => ADDRESS.test(output()), 60_000)).toBe(true);
    expect(output()).toMatch(/^[A-Z][^\n]*, so Daymark opens in the browser\.$/m);
    const address = ADDRESS.exec(output())?.[0] ?? '';
    const page = await browser.newPage();
    await page.goto(address);
    await page.getByRole('button', { name: 'Skip' }).waitFor();
    await page.close();
    child.kill('SIGINT');
    expect(await exited).toBe(0);
    await expect(fetch(new URL('/', address))).rejects.toThrow(/fetch failed/);
  });

  it('leads a second start to the one that runs', async () => {
    const first = npmStart(['--browser', '--data-dir', join(folder, 'shared')]);
    expect(await until(() => ADDRESS.test(first.output()), 60_000)).toBe(true);
    const second = npmStart(['--browser', '--data-dir', join(folder, 'shared')]);
    expect(await second.exited).toBe(0);
    const port = (text: string) => new URL(ADDRESS.exec(text)?.[0] ?? 'http://none').port;
    expect(port(second.output())).toBe(port(first.output()));
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
  });

  it('shows a believable profile with --demo', async () => {
    const { child, output, exited } = npmStart(['--browser', '--demo', '--data-dir', join(folder, 'demo')]);
    expect(await until(() => ADDRESS.test(output()), 90_000)).toBe(true);
    const page = await browser.newPage();
    await page.goto(ADDRESS.exec(output())?.[0] ?? '');
    await page.getByRole('link', { name: /^Done/ }).click();
    const finished = page.getByRole('button', { name: /^Reopen / });
    expect(await until(async () => (await finished.count()) > 10, 30_000)).toBe(true);
    await page.getByRole('link', { name: /^Today/ }).click();
    await todayList(page).waitFor();
    await page.close();
    child.kill('SIGINT');
    expect(await exited).toBe(0);
  });

  it('refuses an option it does not know, with one line', async () => {
    const { output, exited } = npmStart(['--browser', '--data-dri', 'x']);
    expect(await exited).toBe(2);
    expect(output().trim().split('\n')).toHaveLength(1);
  });
});
