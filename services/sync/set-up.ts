import { isAbsolute } from 'node:path';
import type { MailboxKind, SyncDevice } from '../../core/domain/sync.ts';
import { DaymarkError } from '../../core/errors.ts';
import { FolderMailbox, PostgresMailbox, type DataKey, type Mailbox } from '../../sync/index.ts';

/** What is kept of a set-up, and how its place, keys and devices are read. */

/** What is stored of a set-up, in the encrypted database alone. */
export interface Config {
  kind: MailboxKind;
  place: string;
  deviceName: string;
  keys: { id: string; madeAt: number; key: string }[];
}

/** How it went, across starts. */
export interface SyncRecord {
  lastRoundAt: number | null;
  devices: SyncDevice[];
  removed: boolean;
}

/** @throws DaymarkError `invalidInput` for what is no place */
export function openMailbox(kind: MailboxKind, place: string): Mailbox {
  if (kind === 'postgres') return new PostgresMailbox(place);
  if (!isAbsolute(place))
    throw new DaymarkError('invalidInput', { reason: 'the folder needs its full path' });
  return new FolderMailbox(place);
}

/** The place without the secrets in it. */
export function shownPlace({ kind, place }: Config): string {
  return kind === 'postgres' && URL.canParse(place) ? new URL(place).host : place;
}

export function packKey({ id, madeAt, key }: DataKey): Config['keys'][number] {
  return { id, madeAt, key: Buffer.from(key).toString('base64') };
}

export function unpackKey({ id, madeAt, key }: Config['keys'][number]): DataKey {
  return { id, madeAt, key: Buffer.from(key, 'base64') };
}
