import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { add, capture, onRow, rowOf, skipFirstRun, type, visible } from './journey.ts';
import { printedAddress, spawnBuilt } from './targets.ts';
import { until } from './until.ts';

/** A page that stays open while its host is killed and started again. */

const NOW = '2026-03-04T09:10';

let browser: Browser;
let dataDir: string;
let page: Page;
const children: ChildProcess[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'daymark-return-'));
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  for (const child of children.splice(0)) await kill(child);
  rmSync(dataDir, { recursive: true, force: true });
});

async function startHost(more: string[] = []): Promise<{ child: ChildProcess; address: string }> {
  const child = spawnBuilt('dist/host/index.js', ['--data-dir', dataDir, ...more], {
    now: NOW,
    env: { BROWSER: 'none' },
  });
  children.push(child);
  return { child, address: await printedAddress(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

const portOf = (address: string): string => new URL(address).port;
const notice = () => page.getByRole('alert').filter({ hasText: 'Daymark' });

async function begin(more: string[] = []): Promise<{ child: ChildProcess; address: string }> {
  const host = await startHost(more);
  await page.goto(host.address, { waitUntil: 'load' });
  await skipFirstRun(page);
  await add(page, 'Water the plants today 20m');
  expect(await visible(rowOf(page, 'Water the plants'), 30_000)).toBe(true);
  return host;
}

describe('after kill -9 and a new start', () => {
  it('the page goes on by itself: the typed line stays, a click while it was away is made once, a reload works', async () => {
    const first = await begin();
    await type(page, 'Typed before the end');
    await kill(first.child);
    expect(await visible(notice().filter({ hasText: 'Lost connection' }))).toBe(true);
    await onRow(page, 'Water the plants', 'Finish Water the plants');
    expect(await visible(notice().filter({ hasText: '1 change is not saved yet' }))).toBe(true);
    await capture(page).press('Enter');
    expect(await capture(page).inputValue()).toBe('Typed before the end');

    const second = await startHost();
    expect(portOf(second.address)).toBe(portOf(first.address));
    expect(await until(async () => (await notice().count()) === 0, 20_000)).toBe(true);
    expect(await visible(page.getByRole('button', { name: 'Reopen Water the plants' }), 20_000)).toBe(true);
    expect(await capture(page).inputValue()).toBe('Typed before the end');
    await capture(page).press('Enter');
    await page.getByRole('link', { name: /^Tasks/ }).click();
    expect(await visible(page.getByText('Typed before the end'), 20_000)).toBe(true);

    await page.reload();
    expect(await visible(capture(page))).toBe(true);
  });

  it('a host that asks for the passphrase first gets what was kept after that', async () => {
    const secret = join(dataDir, 'secret.txt');
    writeFileSync(secret, 'correct horse');
    const first = await begin(['--passphrase-file', secret]);
    await type(page, 'Typed before the lock');
    await kill(first.child);
    expect(await visible(notice())).toBe(true);
    await onRow(page, 'Water the plants', 'Finish Water the plants');
    await startHost();
    await page.getByLabel('Passphrase or recovery code').fill('correct horse');
    await page.getByRole('button', { name: 'Unlock' }).click();
    expect(await visible(page.getByRole('button', { name: 'Reopen Water the plants' }), 20_000)).toBe(true);
    expect(await capture(page).inputValue()).toBe('Typed before the lock');
  });

  it('a page that is reloaded before it came back says what to do', async () => {
    const first = await begin();
    await kill(first.child);
    await startHost();
    await page.goto(new URL('/', first.address).href);
    expect(await visible(page.getByText('not signed in to Daymark'))).toBe(true);
  });

  it('a page whose address someone else has taken tells it nothing, and keeps what was typed', async () => {
    const first = await begin();
    const received: string[] = [];
    await kill(first.child);
    const stranger = await listenAt(Number(portOf(first.address)), received);
    const second = await startHost();
    expect(portOf(second.address)).not.toBe(portOf(first.address));
    await type(page, 'No one else may read this');
    await capture(page).press('Enter');
    expect(await until(() => received.length > 2, 20_000)).toBe(true);
    expect(await capture(page).inputValue()).toBe('No one else may read this');
    expect(received.filter((line) => !/^GET \/return\?id=[\w.-]+$/.test(line))).toEqual([]);
    await new Promise((done) => stranger.close(done));
  });

  it('a page that the host does not know any more says what to do', async () => {
    const first = await begin();
    await kill(first.child);
    const memory = JSON.parse(readFileSync(join(dataDir, 'host.json'), 'utf8')) as object;
    writeFileSync(join(dataDir, 'host.json'), JSON.stringify({ ...memory, secrets: [] }));
    await startHost();
    expect(await visible(notice().filter({ hasText: 'does not know this page' }), 20_000)).toBe(true);
    await onRow(page, 'Water the plants', 'Finish Water the plants');
    expect(await visible(page.getByText('nothing was changed'))).toBe(true);
  });
});

/** A program of someone else at the page's address: notes what it is asked, and answers nothing. */
async function listenAt(port: number, received: string[]): Promise<Server> {
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    received.push(`${request.method} ${request.url}`);
    socket.destroy();
  });
  server.on('request', (request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return server;
}

describe.runIf(process.platform === 'linux')('the browser that is started', () => {
  it('has no token on its command line, which everybody can read', async () => {
    const told = join(dataDir, 'told.txt');
    const fake = join(dataDir, 'browser.sh');
    writeFileSync(fake, `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > ${told}\n`);
    chmodSync(fake, 0o700);
    // `xdg-open` hands over to $BROWSER where there is no desktop.
    const xdgOpen = join(dataDir, 'xdg-open');
    writeFileSync(xdgOpen, `#!/bin/sh\nexec ${fake} "$@"\n`);
    chmodSync(xdgOpen, 0o700);
    const child = spawnBuilt('dist/host/index.js', ['--data-dir', dataDir], {
      now: NOW,
      env: { BROWSER: fake, PATH: `${dataDir}:${process.env.PATH}` },
    });
    children.push(child);
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
    expect(await until(() => existsSync(told) && readFileSync(told, 'utf8').endsWith(' '), 30_000)).toBe(
      true,
    );
    const line = readFileSync(told, 'utf8');
    expect(line).not.toContain('token');
    expect(printed).not.toContain('token');
    const opener = /file:\/\/(\S+)/.exec(line)?.[1] ?? '';
    const address = /url=([^"]+)/.exec(readFileSync(opener, 'utf8'))?.[1] ?? '';
    await page.goto(address, { waitUntil: 'load' });
    expect(await visible(page.getByRole('button', { name: 'Skip' }))).toBe(true);
  });
});
