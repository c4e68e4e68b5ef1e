import '../shell/small-heap.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  protocol,
  powerMonitor,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  type NativeImage,
} from 'electron';
import { DaymarkError } from '../core/errors.ts';
import { errorFields, silentLog, type Log } from '../shell/log.ts';
import type { Desktop } from '../shell/desktop.ts';
import { writeOpener } from '../shell/opener.ts';
import type { GuestAccess, Profile } from '../shell/profile-types.ts';
import { compose, iconsFolder, rendererFolder, secureRandomBytes } from './compose.ts';
import { offerPorts } from './connect.ts';
import { explainFirstKeys } from './first-keys.ts';
import { guardContents, guardSession, type GuardOptions } from './guard-window.ts';
import { SILENT_SWITCHES } from './guards.ts';
import { iconBadge, offerEntries } from './desktop/entries.ts';
import { electronDesktop } from './desktop/index.ts';
import { loginItem } from './desktop/login-item.ts';
import { OwnLinks, trustedArguments } from './desktop/own-links.ts';
import { electronShortcuts } from './desktop/shortcuts.ts';
import { electronTray } from './desktop/tray.ts';
import { AppWindows } from './desktop/windows.ts';
import { linkOffer } from './link-offer.ts';
import { menuTemplate } from './menu.ts';
import { readStartOptions, type StartOptions } from './options.ts';
import { registerAppScheme, serveApp } from './serve-app.ts';
import { openWindow } from './window.ts';

/** The Electron shell: windows on one profile. Everything with a decision in it lives in the files beside this. */

/** In memory: no cookie, cache or storage of the page reaches the disk, where it would lie unencrypted. */
const PARTITION = 'daymark';
/** How long closing may take before the process ends all the same. */
const CLOSE_MS = 5_000;

let log: Log = silentLog;
let profile: Profile | null = null;
let windows: AppWindows | null = null;
let closing: Promise<void> | null = null;

const openExternal = (url: string): Promise<void> => shell.openExternal(url);
const ownLinks = new OwnLinks(app, process.argv.slice(1));
const guards: GuardOptions = {
  openLink: linkOffer({ dialog, openExternal }),
  refused: (what) => log('warn', 'refused', { what }),
};

try {
  begin(readStartOptions(trustedArguments(process.argv.slice(1)), process.env));
} catch (error) {
  fail(error);
}

function begin(options: StartOptions): void {
  registerAppScheme(protocol);
  for (const [name, value] of SILENT_SWITCHES) app.commandLine.appendSwitch(name, value);
  app.setPath('userData', ownFolder(options.dataDir));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('second-instance', (_event, argv) => {
    // An address says itself what is to be shown.
    if (trustedArguments(argv).length === argv.length) windows?.show('main');
  });
  app.on('activate', () => windows?.show('main'));
  app.on('window-all-closed', () => {
    if (!windows?.keepsRunning) app.quit();
  });
  app.on('before-quit', () => windows?.willQuit());
  // Also the default session, which nothing of ours uses.
  app.on('session-created', (created) => guardSession(created, guards));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, guards));
  app.on('will-quit', (event) => {
    if (profile === null) return;
    event.preventDefault();
    closing ??= close().finally(() => app.quit());
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app
    .whenReady()
    .then(() => start(options))
    .catch(fail);
}

/** Electron's own files, and with them the single-instance lock, belong to the profile. */
function ownFolder(dataDir: string): string {
  const folder = join(dataDir, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DaymarkError('databaseReadOnly', { path: dataDir }, { cause: error });
  }
  return folder;
}

async function start(options: StartOptions): Promise<void> {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, { packaged: app.isPackaged })),
  );
  if (app.isPackaged) app.setAsDefaultProtocolClient('daymark');
  const own = session.fromPartition(PARTITION);
  serveApp(own.protocol, { root: rendererFolder, randomBytes: secureRandomBytes });

  const opened = appWindows(options);
  windows = opened;
  const desktop = desktopOf(opened);
  const access = await compose({ safeStorage, utilityProcess, desktop }, options);
  if (access.kind === 'guest') {
    access.close();
    await showOwnerElsewhere(options.dataDir, access.owner);
    app.quit();
    return;
  }
  const owned = access.profile;
  profile = owned;
  log = owned.log;
  desktop.notifications?.onAnswer((_id, action) => {
    if (action === null) opened.show('main');
  });
  offerPorts({
    ipcMain,
    MessageChannelMain,
    isOurs: (event) => opened.owns(event.sender),
    serve: (port) => owned.serve(port),
    refused: guards.refused,
  });
  const { platform, execPath } = process;
  offerEntries({ app, Menu, platform, program: execPath, take: (address) => ownLinks.take(address) });
  await opened.begin();
  await explainFirstKeys({
    vault: owned.client.vault,
    firstRecoveryCode: () => owned.firstRecoveryCode(),
    dialog,
    clipboard,
  });
}

function appWindows(options: StartOptions): AppWindows {
  const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url));
  const devTools = !app.isPackaged;
  return new AppWindows({
    BrowserWindow,
    screen,
    session: () => session.fromPartition(PARTITION),
    preload,
    devTools,
    dark: () => nativeTheme.shouldUseDarkColors,
    quit: () => app.quit(),
    gone: (reason, exitCode) => log('error', 'page gone', { reason, exitCode }),
    openMain: () =>
      openWindow({
        BrowserWindow,
        screen,
        session: session.fromPartition(PARTITION),
        preload,
        stateFile: join(options.dataDir, 'electron', 'window.json'),
        title: options.demo ? 'Daymark (demo)' : 'Daymark',
        dark: nativeTheme.shouldUseDarkColors,
        devTools,
      }),
  });
}

function desktopOf(opened: AppWindows): Desktop {
  const { platform, env, execPath } = process;
  return electronDesktop({
    shell,
    powerMonitor,
    Notification,
    clipboard,
    ownLinks,
    windows: opened,
    shortcuts: electronShortcuts(globalShortcut),
    tray: electronTray({
      make: (image) => new Tray(image),
      image: () => trayImage(platform),
      Menu,
      failed: (error) => log('warn', 'tray', errorFields(error)),
    }),
    loginItem: loginItem({
      app,
      platform,
      configFolder: app.getPath('appData'),
      program: env['APPIMAGE'] ?? execPath,
    }),
    badge: iconBadge(app, platform),
  });
}

/** macOS draws it black or white as its bar needs; the others show the icon's own colour. */
function trayImage(platform: NodeJS.Platform): NativeImage {
  const image = nativeImage.createFromPath(
    join(iconsFolder, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
  );
  image.setTemplateImage(platform === 'darwin');
  return image;
}

/** The profile is open in the browser host or the command line; a second owner would damage it. */
async function showOwnerElsewhere(dataDir: string, owner: GuestAccess['owner']): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `This profile is already open in Daymark's ${owner.shell === 'cli' ? 'command line' : 'browser version'}.`,
    detail: `Process ${owner.pid}. Close it first, or go on there.`,
    buttons: owner.address === null ? ['Quit'] : ['Open in the browser', 'Quit'],
    cancelId: owner.address === null ? 0 : 1,
    noLink: true,
  });
  if (owner.address !== null && response === 0) await openExternal(writeOpener(dataDir, owner.address));
}

async function close(): Promise<void> {
  const open = profile;
  if (open === null) return;
  const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
  await Promise.race([open.close(), limit]).catch((error: unknown) =>
    log('error', 'close', errorFields(error)),
  );
  profile = null;
}

/** Nothing can be shown in a window yet: say in one sentence what is wrong, and end without having changed anything. */
function fail(error: unknown): void {
  log('error', 'start', errorFields(error));
  const sentence = error instanceof DaymarkError ? error.message : 'Something went wrong inside Daymark.';
  process.stderr.write(`${sentence}\n`);
  dialog.showErrorBox('Daymark can not start', sentence);
  process.exitCode = 1;
  app.exit(1);
}
