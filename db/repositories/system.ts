import {
  defaultSettings,
  settings as schema,
  settingsPatch,
  type Settings,
} from '../../core/domain/settings.ts';
import type { Connection } from '../sqlite.ts';
import type {
  PreferenceEmbedding,
  PreferenceReader,
  PreferenceWriter,
  SettingsReader,
  SettingsWriter,
} from '../types/system.ts';
import type { Journal } from '../write/journal.ts';
import { vectorBytes } from './embeddings-write.ts';
import { toJson } from './task-rows.ts';
import { floatsOf } from './vector-mirror.ts';

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

interface PreferenceRow {
  id: string;
  preferenceType: string;
  weight: number;
  updatedAt: number;
  embedding: Uint8Array;
}

const SELECT_PREFERENCE = `
SELECT p.id, p.preference_type AS preferenceType, p.weight, p.updated_at AS updatedAt, e.embedding
FROM user_preferences p JOIN user_preference_embeddings e ON e.rid = p.rid`;

export function preferenceReader(db: Connection): PreferenceReader {
  const toEntry = ({ embedding, ...row }: PreferenceRow): PreferenceEmbedding => ({
    ...row,
    vector: floatsOf(embedding),
  });
  return {
    list: (preferenceType) =>
      (preferenceType === undefined
        ? db.all<PreferenceRow>(`${SELECT_PREFERENCE} ORDER BY p.id`)
        : db.all<PreferenceRow>(
            `${SELECT_PREFERENCE} WHERE p.preference_type = ? ORDER BY p.id`,
            preferenceType,
          )
      ).map(toEntry),
  };
}

export function preferenceWriter(db: Connection): PreferenceWriter {
  const remove = (id: string) =>
    db.transaction(() => {
      const row = db.get<{ rid: number }>('SELECT rid FROM user_preferences WHERE id = ?', id);
      if (!row) return false;
      db.run('DELETE FROM user_preference_embeddings WHERE rid = ?', BigInt(row.rid));
      db.run('DELETE FROM user_preferences WHERE rid = ?', row.rid);
      return true;
    });
  return {
    remove,
    put: (entry) =>
      db.transaction(() => {
        const bytes = vectorBytes(entry.vector);
        remove(entry.id);
        const rid = db.insert(
          'INSERT INTO user_preferences (id, preference_type, weight, updated_at) VALUES (?, ?, ?, ?)',
          entry.id,
          entry.preferenceType,
          entry.weight,
          entry.updatedAt,
        );
        db.run('INSERT INTO user_preference_embeddings (rid, embedding) VALUES (?, ?)', BigInt(rid), bytes);
      }),
  };
}
