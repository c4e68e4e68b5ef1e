import type {
  DesktopPart,
  DesktopPatch,
  DesktopState,
  ShortcutName,
  WindowName,
  WindowRequest,
} from '../../core/domain/desktop.ts';
import { defaultDesktopSettings, shortcutName } from '../../core/domain/desktop.ts';
import type { LiveChange } from '../../core/domain/views.ts';
import { MAX_CAPTURE_LENGTH } from '../../core/contract/requests.ts';
import { DaymarkError } from '../../core/errors.ts';
import { taskId, type TaskId } from '../../core/ids.ts';
import type { Database } from '../../db/index.ts';
import type { Desktop, Unsubscribe } from '../desktop.ts';
import { errorFields, type Log } from '../log.ts';
import type { AppClient } from '../rpc.ts';
import { DesktopFollower } from './follower.ts';
import { IdleLock } from './idle-lock.ts';
import { oneLine, readOwnLink } from './links.ts';
import { WindowRequests } from './requests.ts';
import { readDesktopSettings, writeDesktopSettings } from './stored.ts';

/**
 * What Daymark does on the desktop beside its main window: it answers links, keys, the tray and the machine's sleep by the calls
 * that any caller has. Which of it there is, the shell's `Desktop` says.
 */

/** What the desktop's services are made from. */
export interface DesktopControlParts {
  desktop: Desktop | undefined;
  client: AppClient;
  log: Log;
  changes(signal: AbortSignal): AsyncIterable<LiveChange>;
  /** Of the open profile; null while it is closed. */
  database(): Pick<Database, 'settings'> | null;
}

/** The desktop of one profile, from the first look for keys to its end. */
export class DesktopControl {
  readonly #parts: DesktopControlParts;
  readonly #requests = new WindowRequests();
  readonly #follower: DesktopFollower;
  readonly #idle: IdleLock | null;
  readonly #taken = new Set<ShortcutName>();
  readonly #unsubscribe: (Unsubscribe | undefined)[];
  readonly #end = new AbortController();
  #following = false;

  constructor(parts: DesktopControlParts) {
    this.#parts = parts;
    const { desktop, client } = parts;
    this.#follower = new DesktopFollower({
      client,
      tray: desktop?.tray,
      badge: desktop?.badge,
      windows: desktop?.windows !== undefined,
      isOpen: () => parts.database() !== null,
      wantsBadge: () => this.#settings().badge,
      failed: (error) => this.#failed('tray', error),
    });
    this.#idle = desktop?.power ? new IdleLock(desktop.power, () => this.#lockIdle()) : null;
    this.#unsubscribe = [
      desktop?.links.onOwn?.((address) => this.#openLink(address)),
      desktop?.shortcuts?.onPress((name) => this.#pressed(name)),
      desktop?.tray?.onChoice((id) => this.#chosen(id)),
      desktop?.power?.onChange?.((event) => this.#away(event)),
    ];
  }

  /** @throws DaymarkError `locked` while the profile is closed */
  state(): DesktopState {
    if (!this.#parts.database()) throw new DaymarkError('locked');
    return {
      ...this.#settings(),
      offers: this.#offers(),
      openAtLogin: this.#parts.desktop?.loginItem?.isOn() ?? false,
      taken: [...this.#taken],
    };
  }

  /** @throws DaymarkError `locked`, or `unsupported` for keys that are taken and parts that this shell lacks */
  set({ openAtLogin, ...patch }: DesktopPatch): DesktopState {
    const db = this.#parts.database();
    if (!db) throw new DaymarkError('locked');
    const { loginItem } = this.#parts.desktop ?? {};
    if (openAtLogin !== undefined && !loginItem) throw lacking('this Daymark can’t start with the system');
    this.#takeKeys(patch.shortcuts ?? {});
    if (openAtLogin !== undefined) loginItem?.set(openAtLogin);
    writeDesktopSettings(db, patch);
    this.#apply();
    return this.state();
  }

  /** @throws DaymarkError `locked` */
  requests(window: WindowName, signal?: AbortSignal): AsyncGenerator<WindowRequest, void, void> {
    if (!this.#parts.database()) throw new DaymarkError('locked');
    return this.#requests.listen(window, signal);
  }

  /** @throws DaymarkError `locked`, or `unsupported` where there are no windows */
  async show(window: WindowName, id?: TaskId): Promise<{ shown: boolean }> {
    const windows = this.#windows();
    if (id !== undefined) {
      await this.#parts.client.tasks.get({ id });
      this.#requests.ask(window, { kind: 'task', id });
    }
    windows.show(window);
    return { shown: true };
  }

  /** @throws DaymarkError `locked`, or `unsupported` where there are no windows */
  hide(window: WindowName): { hidden: boolean } {
    this.#windows().hide(window);
    return { hidden: true };
  }

  /** The profile is open: takes the keys, and keeps the tray up to date from here on. */
  opened(): void {
    this.#taken.clear();
    const { shortcuts } = this.#settings();
    for (const name of shortcutName.options) {
      if (!this.#setKeys(name, shortcuts[name])) this.#taken.add(name);
    }
    this.#apply();
    if (this.#following) return;
    this.#following = true;
    this.#follower
      .follow(this.#parts.changes(this.#end.signal))
      .catch((error: unknown) => this.#failed('tray', error));
  }

  /** The profile is closed, for now or for good: no task may be named any more. */
  closed(): void {
    this.#idle?.set(null);
    void this.#follower.look();
  }

  end(): void {
    this.#follower.end();
    this.#idle?.set(null);
    this.#end.abort();
    this.#requests.close();
    for (const stop of this.#unsubscribe) stop?.();
  }

  #apply(): void {
    const { shortcuts, keepRunning, lockAfterMin } = this.#settings();
    const { windows } = this.#parts.desktop ?? {};
    windows?.keepWarm('quickAdd', shortcuts.quickAdd !== null || shortcuts.clipboard !== null);
    windows?.keepRunning(keepRunning);
    this.#idle?.set(lockAfterMin);
    void this.#follower.look();
  }

  #settings() {
    const db = this.#parts.database();
    return db ? readDesktopSettings(db) : defaultDesktopSettings;
  }

  #offers(): DesktopPart[] {
    const { shortcuts, tray, windows, loginItem, badge, power } = this.#parts.desktop ?? {};
    const there: Record<DesktopPart, unknown> = {
      shortcuts,
      tray,
      windows,
      loginItem,
      badge,
      power: power?.onChange,
      lock: power,
    };
    return (Object.keys(there) as DesktopPart[]).filter((part) => there[part] !== undefined);
  }

  #windows() {
    if (!this.#parts.database()) throw new DaymarkError('locked');
    const windows = this.#parts.desktop?.windows;
    if (!windows) throw lacking('this Daymark has one window');
    return windows;
  }

  /** All of the keys or none: what was taken already is given back when one is refused. */
  #takeKeys(wanted: NonNullable<DesktopPatch['shortcuts']>): void {
    const before = this.#settings().shortcuts;
    const done: ShortcutName[] = [];
    for (const name of shortcutName.options) {
      const keys = wanted[name];
      if (keys === undefined) continue;
      if (keys !== null && !this.#parts.desktop?.shortcuts)
        throw lacking('this Daymark has no shortcuts for other programs');
      if (this.#setKeys(name, keys)) {
        done.push(name);
        continue;
      }
      for (const earlier of done) this.#setKeys(earlier, before[earlier]);
      throw lacking(`another program has ${keys}`);
    }
    for (const name of done) this.#taken.delete(name);
  }

  #setKeys(name: ShortcutName, keys: string | null): boolean {
    return this.#parts.desktop?.shortcuts?.set(name, keys) ?? keys === null;
  }

  #openLink(address: string): void {
    const { desktop, log } = this.#parts;
    const link = readOwnLink(address);
    if (link === null) return log('warn', 'link.refused');
    // An entry of the dock or the jump list: no text, so nothing to confirm.
    if (link.kind === 'add' && link.text === '') return this.#pressed('quickAdd');
    desktop?.windows?.show('main');
    const asked: WindowRequest = link.kind === 'task' ? link : { ...link, from: 'link' };
    if (!this.#requests.ask('main', asked)) log('warn', 'link.dropped');
  }

  #pressed(name: string): void {
    const { desktop } = this.#parts;
    if (!this.#parts.database()) return desktop?.windows?.show('main');
    if (name === 'clipboard') return this.#background('clipboard', () => this.#addClipboard());
    this.#showQuickAdd();
  }

  #showQuickAdd(): void {
    this.#parts.desktop?.windows?.show('quickAdd');
    this.#requests.ask('quickAdd', { kind: 'capture' });
  }

  async #addClipboard(): Promise<void> {
    const copied = (await this.#parts.desktop?.clipboard?.readText()) ?? '';
    const text = oneLine(copied).slice(0, MAX_CAPTURE_LENGTH);
    this.#parts.desktop?.windows?.show('quickAdd');
    this.#requests.ask(
      'quickAdd',
      text === '' ? { kind: 'capture' } : { kind: 'add', text, from: 'clipboard' },
    );
  }

  #chosen(choice: string): void {
    const { client, desktop } = this.#parts;
    const [deed, rest] = choice.split(':');
    if (deed === 'open') return desktop?.windows?.show('main');
    if (deed === 'quit') return desktop?.windows?.quit();
    if (!this.#parts.database()) return;
    if (deed === 'quickAdd') return this.#showQuickAdd();
    if (deed === 'focus') return desktop?.windows?.show('focus');
    const id = taskId.safeParse(rest);
    if (!id.success || (deed !== 'start' && deed !== 'pause' && deed !== 'finish')) return;
    this.#background(`tray.${deed}`, () => client.tasks[deed]({ id: id.data }));
  }

  #away(event: 'sleep' | 'wake' | 'lock' | 'unlock'): void {
    if (event === 'wake' || event === 'unlock') {
      this.#idle?.look();
      this.#follower.lookSoon();
      return;
    }
    if (this.#parts.database() && this.#settings().pauseWhenAway)
      this.#background('away', () => this.#pause(event));
  }

  async #pause(why: 'sleep' | 'lock'): Promise<void> {
    const { client } = this.#parts;
    const { task } = await client.tasks.running();
    if (!task) return;
    await client.tasks.pause({ id: task.id });
    this.#requests.ask('main', { kind: 'paused', id: task.id, why });
  }

  #lockIdle(): void {
    if (!this.#parts.database()) return;
    this.#background('idle', async () => {
      await this.#pause('lock');
      await this.#parts.client.vault.lock();
      this.#parts.log('info', 'locked.idle');
    });
  }

  #background(what: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => this.#failed(what, error));
  }

  #failed(what: string, error: unknown): void {
    this.#parts.log('warn', 'desktop.failed', { what, ...errorFields(error) });
  }
}

const lacking = (reason: string): DaymarkError => new DaymarkError('unsupported', { reason });
