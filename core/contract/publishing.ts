import { z } from 'zod';
import { publication, publicationKind } from '../domain/publication.ts';
import { procedure } from './base.ts';
import { calendarLogin } from './exchange.ts';

const answer = z.object({ publications: z.array(publication) });

/** The plan in a calendar of its own. What is changed there by hand comes back. Off until it is set up, on this device alone. */
export const publishing = {
  /** Where the plan is published, and how that went. */
  status: procedure.output(answer),
  /**
   * Publishes the plan to a calendar on a CalDAV server (as `calendars.find` names it) or to the full path of an .ics file.
   * Refused with `invalidInput` for a calendar that has other events or is subscribed to, with `privateAddress` until the
   * person has said `allowPrivate`, and with `unreachable`.
   */
  setUp: procedure
    .input(
      z.object({
        kind: publicationKind,
        location: z.string().min(1).max(4_000),
        login: calendarLogin.optional(),
        allowPrivate: z.boolean().optional(),
      }),
    )
    .output(answer),
  /** Brings both sides into step now; what went wrong stands with each. */
  run: procedure.output(answer),
  /**
   * Takes the published blocks away again and ends it. With `keep` they stay where they are, as when the server is gone for
   * good. Throws `unreachable`, and then nothing has changed.
   */
  turnOff: procedure.input(z.object({ kind: publicationKind, keep: z.boolean().optional() })).output(answer),
};
