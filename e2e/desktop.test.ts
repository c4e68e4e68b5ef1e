import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { axeFindings } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { launchFakeElectron } from './fake-electron/display.ts';
import { capture, go, holds, rowOf, skipFirstRun, type, visible } from './journey.ts';
import { join } from 'node:path';
import { root, start, type Running } from './targets.ts';
import { until } from './until.ts';

/** What stands beside the main window, by the fake Electron: keys, clipboard, links, the tray, sleep and locking. */

const NOW = '2027-05-03T09:00';
const KEYS = 'Control+Shift+Space';

let browser: Browser;
let app: Running;

beforeAll(async () => {
  browser = await openBrowser();
  app = await start('fakeElectron', browser, {
    now: NOW,
    env: { FAKE_ELECTRON_TAKEN_KEYS: 'Control+Alt+T' },
  });
  await skipFirstRun(app.page);
}, 120_000);
afterAll(async () => {
  await app?.dispose();
  await browser?.close();
});

const fake = () => app.fakeElectron!;
const quickAddWindow = async () =>
  (await fake().inspect()).windows.find(({ options }) => options['frame'] === false);
/** Sets keys as a person does: press the button, then the keys. */
async function record(label: string, keys: string): Promise<void> {
  await app.page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await app.page.keyboard.press(keys);
}

describe('quick add from any program', () => {
  let small: Page;

  it('is set by pressing its keys; those of another program are refused', async () => {
    await go(app.page, 'Settings');
    await record('Quick add from any app', 'Control+Alt+T');
    expect(await visible(app.page.getByText('another program has Control+Alt+T'))).toBe(true);
    await record('Quick add from any app', KEYS);
    expect(await until(async () => (await fake().inspect()).shortcuts.includes(KEYS))).toBe(true);
    await record('Add the clipboard', 'Control+Shift+V');
    expect(await until(async () => (await fake().inspect()).shortcuts.length === 2)).toBe(true);
  });

  it('waits unseen, behind the guards of the main window', async () => {
    expect(await until(async () => (await quickAddWindow()) !== undefined)).toBe(true);
    const made = (await quickAddWindow())!;
    expect(made).toMatchObject({
      shown: false,
      options: { alwaysOnTop: true },
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, partition: 'daymark' },
    });
    await until(() => fake().pageOf(made.id) !== undefined);
    small = fake().pageOf(made.id)!;
    expect(await visible(capture(small), 20_000)).toBe(true);
  });

  it('comes with the cursor in its field, and keeps what is typed when it is left', async () => {
    await fake().desktop({ kind: 'press', keys: KEYS });
    expect(await until(async () => (await quickAddWindow())?.shown === true)).toBe(true);
    expect(await until(() => capture(small).evaluate((field) => field === document.activeElement))).toBe(
      true,
    );
    await type(small, 'Call the plumber 20m');
    await small.keyboard.press('Escape');
    expect(await until(async () => (await quickAddWindow())?.shown === false)).toBe(true);
    await fake().desktop({ kind: 'press', keys: KEYS });
    await fake().desktop({ kind: 'blur', windowId: (await quickAddWindow())!.id });
    expect((await quickAddWindow())?.shown).toBe(false);
    expect(await holds(capture(small), 'Call the plumber 20m')).toBe(true);
  });

  it('adds and hides on Enter, and the main window shows it', async () => {
    await fake().desktop({ kind: 'press', keys: KEYS });
    expect(await axeFindings(small)).toEqual([]);
    await capture(small).press('Enter');
    expect(await until(async () => (await quickAddWindow())?.shown === false)).toBe(true);
    await go(app.page, 'Tasks');
    expect(await visible(app.page.getByRole('button', { name: /^Call the plumber/ }).first())).toBe(true);
  });

  it('takes the text of the clipboard as one line, for a look before Enter', async () => {
    await fake().desktop({ kind: 'copy', text: 'Read the\nreport 30m' });
    await fake().desktop({ kind: 'press', keys: 'Control+Shift+V' });
    expect(await holds(capture(small), 'Read the report 30m')).toBe(true);
    expect(await visible(small.getByText('From the clipboard. Enter adds it.'))).toBe(true);
    await small.keyboard.press('Escape');
  });
});

describe('a link', () => {
  it('puts its text into the field for a look, and never over what is typed', async () => {
    await type(app.page, 'Half a thou');
    const second = launchFakeElectron({
      browser,
      main: join(root, 'dist/main/index.js'),
      args: ['--data-dir', app.dataDir, 'daymark://add?text=Water%20the%20plants'],
    });
    expect(await second.exited).toBe(0);
    await fake().desktop({ kind: 'openUrl', url: 'daymark://add?text=Buy%20bread' });
    expect(await holds(capture(app.page), 'Half a thou')).toBe(true);
    await capture(app.page).fill('');
    expect(await holds(capture(app.page), 'Buy bread')).toBe(true);
    expect(await visible(app.page.getByText('From a link. Enter adds it.'))).toBe(true);
    expect(await app.page.getByRole('button', { name: /^Buy bread/ }).count()).toBe(0);
    await capture(app.page).fill('');
  });

  it('is refused when it asks for anything else', async () => {
    for (const url of ['daymark://erase', 'daymark://task/1', 'daymark://add?text=a&yes=1'])
      await fake().desktop({ kind: 'openUrl', url });
    expect(await holds(capture(app.page), '')).toBe(true);
  });
});

describe('the tray and the timer', () => {
  it('starts, shows in the focus window, and pauses when the computer sleeps', async () => {
    await go(app.page, 'Today');
    expect(await visible(rowOf(app.page, 'Call the plumber'), 20_000)).toBe(true);
    const label = 'Start “Call the plumber”';
    expect(
      await until(async () => (await fake().inspect()).tray?.labels.includes(label) ?? false, 20_000),
    ).toBe(true);
    await fake().desktop({ kind: 'tray', label });
    await fake().desktop({ kind: 'tray', label: 'Focus window' });
    const focus = await focusPage();
    expect(await visible(focus.getByRole('heading', { name: 'Call the plumber' }), 20_000)).toBe(true);
    expect(await visible(focus.getByRole('button', { name: 'Pause' }))).toBe(true);
    expect(await axeFindings(focus)).toEqual([]);

    await focus.keyboard.press('i');
    await focus.getByLabel('What came up?').fill('Ask about the rent');
    await focus.keyboard.press('Enter');
    expect(await visible(focus.getByRole('button', { name: 'Pause' }))).toBe(true);

    await fake().desktop({ kind: 'power', event: 'suspend' });
    expect(await visible(app.page.getByText('Timer paused while the computer slept.'))).toBe(true);
    expect(await visible(focus.getByRole('button', { name: 'Start' }))).toBe(true);
    await focus.getByRole('button', { name: 'Close' }).click();
    await go(app.page, 'Tasks');
    expect(await visible(app.page.getByRole('button', { name: /^Ask about the rent/ }).first())).toBe(true);
  });

  async function focusPage(): Promise<Page> {
    const made = async () =>
      (await fake().inspect()).windows.find(({ options }) => String(options['title']).includes('Focus'));
    await until(async () => {
      const window = await made();
      return window !== undefined && fake().pageOf(window.id) !== undefined;
    });
    return fake().pageOf((await made())!.id)!;
  }

  it('ends cleanly, hidden windows included, with nothing on the console', async () => {
    expect(app.problems).toEqual([]);
    expect(await app.quit()).toBe(0);
  });
});
