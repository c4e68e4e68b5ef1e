import { randomBytes } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { instantOf } from '../core/time/zoned.ts';
import { openDatabase, type Database, type DbWorker } from '../db/index.ts';
import { openReader } from '../db/open.ts';
import type { Connection } from '../db/sqlite.ts';
import { createLanguagePart } from '../ml/process/language.ts';
import { createServices, Hub, type MlClient, type ServiceContext, type Services } from '../services/index.ts';
import type { AppClient } from './profile.ts';
import { createAppRouter, type AppRouter, type RouterParts } from './router.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

/** A profile behind its contract: real database and language, standing clock, counted ids, no helper process. */
export interface WritingWorld {
  ctx: ServiceContext;
  db: Database;
  services: Services;
  router: AppRouter;
  client: AppClient;
  /** A look at the tables themselves. */
  raw: Connection;
  now: string;
}

const language = createLanguagePart();

export function aWritingWorld(now = '2027-05-03T08:00', device = 1): WritingWorld {
  const dataDir = temporaryFolder();
  const key = new Uint8Array(randomBytes(32));
  const db = openDatabase({ dataDir, key });
  const reader = openReader({ dataDir, key });
  onTestFinished(() => {
    reader.close();
    db.close();
    removeFolder(dataDir);
  });
  const world = { db, now, raw: reader.connection } as WritingWorld;
  let made = 0;
  world.services = createServices({
    db,
    worker: {
      listTasks: async (filter) => reader.tasks.list(filter),
      countTasks: async (filters) => reader.tasks.countEach(filters),
      openTags: async () => reader.tags.open(),
    } as DbWorker,
    ml: {
      client: {
        parse: async ({ text, context }: Parameters<MlClient['parse']>[0]) => language.parse(text, context),
        readIntent: async ({ text, context }: Parameters<MlClient['readIntent']>[0]) => ({
          intent: language.readIntent(text, context),
        }),
        parseMany: async ({ texts, context }: { texts: string[]; context: never }) => ({
          results: texts.map((text) => language.parse(text, context)),
        }),
      } as unknown as MlClient,
      state: { process: 'down', embedding: 'unavailable', embeddingReason: null, modelVersion: null },
    },
    hub: new Hub(),
    clock: () => instantOf(world.now, 'Europe/Berlin'),
    zone: () => 'Europe/Berlin',
    random: seededRandom(1),
    ids: () => taskId.parse(`0190000${device}-0000-7000-8000-${(made += 1).toString(16).padStart(12, '0')}`),
    log: () => {},
    pushSnapshot: async () => {},
  });
  world.ctx = world.services.ctx;
  const router = createAppRouter({
    services: () => world.services,
    log: () => {},
    newRef: () => 'ref',
  } as unknown as RouterParts);
  world.router = router;
  world.client = createRouterClient(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw error instanceof Error && error.cause ? error.cause : error;
        }
      },
    ],
  }) as unknown as AppClient;
  return world;
}

type Dump = Record<string, Record<string, Record<string, unknown>>>;

/** Columns that are this machine's alone, with why they neither travel nor come back. */
const LOCAL: Record<string, Record<string, string>> = {
  tasks: {
    rid: 'the row number of this file',
    revision: 'counts the writes of this file, so that a late answer is told from a fresh one',
    predicted_json: 'a guess, made again',
    priority_json: 'a guess, made again',
    priority_score: 'a guess, made again',
  },
  habits: { revision: 'counts the writes of this file' },
  time_entries: { task_rid: 'told by the task’s id instead' },
};

const SQL: Record<string, string> = {
  projects: 'SELECT id AS key_, * FROM projects',
  sections: 'SELECT id AS key_, * FROM sections',
  recurrences: 'SELECT id AS key_, * FROM recurrences',
  habits: 'SELECT id AS key_, * FROM habits',
  habit_weeks: `SELECT habit_id || '/' || week AS key_, * FROM habit_weeks`,
  tasks: `SELECT t.id AS key_, t.*,
    (SELECT json_group_array(name) FROM (SELECT name FROM task_tags WHERE task_rid = t.rid ORDER BY position)) AS tags,
    (SELECT json_group_array(name) FROM (SELECT name FROM task_people WHERE task_rid = t.rid ORDER BY position)) AS people,
    (SELECT json_group_array(id) FROM (SELECT o.id FROM task_dependencies d JOIN tasks o ON o.rid = d.depends_on_rid
       WHERE d.task_rid = t.rid ORDER BY d.position)) AS depends_on FROM tasks t`,
  time_entries:
    'SELECT e.id AS key_, e.*, t.id AS task_id FROM time_entries e JOIN tasks t ON t.rid = e.task_rid',
  calendar_events: 'SELECT id AS key_, * FROM calendar_events',
  calendars: 'SELECT id AS key_, * FROM calendars',
  focus_marks: 'SELECT id AS key_, * FROM focus_marks',
  saved_filters: 'SELECT id AS key_, * FROM saved_filters',
  reminder_answers: 'SELECT id AS key_, * FROM reminder_answers',
  recommendations: 'SELECT id AS key_, * FROM recommendations',
  trash: 'SELECT id AS key_, * FROM trash',
  settings: 'SELECT key AS key_, * FROM settings',
  user_vocabulary: 'SELECT id AS key_, * FROM user_vocabulary',
  tags: 'SELECT name_key AS key_, name FROM tags',
};

/** Every data row as SQLite has it, by table and key. */
export function dumpOf({ raw }: Pick<WritingWorld, 'raw'>): Dump {
  return Object.fromEntries(
    Object.entries(SQL).map(([table, sql]) => {
      const rows = raw.all<Record<string, unknown>>(sql).map(({ key_, ...row }) => {
        for (const column of Object.keys(LOCAL[table] ?? {})) delete row[column];
        return [String(key_), row] as const;
      });
      return [table, Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)))];
    }),
  );
}

/** Tables that hold no data of the person that comes back with an undo, with the reason. */
export const NOT_DATA: Record<string, string> = {
  changes: 'the log itself',
  history: 'what undo and redo walk along',
  behavior_events: 'a log of what was done; what was taken back has been done as well',
  capture_observations: 'a log for the learner; a correction taken back is observed the other way',
  predictions: 'guesses, with outcomes that follow from the tasks',
  feedback: 'answers to guesses, a log',
  feature_rows: 'what a guess was made from',
  plans: 'derived by the solver; undo has its own way back to the plan before',
  schedule_blocks: 'the blocks of the current plan',
  answers: 'what was answered, for a caller who asks again',
  calendar_copies: 'files of others, fetched again',
  calendar_instances: 'derived from the copies',
  event_expansions: 'what occurrences were derived from',
  event_occurrences: 'derived from the series',
  calendar_logins: 'stay on this device',
  publications: 'stay on this device',
  published_blocks: 'what was put into a calendar elsewhere',
  calendar_objects: 'derived from calendars on servers',
  connections: 'a log',
  sync_rows: 'the merged state of rows that are data themselves',
  sync_references: 'derived from the merged states',
  sync_outbox: 'a queue',
  sync_state: 'state of the program',
  sync_conflicts: 'texts that were replaced, a log',
  reminders_announced: 'state of the program',
  jobs: 'a queue of work that follows from rows',
  app_state: 'state of the program',
  user_behavior_patterns: 'learned',
  user_model_weights: 'learned',
  ai_training_sessions: 'learned',
  user_preferences: 'learned',
  task_embedding_versions: 'derived from titles',
  vector_log: 'derived from titles',
};
