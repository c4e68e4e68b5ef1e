import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { add, rowOf, skipFirstRun, visible } from './journey.ts';
import { atMoment, root, start, targets, type Running } from './targets.ts';
import { launchFakeElectron } from './fake-electron/display.ts';
import { until } from './until.ts';

/** What the page can't do even when someone else writes its scripts, and what main promises Electron. */

const NOW = '2026-03-04T09:10';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(targets())('a page in %s that was taken over', (target) => {
  let app: Running;
  beforeAll(async () => {
    app = await start(target, browser, { now: NOW });
    await skipFirstRun(app.page);
  });
  afterAll(() => app?.dispose());

  const violated = (...directives: string[]) =>
    until(() =>
      app.problems.some((line) => directives.some((directive) => line.startsWith(`policy: ${directive}`))),
    );

  it('runs no inline script', async () => {
    await app.page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.text = 'window.taken = true';
      } catch {
        // Trusted Types refuse the text before the policy refuses the script.
      }
      script.append('window.taken = true');
      document.head.append(script);
    });
    expect(await app.page.evaluate(() => 'taken' in window)).toBe(false);
    expect(await violated('script-src', 'require-trusted-types-for')).toBe(true);
  });

  it('makes no code and no markup out of text', async () => {
    // What `evaluate` runs itself is exempt from the policy; what it puts off is not.
    const refusals = await app.page.evaluate(async () => {
      await new Promise((done) => setTimeout(done, 0));
      const factory = (
        window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
      ).trustedTypes;
      const tries: (() => unknown)[] = [
        () => new Function('return 1')(),
        () => document.createElement('div').insertAdjacentHTML('beforeend', '<img src=x>'),
        () => (document.createElement('div').innerHTML = '<b>x</b>'),
        () => factory.createPolicy('other', { createHTML: (text: string) => text }),
        () => factory.createPolicy('default', { createHTML: (text: string) => text }),
      ];
      return tries.map((attempt) => {
        try {
          attempt();
          return 'allowed';
        } catch (error) {
          return error instanceof Error ? error.name : 'refused';
        }
      });
    });
    expect(refusals).toHaveLength(5);
    expect(refusals).not.toContain('allowed');
  });

  it('reaches no one outside', async () => {
    const reached = await app.page.evaluate(async () => {
      const image = new Promise<string>((done) => {
        const element = new Image();
        element.addEventListener('load', () => done('image'));
        element.addEventListener('error', () => done('nothing'));
        element.src = 'https://example.org/pixel.png';
      });
      const fetched = fetch('https://example.org/', { mode: 'no-cors' }).then(
        () => 'fetch',
        () => 'nothing',
      );
      const beacon = navigator.sendBeacon('https://example.org/', 'x') ? 'sent' : 'nothing';
      await new Promise((done) => setTimeout(done, 200));
      return [await image, await fetched, beacon === 'sent' ? 'queued' : beacon];
    });
    expect(reached.slice(0, 2)).toEqual(['nothing', 'nothing']);
    expect(await violated('connect-src')).toBe(true);
    expect(await violated('img-src')).toBe(true);
  });

  it('shows no frame and takes no other style sheet', async () => {
    await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      document.body.append(frame);
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
    });
    expect(await violated('frame-src')).toBe(true);
    expect(await violated('style-src')).toBe(true);
    expect(await app.page.locator('body').isVisible()).toBe(true);
  });

  it('has no WebRTC, and no one brings it back', async () => {
    const left = await app.page.evaluate(() => {
      const page = window as unknown as Record<string, unknown>;
      const names = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'];
      for (const name of names) {
        Reflect.deleteProperty(page, name);
        Reflect.set(page, name, 1);
      }
      return names.filter((name) => page[name] !== undefined);
    });
    expect(left).toEqual([]);
  });

  it('has no Node', async () => {
    expect(
      await app.page.evaluate(() =>
        ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
      ),
    ).toEqual([]);
  });
});

describe('the Electron main process', () => {
  let app: Running;
  beforeAll(async () => {
    app = await start('fakeElectron', browser, {
      now: NOW,
      env: { FAKE_ELECTRON_KEYRING: 'a test keyring' },
    });
    await skipFirstRun(app.page);
  });
  afterAll(() => app?.dispose());

  it('isolates its window', async () => {
    const { windows } = await app.fakeElectron!.inspect();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      spellcheck: false,
      preload: join(root, 'dist/preload/index.cjs'),
    });
    expect(windows[0]?.options).toMatchObject({ show: false });
    expect(windows[0]?.shown).toBe(true);
  });

  it('keeps nothing of the page on disk and guards its session', async () => {
    const { sessions, privilegedSchemes, ipcChannels, contentsEvents } = await app.fakeElectron!.inspect();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.partition).not.toMatch(/^persist:/);
    expect(sessions[0]?.schemes).toEqual(['app']);
    expect(sessions[0]?.handlers).toEqual(
      expect.arrayContaining([
        'permissionRequest',
        'permissionCheck',
        'devicePermission',
        'displayMedia',
        'bluetoothPairing',
        'onBeforeRequest',
        'will-download',
        'spellChecker false',
        'dictionaries https://nowhere.invalid/',
      ]),
    );
    expect(privilegedSchemes.map(({ scheme }) => scheme)).toEqual(['app']);
    expect(privilegedSchemes[0]?.privileges).not.toHaveProperty('bypassCSP');
    expect(ipcChannels).toEqual(['daymark:connect']);
    expect(contentsEvents).toEqual(
      expect.arrayContaining([
        'will-frame-navigate',
        'will-redirect',
        'will-attach-webview',
        'render-process-gone',
      ]),
    );
  });

  it('refuses permissions, but for copying text', async () => {
    const page = 'app://daymark/index.html';
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      expect(await app.fakeElectron!.askPermission(permission, page)).toEqual({
        request: false,
        check: false,
      });
    }
    expect(await app.fakeElectron!.askPermission('clipboard-sanitized-write', page)).toEqual({
      request: true,
      check: true,
    });
    expect(await app.fakeElectron!.askPermission('clipboard-sanitized-write', page, false)).toEqual({
      request: false,
      check: false,
    });
  });

  it('stays at its address and asks before it hands a link to the browser', async () => {
    const { page } = app;
    const before = page.url();
    await page.evaluate(() => window.location.assign('https://example.org/away'));
    expect(
      await until(() => app.fakeElectron!.dialogs.some(({ message }) => message.includes('example.org'))),
    ).toBe(true);
    expect(
      await until(async () =>
        (await app.fakeElectron!.inspect()).openedLinks.includes('https://example.org/away'),
      ),
    ).toBe(true);
    await page.evaluate(() => void window.open('https://example.org/opened'));
    expect(
      await until(async () =>
        (await app.fakeElectron!.inspect()).openedLinks.includes('https://example.org/opened'),
      ),
    ).toBe(true);
    await page.evaluate(() => void window.open('http://example.org/plain'));
    expect(
      await until(() => app.fakeElectron!.dialogs.some(({ detail }) => detail.includes('plain')), 700),
    ).toBe(false);
    expect(page.url()).toBe(before);
  });

  it('makes a recovery code on the first start and keeps the key in the keychain', async () => {
    const shown = app.fakeElectron!.dialogs.filter(({ title }) => title === 'Your recovery code');
    expect(shown).toHaveLength(1);
    expect(shown[0]?.message).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{2,})+$/);
    expect(readFileSync(join(app.dataDir, 'keys.json'), 'utf8')).toContain('keychain');
    expect(existsSync(join(app.dataDir, 'key'))).toBe(false);
  });

  it('runs the models in a helper process, which may die without taking a task with it', async () => {
    const { utilities } = await app.fakeElectron!.inspect();
    expect(utilities.map(({ path }) => path)).toEqual([join(root, 'dist/ml/index.js')]);
    process.kill(utilities[0]?.pid ?? 0, 'SIGKILL');
    await add(app.page, 'Survive the crash 15m');
    await app.page.getByRole('link', { name: /^Tasks/ }).click();
    expect(await visible(app.page.getByRole('button', { name: /^Survive the crash/ }).first())).toBe(true);
    expect(await until(async () => (await app.fakeElectron!.inspect()).utilities.length === 2, 15_000)).toBe(
      true,
    );
    await app.page.getByRole('link', { name: /^Today/ }).click();
    expect(await visible(rowOf(app.page, 'Survive the crash'), 20_000)).toBe(true);
  });

  it('connects again after a reload', async () => {
    await app.page.evaluate(() => window.location.reload());
    expect(await visible(rowOf(app.page, 'Survive the crash'))).toBe(true);
  });

  it('leaves a second start to the first', async () => {
    const second = launchFakeElectron({
      browser,
      main: join(root, 'dist/main/index.js'),
      args: ['--data-dir', app.dataDir],
    });
    expect(await second.exited).toBe(0);
    expect((await app.fakeElectron!.inspect()).windows).toHaveLength(1);
    expect(await app.page.title()).toContain('Daymark');
  });

  it('ends on Ctrl-C with everything it started, and remembers its window', async () => {
    const { utilities } = await app.fakeElectron!.inspect();
    app.fakeElectron!.child.kill('SIGINT');
    expect(await app.fakeElectron!.exited).toBe(0);
    const alive = (pid: number | undefined) => {
      try {
        return pid !== undefined && process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    expect(await until(() => utilities.every(({ pid }) => !alive(pid)))).toBe(true);
    const state = join(app.dataDir, 'electron/window.json');
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ bounds: { width: 1_280, height: 820 } });
    expect(statSync(state).mode & 0o077).toBe(0);
  });

  it('opens the profile again with the keychain, and without it asks for the passphrase', async () => {
    const again = await start('fakeElectron', browser, {
      now: NOW,
      dataDir: app.dataDir,
      env: { FAKE_ELECTRON_KEYRING: 'a test keyring' },
    });
    expect(await visible(rowOf(again.page, 'Survive the crash'))).toBe(true);
    expect(again.fakeElectron!.dialogs).toEqual([]);
    await again.quit();

    const stranger = await start('fakeElectron', browser, { now: NOW, dataDir: app.dataDir });
    expect(await visible(stranger.page.getByRole('textbox', { name: /passphrase|recovery/i }))).toBe(true);
    expect(await rowOf(stranger.page, 'Survive the crash').count()).toBe(0);
    const code = app.fakeElectron!.dialogs.find(({ title }) => title === 'Your recovery code')?.message ?? '';
    await stranger.page.getByRole('textbox', { name: /passphrase|recovery/i }).fill(code);
    await stranger.page.keyboard.press('Enter');
    expect(await visible(rowOf(stranger.page, 'Survive the crash'), 15_000)).toBe(true);
    await stranger.quit();
  });

  it('leaves a profile alone that the browser host has open', async () => {
    const host = await start('host', browser, { now: NOW });
    try {
      const late = launchFakeElectron({
        browser,
        main: join(root, 'dist/main/index.js'),
        args: ['--data-dir', host.dataDir],
        onDialog: () => 1,
        ...atMoment(NOW),
      });
      expect(await late.exited).toBe(0);
      expect(late.dialogs.map(({ message }) => message)).toEqual([
        "This profile is already open in Daymark's browser version.",
      ]);
      await host.page.reload();
      expect(await visible(host.page.getByRole('button', { name: 'Skip' }))).toBe(true);
    } finally {
      await host.dispose();
    }
  });

  it('ends with one sentence when the data folder can not be used', async () => {
    const blocked = launchFakeElectron({
      browser,
      main: join(root, 'dist/main/index.js'),
      args: ['--data-dir', join(root, 'package.json', 'profile')],
    });
    expect(await blocked.exited).toBe(1);
    expect(blocked.stderr().trim()).toMatch(/^The data folder can’t be written: .*package\.json.*\.$/);
  });
});
