import { z } from 'zod';
import { errorCodes } from '../errors.ts';

/** Syncing several devices, as it is shown. */

/** Where devices meet. */
export const mailboxKind = z.enum(['folder', 'postgres']);
export type MailboxKind = z.infer<typeof mailboxKind>;

/** `off` until it is set up; `removed` when another device has taken this one out. */
export const syncState = z.enum(['off', 'idle', 'running', 'waiting', 'removed']);

export const syncDevice = z.object({
  id: z.uuid(),
  name: z.string(),
  own: z.boolean(),
  /** Epoch ms of its last round, by its own clock. */
  seenAt: z.number(),
});
export type SyncDevice = z.infer<typeof syncDevice>;

export const syncStatus = z.object({
  state: syncState,
  kind: mailboxKind.nullable(),
  /** The folder, or the server's name. */
  place: z.string().nullable(),
  /** Epoch ms; null before the first whole round. */
  lastRoundAt: z.number().nullable(),
  /** When it is tried again after a failure. */
  nextTryAt: z.number().nullable(),
  /** Why the last round failed. */
  error: z.object({ code: z.enum(errorCodes), message: z.string() }).nullable(),
  /** Sealed batches that the mailbox does not have yet. */
  waiting: z.int(),
  devices: z.array(syncDevice),
  /** Texts that a newer one from elsewhere has replaced, not yet looked at. */
  replacedTexts: z.int(),
});
export type SyncStatus = z.infer<typeof syncStatus>;

/** What a round did. */
export const syncRound = z.object({
  /** Rows that were sent, that were received, and that changed something here. */
  pushed: z.int(),
  pulled: z.int(),
  merged: z.int(),
  conflicts: z.array(z.object({ table: z.string(), id: z.string(), field: z.string(), text: z.string() })),
  /** The newest batch that was merged of each other device. */
  cursor: z.record(z.string(), z.int()),
  ms: z.number(),
});
export type SyncRound = z.infer<typeof syncRound>;

/** A written text that a newer one replaced without its writer having seen it. */
export const replacedText = z.object({
  id: z.int(),
  table: z.string(),
  rowId: z.string(),
  field: z.string(),
  text: z.string(),
  at: z.number(),
});
export type ReplacedText = z.infer<typeof replacedText>;
