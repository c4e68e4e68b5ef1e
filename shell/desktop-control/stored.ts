import {
  defaultDesktopSettings,
  desktopSettings,
  type DesktopPatch,
  type DesktopSettings,
} from '../../core/domain/desktop.ts';
import type { Database } from '../../db/index.ts';

/** What is set about the desktop, as it lies among the small state of this device. */

type Store = Pick<Database, 'settings'>;

const KEY = 'desktop';

/** What is stored, with the defaults for what never was, or what another version wrote otherwise. */
export function readDesktopSettings({ settings }: Store): DesktopSettings {
  const stored = settings.state(KEY);
  if (stored === null) return defaultDesktopSettings;
  try {
    const known: unknown = JSON.parse(stored);
    const read = desktopSettings.partial().safeParse(known);
    return { ...defaultDesktopSettings, ...(read.success ? read.data : {}) };
  } catch {
    return defaultDesktopSettings;
  }
}

/** Stores the given changes and answers everything. */
export function writeDesktopSettings(
  store: Store,
  { shortcuts, ...patch }: Omit<DesktopPatch, 'openAtLogin'>,
): DesktopSettings {
  const before = readDesktopSettings(store);
  const after = { ...before, ...patch, shortcuts: { ...before.shortcuts, ...shortcuts } };
  store.settings.setState(KEY, JSON.stringify(after));
  return after;
}
