import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, onTestFinished } from 'vitest';
import { offerEntries } from './entries.ts';
import { autostartEntry, loginItem, type LoginItemParts } from './login-item.ts';
import { OwnLinks, trustedArguments } from './own-links.ts';
import { electronShortcuts } from './shortcuts.ts';
import { electronTray, trayTemplate } from './tray.ts';

/** Each part of the desktop on stand-ins for Electron's objects. */

const clickOf = (item: MenuItemConstructorOptions | undefined): (() => void) => {
  if (!item?.click) throw new Error('the item does nothing');
  return item.click as unknown as () => void;
};

describe('OwnLinks', () => {
  const settled = () => new Promise((done) => setImmediate(done));
  const app = () => new EventEmitter() as EventEmitter & App;

  it('keeps the address of the start until someone listens, and the first of several', async () => {
    const links = new OwnLinks(app(), ['.', '--demo', 'daymark://add?text=one', 'daymark://add?text=two']);
    links.take('daymark://add?text=three');
    const heard: string[] = [];
    links.on((address) => heard.push(address));
    expect(heard).toEqual([]);
    await settled();
    expect(heard).toEqual(['daymark://add?text=one']);
    links.take('daymark://task/x');
    expect(heard.at(-1)).toBe('daymark://task/x');
  });

  it('hears of second starts and of what macOS hands over', () => {
    const system = app();
    const heard: string[] = [];
    new OwnLinks(system, []).on((address) => heard.push(address));
    system.emit('second-instance', {}, ['/opt/daymark', 'DAYMARK://add?text=a'], '/', null);
    system.emit('second-instance', {}, ['/opt/daymark', '--demo'], '/', null);
    let prevented = false;
    system.emit('open-url', { preventDefault: () => (prevented = true) }, 'daymark://add?text=b');
    expect(heard).toEqual(['DAYMARK://add?text=a', 'daymark://add?text=b']);
    expect(prevented).toBe(true);
  });

  it('takes no option that stands behind an address', () => {
    expect(trustedArguments(['--demo', 'daymark://add?text=x', '--data-dir', '/tmp/evil'])).toEqual([
      '--demo',
    ]);
    expect(trustedArguments(['--demo', '--lang=de'])).toEqual(['--demo', '--lang=de']);
  });
});

describe('electronShortcuts', () => {
  function registry(foreign: string[] = []) {
    const taken = new Map<string, () => void>();
    return {
      taken,
      register(keys: string, pressed: () => void) {
        if (keys === 'nonsense') throw new TypeError('not an accelerator');
        if (foreign.includes(keys) || taken.has(keys)) return false;
        taken.set(keys, pressed);
        return true;
      },
      unregister: (keys: string) => void taken.delete(keys),
    };
  }

  it('takes keys, exchanges them, and gives them back', () => {
    const desk = registry();
    const shortcuts = electronShortcuts(desk);
    const pressed: string[] = [];
    const stop = shortcuts.onPress((name) => pressed.push(name));
    expect(shortcuts.set('quickAdd', 'Control+Alt+A')).toBe(true);
    expect(shortcuts.set('quickAdd', 'Control+Alt+A')).toBe(true);
    desk.taken.get('Control+Alt+A')?.();
    expect(shortcuts.set('quickAdd', 'Control+Alt+B')).toBe(true);
    expect([...desk.taken.keys()]).toEqual(['Control+Alt+B']);
    desk.taken.get('Control+Alt+B')?.();
    expect(pressed).toEqual(['quickAdd', 'quickAdd']);
    stop();
    desk.taken.get('Control+Alt+B')?.();
    expect(pressed).toHaveLength(2);
    expect(shortcuts.set('quickAdd', null)).toBe(true);
    expect(desk.taken.size).toBe(0);
  });

  it('keeps the keys it has when others are refused', () => {
    const desk = registry(['Control+Alt+B']);
    const shortcuts = electronShortcuts(desk);
    shortcuts.set('quickAdd', 'Control+Alt+A');
    expect(shortcuts.set('quickAdd', 'Control+Alt+B')).toBe(false);
    expect(shortcuts.set('quickAdd', 'nonsense')).toBe(false);
    expect([...desk.taken.keys()]).toEqual(['Control+Alt+A']);
  });
});

describe('electronTray', () => {
  const Menu = { buildFromTemplate: (template: MenuItemConstructorOptions[]) => template as never };

  it('is made with the first content and tells what was chosen', () => {
    const icon = Object.assign(new EventEmitter(), {
      tooltip: '',
      menu: [] as MenuItemConstructorOptions[],
      setToolTip(text: string) {
        this.tooltip = text;
      },
      setContextMenu(menu: unknown) {
        this.menu = menu as MenuItemConstructorOptions[];
      },
    });
    const tray = electronTray({
      make: () => icon as never,
      image: () => ({}) as never,
      Menu,
      failed: () => {},
    });
    const chosen: string[] = [];
    tray.onChoice((id) => chosen.push(id));
    tray.show({
      tooltip: 'Daymark',
      groups: [
        [{ id: 'line', label: 'Next 10:00  R&D', enabled: false }],
        [{ id: 'quit', label: 'Quit Daymark', enabled: true }],
      ],
    });
    expect(icon.tooltip).toBe('Daymark');
    expect(icon.menu.map(({ label, type }) => label ?? type)).toEqual([
      'Next 10:00  R&&D',
      'separator',
      'Quit Daymark',
    ]);
    clickOf(icon.menu[2])();
    icon.emit('click');
    expect(chosen).toEqual(['quit', 'open']);
  });

  it('does without one where the desktop has no place for it, and tries once', () => {
    const failures: unknown[] = [];
    const tray = electronTray({
      make: () => {
        throw new Error('no status bar');
      },
      image: () => ({}) as never,
      Menu,
      failed: (error) => failures.push(error),
    });
    tray.show({ tooltip: '', groups: [] });
    tray.show({ tooltip: '', groups: [] });
    expect(failures).toHaveLength(1);
  });

  it('draws no line before the first group', () => {
    expect(
      trayTemplate({ tooltip: '', groups: [[{ id: 'a', label: 'A', enabled: true }]] }, () => {}),
    ).toHaveLength(1);
  });
});

describe('loginItem', () => {
  function parts(rest: Partial<LoginItemParts>): LoginItemParts {
    const configFolder = mkdtempSync(join(tmpdir(), 'daymark-login-'));
    onTestFinished(() => rmSync(configFolder, { recursive: true }));
    let openAtLogin = false;
    const app = {
      isPackaged: true,
      getLoginItemSettings: () => ({ openAtLogin }),
      setLoginItemSettings: (given: { openAtLogin?: boolean }) => {
        openAtLogin = given.openAtLogin ?? false;
      },
    } as unknown as LoginItemParts['app'];
    return { app, platform: 'linux', configFolder, program: '/opt/Daymark/daymark', ...rest };
  }

  it('writes and removes an entry of the desktop on Linux', () => {
    const given = parts({});
    const item = loginItem(given);
    const file = join(given.configFolder, 'autostart/daymark.desktop');
    expect(item?.isOn()).toBe(false);
    item?.set(true);
    expect(item?.isOn()).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Daymark/daymark"\n');
    item?.set(false);
    item?.set(false);
    expect(item?.isOn()).toBe(false);
  });

  it('asks the system elsewhere, and is not there for a program that runs from its sources', () => {
    const item = loginItem(parts({ platform: 'darwin' }));
    item?.set(true);
    expect(item?.isOn()).toBe(true);
    const fromSources = parts({});
    expect(loginItem({ ...fromSources, app: { ...fromSources.app, isPackaged: false } })).toBeNull();
  });

  it('quotes a path so that no sign of it means something else', () => {
    expect(autostartEntry('/home/a b/$x"`%f\\y.AppImage')).toContain(
      'Exec="/home/a b/\\\\$x\\\\"\\\\`%%f\\\\\\\\y.AppImage"\n',
    );
  });
});

describe('offerEntries', () => {
  it('puts “Add a task…” where each system has it', () => {
    const tasks: unknown[] = [];
    const taken: string[] = [];
    let dock: MenuItemConstructorOptions[] = [];
    const common = {
      app: {
        setUserTasks: (given: unknown[]) => tasks.push(...given) > 0,
        dock: { setMenu: (menu: unknown) => (dock = menu as MenuItemConstructorOptions[]) },
      } as never,
      Menu: { buildFromTemplate: (template: MenuItemConstructorOptions[]) => template as never },
      program: 'C:\\Daymark\\Daymark.exe',
      take: (address: string) => taken.push(address),
    };
    offerEntries({ ...common, platform: 'linux' });
    expect({ tasks, dock }).toEqual({ tasks: [], dock: [] });
    offerEntries({ ...common, platform: 'win32' });
    expect(tasks).toMatchObject([
      { program: common.program, arguments: 'daymark://add', title: 'Add a task…' },
    ]);
    offerEntries({ ...common, platform: 'darwin' });
    clickOf(dock[0])();
    expect(taken).toEqual(['daymark://add']);
  });
});
