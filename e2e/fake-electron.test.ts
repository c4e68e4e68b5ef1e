import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { until } from './until.ts';
import { launchFakeElectron, type FakeElectronApp } from './fake-electron/display.ts';

/** The fake has tests of its own, because a guard that passes on a fake which asks no one proves nothing. */

const main = fileURLToPath(new URL('./fake-electron/fixture/main.mjs', import.meta.url));

interface Fixture extends Window {
  seen: unknown[];
  port?: MessagePort;
  hasBridgeAtStart: boolean;
  opened?: Window | null;
  bridge: { connect: (word: string) => void; fails: () => void; world: () => string };
}
declare const window: Fixture;

let browser: Browser;
let app: FakeElectronApp;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  app = launchFakeElectron({ browser, main, args: [], onDialog: () => 0 });
  page = await app.firstPage();
});

afterAll(async () => {
  app.child.kill();
  await browser.close();
});

const said = (text: string) => until(() => app.stderr().includes(text));

describe('the fake Electron', () => {
  it('serves the page from the protocol handler, under its policy', async () => {
    expect(await page.title()).toBe('fixture');
    const blocked = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.inline = true';
          document.head.append(script);
        }),
    );
    expect(blocked).toBe('script-src-elem');
  });

  it('runs the preload script first, in a world of its own', async () => {
    expect(await page.evaluate(() => window.hasBridgeAtStart)).toBe(true);
    expect(await page.evaluate(() => 'onlyHere' in window)).toBe(false);
    expect(await page.evaluate(() => window.bridge.world())).toBe('preload world');
    expect(await page.evaluate(() => 'require' in window || 'process' in window)).toBe(false);
  });

  it('carries errors of exposed functions into the page', async () => {
    await expect(page.evaluate(() => window.bridge.fails())).rejects.toThrow('refused by the preload script');
  });

  it('moves a port into the page and carries text and bytes both ways, in order', async () => {
    const sender = page.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener('message', (event) => event.data?.origin && resolve(event.data));
        }),
    );
    await page.evaluate(() => window.bridge.connect('echo'));
    expect(await sender).toEqual({ origin: 'app://daymark', url: 'app://daymark/index.html' });
    await page.waitForFunction(() => window.port !== undefined);
    await page.evaluate(() => {
      for (let n = 0; n < 50; n += 1) window.port?.postMessage(String(n));
      window.port?.postMessage(new Uint8Array([0, 128, 255]));
    });
    await page.waitForFunction(() => window.seen.length === 51);
    const seen = await page.evaluate(() => window.seen);
    expect(seen).toEqual([...Array.from({ length: 50 }, (_, n) => `echo ${n}`), [0, 128, 255]]);
  });

  it('asks the guards before the page goes anywhere, and has no network', async () => {
    await page.evaluate(() => window.location.assign('https://example.org/away'));
    await expect.poll(() => app.refused).toContain('https://example.org/away');
    expect(page.url()).toBe('https://daymark.app.test/index.html');
    const failed = await page.evaluate(() =>
      fetch('/cancelled').then(
        () => false,
        () => true,
      ),
    );
    expect(failed).toBe(true);
  });

  it('closes the windows that a page opens', async () => {
    await page.evaluate(() => {
      window.opened = window.open('https://example.org/popup');
    });
    expect(await said('wants https://example.org/popup')).toBe(true);
    await page.waitForFunction(() => window.opened?.closed === true);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('asks the permission handler', async () => {
    const url = 'app://daymark/index.html';
    expect((await app.askPermission('notifications', url)).request).toBe(true);
    expect((await app.askPermission('geolocation', url)).request).toBe(false);
  });

  it('answers dialogs and runs helpers with a parent port', async () => {
    expect(await said('answered 0')).toBe(true);
    expect(app.dialogs).toMatchObject([{ message: 'Well?', buttons: ['Yes', 'No'] }]);
    expect(await said('helper says hello without send: true')).toBe(true);
  });

  it('fails loudly on what it lacks', async () => {
    expect(await said('the fake Electron lacks app.dock')).toBe(true);
    expect(await said('the fake Electron lacks WebContents.openDevTools')).toBe(true);
    expect(await said('the fake Electron lacks dialog.showOpenDialog')).toBe(true);
  });

  it('records what main told Electron', async () => {
    expect(await app.inspect()).toMatchObject({
      privilegedSchemes: [{ scheme: 'app', privileges: { standard: true, secure: true } }],
      sessions: [{ partition: 'fixture', schemes: ['app'] }],
      windows: [{ webPreferences: { sandbox: true, partition: 'fixture' } }],
      ipcChannels: ['connect'],
    });
  });

  it('tells main when a reload has cut the port', async () => {
    await page.evaluate(() => window.location.reload());
    expect(await said('port closed')).toBe(true);
    await page.waitForFunction(() => window.hasBridgeAtStart === true && window.port === undefined);
  });

  it('ends as Electron does: windows first, then a will-quit that may ask for time', async () => {
    expect(await app.quit()).toBe(0);
    expect(app.stderr()).toContain('closing');
  });
});
