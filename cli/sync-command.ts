import { resolve } from 'node:path';
import type { SyncRound } from '../core/domain/sync.ts';
import { DaymarkError } from '../core/errors.ts';
import type { AppClient } from '../shell/rpc.ts';
import { writeJson, type Streams } from './io.ts';

export interface SyncOptions {
  url: string | undefined;
  folder: string | undefined;
  /** The sync passphrase; null when none was given. */
  passphrase: string | null;
  create: boolean;
  status: boolean;
}

/** Meets the other devices once; sets that up first when a place is given. */
export async function syncCommand(client: AppClient, options: SyncOptions, streams: Streams): Promise<void> {
  if (options.url !== undefined && options.folder !== undefined)
    throw new DaymarkError('invalidInput', { reason: 'sync takes --url or --folder' });
  const place = options.url ?? (options.folder === undefined ? undefined : resolve(options.folder));
  if (options.status) return writeJson(streams.stdout, await client.sync.status());
  if (place !== undefined) await setUp(client, place, options, streams);
  let result: SyncRound | null = null;
  for await (const step of await client.sync.run()) ({ result } = step);
  if (!result) throw new DaymarkError('cancelled');
  await writeJson(streams.stdout, result);
}

async function setUp(
  client: AppClient,
  place: string,
  options: SyncOptions,
  streams: Streams,
): Promise<void> {
  const { passphrase, create } = options;
  if (passphrase === null)
    throw new DaymarkError('invalidInput', {
      reason: 'sync needs --passphrase-file with the sync passphrase',
    });
  const kind = options.url === undefined ? 'folder' : 'postgres';
  if (create) {
    const { sql } = await client.sync.preview({ kind });
    if (sql !== '') streams.stderr.write(`${sql}\n`);
  }
  const { recoveryCode } = await client.sync.setUp({ kind, place, passphrase, create });
  if (recoveryCode !== null)
    streams.stderr.write(`Recovery code of this sync, shown once: ${recoveryCode}\n`);
}
