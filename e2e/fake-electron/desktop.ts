import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type {
  GlobalShortcut,
  MenuItemConstructorOptions,
  NativeImage,
  PowerMonitor,
  Tray as ElectronTray,
} from 'electron';
import { app } from './app.ts';
import { answers, recorded } from './display-link.ts';
import { strict } from './strict.ts';
import { blurWindow } from './windows.ts';

/** What stands outside the windows: menus, the tray, keys for the whole desktop, and the machine's power. */

const ROLES: ReadonlySet<string> = new Set([
  'appMenu',
  'editMenu',
  'windowMenu',
  'quit',
  'resetZoom',
  'zoomIn',
  'zoomOut',
  'togglefullscreen',
  'toggleDevTools',
]);

class FakeMenu {
  roles: string[];
  template: MenuItemConstructorOptions[];
  constructor(template: MenuItemConstructorOptions[]) {
    this.template = template;
    this.roles = rolesOf(template);
  }
}

function rolesOf(items: readonly MenuItemConstructorOptions[]): string[] {
  return items.flatMap(({ role, submenu }) => {
    if (role !== undefined && !ROLES.has(role))
      throw new Error(`the fake Electron lacks the menu role ${role}`);
    return [...(role === undefined ? [] : [role]), ...(Array.isArray(submenu) ? rolesOf(submenu) : [])];
  });
}

export const Menu = strict('Menu', {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => new FakeMenu(template),
  setApplicationMenu(menu: FakeMenu | null): void {
    recorded.menuRoles = menu?.roles ?? [];
  },
});

class FakeImage {
  setTemplateImage(): void {}
}
FakeImage.prototype satisfies Pick<NativeImage, 'setTemplateImage'>;

export const nativeImage = strict('nativeImage', {
  createFromPath(path: string): FakeImage {
    if (!existsSync(path)) throw new Error(`there is no image ${path}`);
    return strict('NativeImage', new FakeImage());
  },
});

let trayMenu: FakeMenu | null = null;

class FakeTray extends EventEmitter {
  constructor(image: unknown) {
    super();
    if (!app.isReady()) throw new Error('Cannot create Tray before app is ready');
    if (!(image instanceof FakeImage)) throw new Error('the tray needs an image');
    recorded.tray = { tooltip: '', labels: [] };
  }

  setToolTip(tooltip: string): void {
    if (recorded.tray) recorded.tray.tooltip = tooltip;
  }

  setContextMenu(menu: FakeMenu | null): void {
    trayMenu = menu;
    if (recorded.tray)
      recorded.tray.labels =
        menu?.template.map(({ type, label }) => (type === 'separator' ? '-' : (label ?? ''))) ?? [];
  }
}
type TrayPart = { setToolTip: ElectronTray['setToolTip']; setContextMenu(menu: FakeMenu | null): void };
FakeTray.prototype satisfies TrayPart;

export const Tray = new Proxy(FakeTray, {
  construct: (Target, [image]: [unknown]) => strict('Tray', new Target(image)),
});

const shortcuts = new Map<string, () => void>();
/** Keys that another program has. */
const foreign = new Set(
  (process.env.FAKE_ELECTRON_TAKEN_KEYS ?? '').split(',').filter((keys) => keys !== ''),
);
const showShortcuts = (): void => {
  recorded.shortcuts = [...shortcuts.keys()];
};

export const globalShortcut = strict('globalShortcut', {
  register(keys, callback) {
    if (!app.isReady()) throw new Error('globalShortcut cannot be used before the app is ready');
    if (foreign.has(keys) || shortcuts.has(keys)) return false;
    shortcuts.set(keys, callback);
    showShortcuts();
    return true;
  },
  unregister(keys) {
    shortcuts.delete(keys);
    showShortcuts();
  },
} satisfies Pick<GlobalShortcut, 'register' | 'unregister'>);

let idleSeconds = 0;

/** A desktop on mains whose person has just moved the mouse, unless a test says otherwise. */
class FakePower extends EventEmitter {
  isOnBatteryPower(): boolean {
    return false;
  }

  getSystemIdleTime(): number {
    return idleSeconds;
  }
}
FakePower.prototype satisfies Pick<PowerMonitor, 'isOnBatteryPower' | 'getSystemIdleTime'>;

export const powerMonitor = strict('powerMonitor', new FakePower());

answers('desktop', (deed) => {
  if (deed.kind === 'press') {
    const pressed = shortcuts.get(deed.keys);
    if (!pressed) throw new Error(`no one has taken ${deed.keys}`);
    pressed();
  } else if (deed.kind === 'tray') {
    const item = trayMenu?.template.find(({ label }) => label === deed.label);
    if (!item?.click || item.enabled === false) throw new Error(`the tray offers no ${deed.label}`);
    (item.click as () => void)();
  } else if (deed.kind === 'power') {
    powerMonitor.emit(deed.event);
  } else if (deed.kind === 'idle') {
    idleSeconds = deed.seconds;
  } else if (deed.kind === 'openUrl') {
    app.emit('open-url', { preventDefault: () => {} }, deed.url);
  } else if (deed.kind === 'copy') {
    recorded.copied.push(deed.text);
  } else {
    blurWindow(deed.windowId);
  }
  return null;
});
