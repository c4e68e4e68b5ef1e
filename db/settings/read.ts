import {
  defaultSettings,
  settings as schema,
  type Settings,
  settingsPatch,
} from '../../core/domain/settings.ts';
import type { Connection } from '../sqlite.ts';
import type { SettingsReader } from './types.ts';

export function settingsReader(db: Connection): SettingsReader {
  return {
    get: () => {
      const stored: Record<string, unknown> = {};
      const rows = db.all<{ key: string; value_json: string }>('SELECT key, value_json FROM settings');
      for (const { key, value_json } of rows) {
        if (!Object.hasOwn(schema.shape, key)) continue;
        const one = settingsPatch.safeParse({ [key]: JSON.parse(value_json) });
        if (one.success) Object.assign(stored, one.data);
      }
      return { ...defaultSettings, ...stored } satisfies Settings;
    },
    state: (key) =>
      db.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', key)?.value ?? null,
  };
}
