import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { exportFormat, importFormat, importSample, importSummary } from '../domain/exchange.ts';
import { MAX_PIECE } from '../exchange-limits.ts';
import { subscribedCalendar } from '../domain/calendar.ts';
import { calendarId } from '../ids.ts';
import { calendarMoment, zoneId } from '../time/schemas.ts';
import { procedure } from './base.ts';

/** What comes in from other programs, and goes out to them. */

const upload = z.string().min(1).max(100);
const passphrase = z.string().max(1_000);
const importInput = z.object({
  upload,
  /** Told by the file itself when absent. */
  format: importFormat.optional(),
  /** Columns of a plain CSV by what they hold: `{title: 'Name', project: 'List'}`. */
  /** Of an archive; `archiveLocked` asks for it. What was opened once stays so for its `upload`. */
  passphrase: passphrase.optional(),
  columns: z.record(z.string().max(40), z.string().max(200)).optional(),
  now: calendarMoment.optional(),
  tz: zoneId.optional(),
});

/** A file is handed over in pieces, looked at, and imported; each step names it by `upload`. */
export const imports = {
  /** Opens an upload for a file of this name. */
  begin: procedure.input(z.object({ name: z.string().max(300) })).output(z.object({ upload: z.string() })),
  /** The next piece of the file; answers how many characters have come. Throws `tooLarge`, and `notFound` for an upload that is over. */
  append: procedure
    .input(z.object({ upload, text: z.string().max(MAX_PIECE) }))
    .output(z.object({ received: z.int() })),
  /** What an import would bring; changes nothing. */
  preview: procedure
    .input(importInput)
    .output(z.object({ summary: importSummary, sample: z.array(importSample) })),
  /**
   * Imports the file and tells how far it is. All of it or none: a caller that stops listening before the summary cancels
   * it. One step of the history (`imports.run`).
   */
  run: procedure
    .input(importInput)
    .output(eventIterator(z.object({ done: z.int(), total: z.int(), summary: importSummary.nullable() }))),
};

export const exports = {
  /** The whole document in pieces, to be joined in their order. */
  make: procedure
    .input(
      z
        .object({
          format: exportFormat,
          /** Of an archive, which is sealed with it. */
          passphrase: passphrase.min(8).optional(),
        })
        .refine(({ format, passphrase: given }) => (format === 'archive') === (given !== undefined), {
          message: 'an archive takes a passphrase, and nothing else does',
        }),
    )
    .output(eventIterator(z.object({ text: z.string() }))),
};

/** How an account on a CalDAV server is signed in to. */
export const calendarLogin = z.object({
  username: z.string().min(1).max(500),
  password: z.string().max(2_000),
});

const calendarsAnswer = z.object({ calendars: z.array(subscribedCalendar) });

/** Calendars of others, kept as copies; their events come with `events.list`. */
export const calendars = {
  /** In order of adding, each with how its last reading went. */
  list: procedure.output(calendarsAnswer),
  /**
   * Adds a web address or the full path of an .ics file. `privateAddress` asks for the person's word, which comes as
   * `allowPrivate`.
   */
  add: procedure
    .input(
      z.object({
        location: z.string().min(1).max(4_000),
        name: z.string().max(200).optional(),
        busy: z.boolean().optional(),
        allowPrivate: z.boolean().optional(),
        /** Of a calendar on a CalDAV server, as `find` names it. Kept on this device alone. */
        login: calendarLogin.optional(),
      }),
    )
    .output(subscribedCalendar),
  /** The calendars of an account on a CalDAV server. */
  find: procedure
    .input(
      z.object({
        url: z.string().min(1).max(4_000),
        login: calendarLogin,
        allowPrivate: z.boolean().optional(),
      }),
    )
    .output(z.object({ calendars: z.array(z.object({ url: z.string(), name: z.string() })) })),
  /** Another user name or password for a calendar on a server, tried before it is kept. */
  signIn: procedure.input(z.object({ id: calendarId, login: calendarLogin })).output(subscribedCalendar),
  /** Sets what the person calls it, its colour, and whether work is planned around it. */
  update: procedure
    .input(
      z.object({
        id: calendarId,
        name: z.string().min(1).max(200).optional(),
        colour: z.int().min(0).max(11).optional(),
        busy: z.boolean().optional(),
        ignored: subscribedCalendar.shape.ignored.optional(),
      }),
    )
    .output(subscribedCalendar),
  /** Takes a calendar away with its events. */
  remove: procedure.input(z.object({ id: calendarId })).output(z.object({ id: calendarId })),
  /** Looks at all of them now; what went wrong stands with each. */
  refresh: procedure.output(calendarsAnswer),
  /** Every connection that was opened to somewhere else, newest first. */
  connections: procedure.output(
    z.object({
      connections: z.array(
        z.object({
          at: z.number(),
          purpose: z.string(),
          host: z.string(),
          sent: z.int(),
          received: z.int(),
          outcome: z.string(),
        }),
      ),
    }),
  ),
};
