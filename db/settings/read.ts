import {
  defaultSettings,
  settings as schema,
  type Settings,
  settingsPatch,
} from '../../core/domain/settings.ts';
import type { Connection } from '../sqlite.ts';
import type { SettingsReader } from './types.ts';

interface SettingRow {
  key: string;
  value_json: string;
}

export function settingsReader(db: Connection): SettingsReader {
  // Nearly every call asks for the settings and few change them: rows that read as before are not checked again.
  let checked: { rows: string; stored: Partial<Settings> } = { rows: '', stored: {} };
  return {
    get: () => {
      const rows = db.all<SettingRow>('SELECT key, value_json FROM settings');
      const text = rows.map(({ key, value_json }) => `${key} ${value_json}`).join('\n');
      if (checked.rows !== text) checked = { rows: text, stored: validSettings(rows) };
      return { ...defaultSettings, ...structuredClone(checked.stored) };
    },
    state: (key) =>
      db.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', key)?.value ?? null,
  };
}

/** Rows that are no settings of this version are left out. */
function validSettings(rows: readonly SettingRow[]): Partial<Settings> {
  const stored: Partial<Settings> = {};
  for (const { key, value_json } of rows) {
    if (!Object.hasOwn(schema.shape, key)) continue;
    const one = settingsPatch.safeParse({ [key]: JSON.parse(value_json) });
    if (one.success) Object.assign(stored, one.data);
  }
  return stored;
}
