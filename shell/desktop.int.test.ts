import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WindowName, WindowRequest } from '../core/domain/desktop.ts';
import { testDesktop, type TestDesktop } from './desktop.fixture.ts';
import type { Profile } from './profile-types.ts';
import { keyFileLine, noMl, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** Tray, keys, links and the machine's sleep on a real profile; the desktop is the test's own. */

const PASSPHRASE = 'correct horse';
const PATIENCE = { timeout: 30_000, interval: 20 };

let dataDir: string;
let said: TestDesktop;
let profile: Profile;
const listening: AbortController[] = [];

beforeEach(async () => {
  dataDir = temporaryFolder();
  said = testDesktop();
  profile = await openTestProfile(dataDir, { shell: 'electron', spawnMl: noMl, desktop: said.desktop });
});
afterEach(async () => {
  for (const one of listening.splice(0)) one.abort();
  await profile.close();
  removeFolder(dataDir);
});

/** Everything a window is asked, as it comes. */
async function asked(window: WindowName): Promise<WindowRequest[]> {
  const stop = new AbortController();
  listening.push(stop);
  const got: WindowRequest[] = [];
  const requests = await profile.client.desktop.requests({ window }, { signal: stop.signal });
  void (async () => {
    for await (const request of requests) got.push(request);
  })().catch(() => {});
  return got;
}

const labels = (): string[] =>
  said.tray
    .at(-1)
    ?.groups.flat()
    .map(({ label }) => label) ?? [];
const log = (): string => readFileSync(join(dataDir, 'logs/daymark.log'), 'utf8');
const aTask = (text: string) => profile.client.tasks.create({ text });
const setPassphrase = () =>
  profile.client.vault.setPassphrase({
    passphrase: PASSPHRASE,
    removeKeyFile: true,
    present: keyFileLine(dataDir),
  });

describe('links', () => {
  it('wait for the window, show a text for confirmation and store nothing', async () => {
    said.link('daymark://add?text=Buy%20milk%20tomorrow');
    said.link('daymark://add?text=And%20eggs');
    expect(said.windows).toContain('main');
    const main = await asked('main');
    await vi.waitFor(
      () => expect(main).toEqual([{ kind: 'add', text: 'Buy milk tomorrow', from: 'link' }]),
      PATIENCE,
    );
    expect((await profile.client.tasks.counts()).open).toBe(0);
    expect(log()).toContain('link.dropped');
    expect(log()).not.toContain('eggs');
  });

  it('show a task, and are refused with one line in the log when they say anything else', async () => {
    const main = await asked('main');
    const { id } = await aTask('Buy milk');
    said.link(`daymark://task/${id}`);
    said.link('daymark://erase?text=everything');
    await vi.waitFor(() => expect(main).toEqual([{ kind: 'task', id }]), PATIENCE);
    expect(
      log()
        .split('\n')
        .filter((line) => line.includes('link.refused')),
    ).toHaveLength(1);
    expect(log()).not.toContain('erase');
  });
});

describe('keys', () => {
  const KEYS = 'CommandOrControl+Shift+Space';

  it('are taken when they are set and again at the next start, and given back', async () => {
    expect((await profile.client.desktop.state()).shortcuts).toEqual({ quickAdd: null, clipboard: null });
    expect((await profile.client.desktop.set({ shortcuts: { quickAdd: KEYS } })).taken).toEqual([]);
    expect(said.windows).toContain('~quickAdd');
    await profile.close();
    said = testDesktop();
    profile = await openTestProfile(dataDir, { shell: 'electron', spawnMl: noMl, desktop: said.desktop });
    expect(said.keys).toEqual(new Map([['quickAdd', KEYS]]));
    await profile.client.desktop.set({ shortcuts: { quickAdd: null } });
    expect(said.keys.size).toBe(0);
  });

  it('that another program has are refused, and nothing is changed', async () => {
    said.foreign.add('Alt+Space');
    await expect(
      profile.client.desktop.set({ badge: true, shortcuts: { quickAdd: KEYS, clipboard: 'Alt+Space' } }),
    ).rejects.toMatchObject({ code: 'unsupported', params: { reason: 'another program has Alt+Space' } });
    expect(said.keys.size).toBe(0);
    expect(await profile.client.desktop.state()).toMatchObject({
      badge: false,
      shortcuts: { quickAdd: null },
    });
  });

  it('that another program took meanwhile are told', async () => {
    await profile.client.desktop.set({ shortcuts: { quickAdd: KEYS } });
    await profile.close();
    said = testDesktop();
    said.foreign.add(KEYS);
    profile = await openTestProfile(dataDir, { shell: 'electron', spawnMl: noMl, desktop: said.desktop });
    expect(await profile.client.desktop.state()).toMatchObject({
      shortcuts: { quickAdd: KEYS },
      taken: ['quickAdd'],
    });
  });

  it('need a modifier that is not Shift alone, and a key', async () => {
    for (const keys of [
      'Space',
      'Shift+A',
      'Control',
      'Control+',
      'Hyper+A',
      'Control+Mouse1',
      'control+a',
      '+A',
      '',
    ]) {
      const refused = profile.client.desktop.set({ shortcuts: { quickAdd: keys } });
      await expect(refused).rejects.toMatchObject({ code: 'invalidInput' });
    }
  });

  it('show quick add, empty or with the text of the clipboard as one line', async () => {
    const quickAdd = await asked('quickAdd');
    said.press('quickAdd');
    said.clipboard.text = '  Read the\r\nreport \n';
    said.press('clipboard');
    await vi.waitFor(
      () =>
        expect(quickAdd).toEqual([
          { kind: 'capture' },
          { kind: 'add', text: 'Read the report', from: 'clipboard' },
        ]),
      PATIENCE,
    );
    expect(said.windows.filter((window) => window === 'quickAdd')).toHaveLength(2);
    expect(await profile.client.desktop.hide({ window: 'quickAdd' })).toEqual({ hidden: true });
    expect(said.windows.at(-1)).toBe('-quickAdd');
  });
});

describe('the tray', () => {
  it('follows timer and tasks, starts, pauses and finishes', async () => {
    await vi.waitFor(() => expect(labels()).toContain('Nothing more today'), PATIENCE);
    const { id } = await aTask('Write report');
    await profile.client.tasks.start({ id });
    await vi.waitFor(() => expect(labels()).toContain('Pause “Write report”'), PATIENCE);
    expect(said.tray.at(-1)?.tooltip).toBe('Daymark – Timer: Write report');
    said.choose(`pause:${id}`);
    await vi.waitFor(async () => expect((await profile.client.tasks.running()).task).toBeNull(), PATIENCE);
    said.choose(`start:${id}`);
    await vi.waitFor(async () => expect((await profile.client.tasks.running()).task?.id).toBe(id), PATIENCE);
    said.choose(`finish:${id}`);
    await vi.waitFor(
      async () => expect((await profile.client.tasks.get({ id })).status).toBe('done'),
      PATIENCE,
    );
    await vi.waitFor(() => expect(labels()).not.toContain('Pause “Write report”'), PATIENCE);
    for (const choice of ['open', 'quickAdd', 'focus', 'quit', 'start:x', 'drop:x']) said.choose(choice);
    expect(said.windows.slice(-4)).toEqual(['main', 'quickAdd', 'focus', 'quit']);
  });

  it('shows the number of open tasks of today only when that is wanted', async () => {
    const { id } = await aTask('Write report');
    await profile.client.tasks.update({ id, patch: { date: '2027-05-03' } });
    await profile.client.desktop.set({ badge: true });
    await vi.waitFor(() => expect(said.badge).toEqual([1]), PATIENCE);
    await profile.client.tasks.finish({ id });
    await vi.waitFor(() => expect(said.badge).toEqual([1, 0]), PATIENCE);
    await aTask('Another one');
    await profile.client.desktop.set({ badge: false });
    expect(said.badge).toEqual([1, 0]);
  });
});

describe('away', () => {
  it.each(['sleep', 'lock'] as const)('pauses the timer at %s and says so', async (event) => {
    const main = await asked('main');
    const { id } = await aTask('Write report');
    await profile.client.tasks.start({ id });
    said.power(event);
    await vi.waitFor(() => expect(main).toEqual([{ kind: 'paused', id, why: event }]), PATIENCE);
    expect((await profile.client.tasks.running()).task).toBeNull();
    said.power('wake');
  });

  it('leaves the timer alone when that is not wanted', async () => {
    const { id } = await aTask('Write report');
    await profile.client.desktop.set({ pauseWhenAway: false });
    await profile.client.tasks.start({ id });
    said.power('sleep');
    await profile.client.tasks.counts();
    expect((await profile.client.tasks.running()).task?.id).toBe(id);
  });

  it('locks after the time that is set, pauses, names no task any more, and opens with the passphrase', async () => {
    await setPassphrase();
    const { id } = await aTask('Secret plan');
    await profile.client.tasks.start({ id });
    await vi.waitFor(() => expect(labels().join()).toContain('Secret plan'), PATIENCE);
    await profile.client.desktop.set({ lockAfterMin: 5, shortcuts: { quickAdd: 'Control+Alt+A' } });
    said.idle.ms = 4 * 60_000;
    said.power('unlock');
    expect(profile.state).toBe('open');
    said.idle.ms = 5 * 60_000;
    said.power('unlock');
    await vi.waitFor(() => expect(profile.state).toBe('locked'), PATIENCE);
    await vi.waitFor(
      () => expect(labels()).toEqual(['Daymark is locked', 'Open Daymark', 'Quit Daymark']),
      PATIENCE,
    );
    expect(said.tray.at(-1)?.tooltip).toBe('Daymark is locked');
    await expect(profile.client.tasks.list({})).rejects.toMatchObject({ code: 'locked' });
    said.press('quickAdd');
    said.choose(`start:${id}`);
    expect(said.windows.at(-1)).toBe('main');

    said.idle.ms = 0;
    await expect(profile.client.vault.unlock({ secret: 'wrong' })).rejects.toMatchObject({
      code: 'wrongPassphrase',
    });
    expect(await profile.client.vault.unlock({ secret: PASSPHRASE })).toEqual({ state: 'open' });
    expect((await profile.client.tasks.get({ id })).runningSince).toBeNull();
    await vi.waitFor(() => expect(labels()).toContain('Nothing more today'), PATIENCE);
  });

  it('never locks what nothing the person knows would open', async () => {
    await expect(profile.client.vault.lock()).rejects.toMatchObject({ code: 'unsupported' });
    await profile.client.desktop.set({ lockAfterMin: 1 });
    said.idle.ms = 3_600_000;
    said.power('unlock');
    await vi.waitFor(() => expect(log()).toContain('desktop.failed'), PATIENCE);
    expect(profile.state).toBe('open');
  });
});

describe('what is set', () => {
  it('starts with the system', async () => {
    expect((await profile.client.desktop.set({ openAtLogin: true })).openAtLogin).toBe(true);
    expect(said.login.on).toBe(true);
  });

  it('is refused where there is no desktop', async () => {
    await profile.close();
    profile = await openTestProfile(dataDir, { shell: 'browser', spawnMl: noMl });
    const { client } = profile;
    expect((await client.desktop.state()).offers).toEqual([]);
    for (const refused of [
      client.desktop.set({ openAtLogin: true }),
      client.desktop.set({ shortcuts: { quickAdd: 'Control+Alt+A' } }),
      client.desktop.show({ window: 'focus' }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'unsupported' });
  });
});
