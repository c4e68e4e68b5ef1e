import type { Journal } from '../changes/journal.ts';
import { assignments, flag, toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { CalendarWriter } from './types.ts';

/** How many connections are remembered. */
const KEPT_CONNECTIONS = 1_000;

export function calendarWriter(db: Connection, journal: Journal): CalendarWriter {
  return {
    insert: (record) => {
      journal.track('calendars', record.id, () =>
        db.run(
          `INSERT INTO calendars (id, name, kind, caldav, location, colour, busy, ignore_from, ignore_to, private_allowed,
             content_hash, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          record.id,
          record.name,
          record.kind,
          flag(record.caldav),
          record.location,
          record.colour,
          flag(record.busy),
          record.ignored?.from ?? null,
          record.ignored?.to ?? null,
          flag(record.privateAllowed),
          record.contentHash,
          record.createdAt,
          record.updatedAt,
        ),
      );
    },
    update: (id, change, at) => {
      journal.track('calendars', id, () => {
        const { set, values } = assignments({
          name: change.name,
          colour: change.colour,
          busy: change.busy === undefined ? undefined : flag(change.busy),
          ...(change.ignored === undefined
            ? {}
            : { ignore_from: change.ignored?.from ?? null, ignore_to: change.ignored?.to ?? null }),
          content_hash: change.contentHash,
          updated_at: at,
        });
        db.run(`UPDATE calendars SET ${set} WHERE id = ?`, ...values, id);
      });
    },
    remove: (id) => journal.remove('calendars', id),
    setCopy: (id, copy) => {
      db.run(
        `INSERT OR REPLACE INTO calendar_copies (calendar_id, body, etag, modified, checked_at, tried_at, error,
           skipped_json, expanded_day, expanded_tz) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        copy.body,
        copy.etag,
        copy.modified,
        copy.checkedAt,
        copy.triedAt,
        copy.error,
        toJson(copy.skipped),
        copy.expandedDay,
        copy.expandedTz,
      );
    },
    replaceInstances: (id, instances) => {
      db.transaction(() => {
        db.run('DELETE FROM calendar_instances WHERE calendar_id = ?', id);
        for (const one of instances)
          db.run(
            `INSERT OR IGNORE INTO calendar_instances (id, calendar_id, title, start_local, end_local, tz, all_day,
               blocks, location, link, attendees, uid, original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
            one.id,
            id,
            one.title,
            one.start,
            one.end,
            one.tz,
            flag(one.allDay),
            flag(one.blocks),
            one.location,
            one.link,
            one.attendees,
            one.uid,
            one.original,
          );
      });
    },
    setLogin: (id, { username, password }) => {
      db.run(
        'INSERT OR REPLACE INTO calendar_logins (calendar_id, username, password) VALUES (?, ?, ?)',
        id,
        username,
        password,
      );
    },
    replaceObjects: (id, objects) => {
      db.transaction(() => {
        db.run('DELETE FROM calendar_objects WHERE calendar_id = ?', id);
        for (const { uid, href, etag, rrule } of objects)
          db.run(
            `INSERT OR REPLACE INTO calendar_objects (calendar_id, uid, href, etag, rrule) VALUES (?, ?, ?, ?, ?)`,
            id,
            uid,
            href,
            etag,
            rrule,
          );
      });
    },
    noteConnection: ({ at, purpose, host, sent, received, outcome }) => {
      db.transaction(() => {
        db.run(
          'INSERT INTO connections (at, purpose, host, sent, received, outcome) VALUES (?, ?, ?, ?, ?, ?)',
          at,
          purpose,
          host,
          sent,
          received,
          outcome,
        );
        db.run(
          'DELETE FROM connections WHERE seq <= (SELECT max(seq) FROM connections) - ?',
          KEPT_CONNECTIONS,
        );
      });
    },
  };
}
