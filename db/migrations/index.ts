import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import { up as first } from './0001-first.ts';
import { up as orderAndVectorLog } from './0002-order-and-vector-log.ts';
import { up as habits } from './0003-habits.ts';
import { up as featureRows } from './0004-feature-rows.ts';
import { up as answers } from './0005-answers.ts';
import { up as writePath } from './0006-write-path.ts';
import { up as series } from './0007-series.ts';
import { up as searchText } from './0008-search-text.ts';
import { up as onHold } from './0009-on-hold.ts';
import { up as lexicalVectors } from './0010-lexical-vectors.ts';
import { up as calendars } from './0011-calendars.ts';
import { up as savedFilters } from './0012-saved-filters.ts';
import { up as repeatingEvents } from './0013-repeating-events.ts';
import { up as calendarAccounts } from './0014-calendar-accounts.ts';
import { up as unusedIndex } from './0015-unused-index.ts';
import { up as taskParts } from './0016-task-parts.ts';
import { up as sync } from './0017-sync.ts';
import { up as trash } from './0018-trash.ts';
import { up as publications } from './0019-publications.ts';
import { up as recommendations } from './0020-recommendations.ts';
import { up as outboxRows } from './0021-outbox-rows.ts';
import { up as ownOrder } from './0022-own-order.ts';
import { up as reminders } from './0023-reminders.ts';

/** One step of the schema. Append-only: what has been released is never edited. */
export interface Migration {
  version: number;
  up(db: Connection): void;
}

/** Every step from an empty file to the present schema, in order. A step that was released never changes. */
export const migrations: readonly Migration[] = [
  { version: 1, up: first },
  { version: 2, up: orderAndVectorLog },
  { version: 3, up: habits },
  { version: 4, up: featureRows },
  { version: 5, up: answers },
  { version: 6, up: writePath },
  { version: 7, up: series },
  { version: 8, up: searchText },
  { version: 9, up: onHold },
  { version: 10, up: lexicalVectors },
  { version: 11, up: calendars },
  { version: 12, up: savedFilters },
  { version: 13, up: repeatingEvents },
  { version: 14, up: calendarAccounts },
  { version: 15, up: unusedIndex },
  { version: 16, up: taskParts },
  { version: 17, up: sync },
  { version: 18, up: trash },
  { version: 19, up: publications },
  { version: 20, up: recommendations },
  { version: 21, up: outboxRows },
  { version: 22, up: ownOrder },
  { version: 23, up: reminders },
];

/** The schema this program knows. */
export const SCHEMA_VERSION = migrations.length;

/** Marks the file as Daymark's (`PRAGMA application_id`): "Daym". */
export const APPLICATION_ID = 0x4461796d;

/**
 * Brings a database up to `target`, each step in its own transaction together with its number, so that a crash
 * between steps leaves a sound older schema. Throws `databaseNewer` before anything is touched.
 */
export function migrate(db: Connection, target: number = SCHEMA_VERSION): number {
  const found = Number(db.pragma('user_version'));
  if (found > SCHEMA_VERSION) throw newerSchema(found);
  for (const [index, migration] of migrations.entries()) {
    if (migration.version !== index + 1) throw new Error(`migration ${migration.version} is out of order`);
    if (migration.version <= found || migration.version > target) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
  return Number(db.pragma('user_version'));
}

/** The error for a profile of a later version of Daymark. */
export function newerSchema(found: number): DaymarkError {
  return new DaymarkError('databaseNewer', { found, known: SCHEMA_VERSION });
}
