import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { mailboxKind, replacedText, syncRound, syncStatus } from '../domain/sync.ts';
import { procedure } from './base.ts';

/** Several devices through a mailbox of the person's own; off until it is set up. */
export const sync = {
  /** Whether sync is on, how it went, and which devices take part. */
  status: procedure.output(syncStatus),
  /** What setting up would run on a server, to be read before; empty for a folder. */
  preview: procedure.input(z.object({ kind: mailboxKind })).output(z.object({ sql: z.string() })),
  /**
   * Joins the mailbox at a place, or makes it with `create`; then the answer has the recovery code, which is shown once.
   * Refused with `notFound` where there is no mailbox and `create` was not said, `wrongPassphrase`, `unreachable`.
   */
  setUp: procedure
    .input(
      z.object({
        kind: mailboxKind,
        /** An absolute path, or `postgres://user:password@host/database`. */
        place: z.string().min(1).max(2_000),
        passphrase: z.string().min(1).max(1_000),
        deviceName: z.string().min(1).max(100).optional(),
        create: z.boolean().optional(),
      }),
    )
    .output(z.object({ status: syncStatus, recoveryCode: z.string().nullable() })),
  /** One round, with how far it is. Not listening on ends it; nothing is lost by that. */
  run: procedure.output(
    eventIterator(z.object({ pushed: z.int(), pulled: z.int(), result: syncRound.nullable() })),
  ),
  /** Seals from here on with a new key, behind a new passphrase. The answer's recovery code is shown once. */
  changePassphrase: procedure
    .input(z.object({ present: z.string().max(1_000), passphrase: z.string().min(1).max(1_000) }))
    .output(z.object({ recoveryCode: z.string() })),
  /** Ends sync here; the data stays on this device and in the mailbox. */
  turnOff: procedure.output(syncStatus),
  /** Tells another device that it is out. It keeps what it has. */
  removeDevice: procedure.input(z.object({ id: z.uuid() })).output(syncStatus),
  /** Texts that were replaced by a newer one whose writer had not seen them; of one task, or all. */
  replacedTexts: procedure
    .input(z.object({ taskId: z.uuid().optional() }))
    .output(z.object({ texts: z.array(replacedText) })),
  /** Forgets a replaced text. Refused with `notFound`. */
  dismissReplaced: procedure.input(z.object({ id: z.int() })).output(z.object({ id: z.int() })),
};
