import type { Journal } from '../changes/journal.ts';
import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { SettingsReader, SettingsWriter } from './types.ts';

export function settingsWriter(db: Connection, reader: SettingsReader, journal: Journal): SettingsWriter {
  return {
    update: (patch, at) =>
      db.transaction(() => {
        for (const [key, value] of Object.entries(patch)) {
          if (value === undefined) continue;
          journal.track('settings', key, () =>
            db.run(
              'INSERT OR REPLACE INTO settings (key, value_json, updated_at) VALUES (?, ?, ?)',
              key,
              toJson(value),
              at,
            ),
          );
        }
        return reader.get();
      }),
    setState: (key, value) => {
      if (value === null) db.run('DELETE FROM app_state WHERE key = ?', key);
      else db.run('INSERT OR REPLACE INTO app_state (key, value) VALUES (?, ?)', key, value);
    },
  };
}
