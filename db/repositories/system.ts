import {
  defaultSettings,
  settings as schema,
  settingsPatch,
  type Settings,
} from '../../core/domain/settings.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type {
  Change,
  ChangeReader,
  ChangeWriter,
  PreferenceEmbedding,
  PreferenceReader,
  PreferenceWriter,
  SettingsReader,
  SettingsWriter,
  UndoEntry,
  UndoReader,
  UndoWriter,
} from '../types/system.ts';
import { vectorBytes } from './embeddings-write.ts';
import { toJson } from './task-rows.ts';
import { floatsOf } from './vector-mirror.ts';

/** Intents that can be taken back. */
const UNDO_KEPT = 200;

export function changeReader(db: Connection): ChangeReader {
  return {
    since: (seq, limit) =>
      db
        .all<Omit<Change, 'fields'> & { fields_json: string }>(
          `SELECT seq, entity, entity_id AS entityId, op, fields_json, at
           FROM changes WHERE seq > ? ORDER BY seq LIMIT ?`,
          seq,
          limit,
        )
        .map(({ fields_json, ...change }) =>
          Object.assign(change, { fields: JSON.parse(fields_json) as Record<string, unknown> }),
        ),
    lastSeq: () => db.get<{ n: number | null }>('SELECT max(seq) AS n FROM changes')?.n ?? 0,
  };
}

export function changeWriter(db: Connection): ChangeWriter {
  return {
    append: (change) =>
      db.insert(
        'INSERT INTO changes (entity, entity_id, op, fields_json, at) VALUES (?, ?, ?, ?, ?)',
        change.entity,
        change.entityId,
        change.op,
        toJson(change.fields),
        change.at,
      ),
  };
}

export function undoReader(db: Connection): UndoReader {
  return {
    last: () => {
      const row = db.get<{
        seq: number;
        intent: string;
        inverse_json: string;
        task_ids_json: string;
        at: number;
      }>('SELECT * FROM undo_log ORDER BY seq DESC LIMIT 1');
      return (
        row && {
          seq: row.seq,
          intent: row.intent,
          inverse: JSON.parse(row.inverse_json) as UndoEntry['inverse'],
          taskIds: JSON.parse(row.task_ids_json) as TaskId[],
          at: row.at,
        }
      );
    },
  };
}

export function undoWriter(db: Connection): UndoWriter {
  return {
    push: (entry) => {
      const seq = db.insert(
        'INSERT INTO undo_log (intent, inverse_json, task_ids_json, at) VALUES (?, ?, ?, ?)',
        entry.intent,
        toJson(entry.inverse),
        toJson(entry.taskIds),
        entry.at,
      );
      db.run('DELETE FROM undo_log WHERE seq <= ?', seq - UNDO_KEPT);
      return seq;
    },
    pop: (seq) => db.run('DELETE FROM undo_log WHERE seq = ?', seq) > 0,
  };
}

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

export function settingsWriter(db: Connection, reader: SettingsReader): SettingsWriter {
  return {
    update: (patch, at) =>
      db.transaction(() => {
        for (const [key, value] of Object.entries(patch)) {
          if (value === undefined) continue;
          db.run(
            'INSERT OR REPLACE INTO settings (key, value_json, updated_at) VALUES (?, ?, ?)',
            key,
            toJson(value),
            at,
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
