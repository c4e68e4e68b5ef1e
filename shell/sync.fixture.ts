import { onTestFinished } from 'vitest';
import type { MailboxKind, SyncRound } from '../core/domain/sync.ts';
import type { PostgresServer } from './postgres.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Profiles that share a mailbox, for tests of sync through the contract. */

export const PASSPHRASE = 'correct horse battery staple';

export interface TwoDevices {
  here: WritingWorld;
  there: WritingWorld;
  place: string;
}

/** A new folder, or a new database on the server. */
export async function placeOf(kind: MailboxKind, server: PostgresServer): Promise<string> {
  if (kind === 'postgres') return server.database();
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** One round. */
export async function meet({ client }: WritingWorld): Promise<SyncRound> {
  for await (const { result } of await client.sync.run()) if (result) return result;
  throw new Error('the round came to no end');
}

/** Two empty profiles that have joined a new mailbox and done no round. */
export async function devicesAt(kind: MailboxKind, server: PostgresServer): Promise<TwoDevices> {
  const [here, there] = [aWritingWorld(), aWritingWorld('2027-05-03T08:00', 2)];
  const place = await placeOf(kind, server);
  await here.client.sync.setUp({ kind, place, passphrase: PASSPHRASE, create: true, deviceName: 'Desk' });
  await there.client.sync.setUp({ kind, place, passphrase: PASSPHRASE, deviceName: 'Laptop' });
  return { here, there, place };
}
