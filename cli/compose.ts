import { v7 } from 'uuid';
import { DaymarkError } from '../core/errors.ts';
import { localOf } from '../core/time/zoned.ts';
import { entries, modeOf } from '../shell/entries.ts';
import { forkMl } from '../shell/fork-ml.ts';
import { MlSupervisor } from '../shell/ml-supervisor.ts';
import { openProfile } from '../shell/profile.ts';
import type { ProfileAccess } from '../shell/profile-types.ts';
import type { AppClient } from '../shell/rpc.ts';
import { openReconnecting } from '../shell/reconnecting.ts';
import { settledSystemZone } from '../shell/system-zone.ts';
import { version } from '../shell/version.ts';

/** Wires the command line: the one place of the command line that knows the clock, the zone, chance and ids. */

const files = entries(import.meta.url, modeOf(import.meta.url));
const READY_MS = 30_000;
const EMBEDDING_MS = 60_000;
const POLL_MS = 50;

export const systemZone = settledSystemZone(
  process.env,
  (sentence) => void process.stderr.write(`${sentence}\n`),
);
export const systemNow = (tz: string): string => localOf(Date.now(), tz);

const spawnMl = forkMl(files.ml);

/** Runs work with an ml process of its own and no profile. */
export async function withMl<T>(work: (ml: MlSupervisor) => Promise<T>): Promise<T> {
  const supervisor = new MlSupervisor({ spawn: spawnMl, random: Math.random });
  supervisor.start();
  try {
    await supervisor.whenReady(READY_MS);
    return await work(supervisor);
  } finally {
    supervisor.stop();
  }
}

/** Waits for the embedding model; throws `modelUnavailable` with the reason. */
export async function needEmbedding(ml: MlSupervisor): Promise<void> {
  if (await ml.whenEmbedding(EMBEDDING_MS)) return;
  throw new DaymarkError('modelUnavailable', { reason: ml.state.embeddingReason ?? 'it did not load' });
}

export interface ProfileTarget {
  dataDir: string;
  secret: string | null;
}

/**
 * Runs work on a profile: through its owner when one runs, else by opening it here. An owner that ends meanwhile is
 * replaced; what was not answered is asked again.
 */
export async function withProfile<T>(
  target: ProfileTarget,
  work: (client: AppClient) => Promise<T>,
): Promise<T> {
  const access = await openReconnecting({
    open: () => openTarget(target),
    prepare: (opened) => unlock(opened, target.secret),
    ids: v7,
  });
  try {
    return await work(access.client);
  } finally {
    await access.close();
  }
}

function openTarget({ dataDir, secret }: ProfileTarget): Promise<ProfileAccess> {
  return openProfile({
    dataDir,
    secret,
    shell: 'cli',
    version,
    dbWorkerUrl: files.dbWorker,
    spawnMl,
    clock: () => Date.now(),
    zone: systemZone,
    random: Math.random,
    ids: v7,
  });
}

async function unlock(access: ProfileAccess, secret: string | null): Promise<void> {
  if (access.kind === 'guest') return unlockOwner(access.client, secret);
  if (access.profile.state !== 'open') throw access.profile.closedBecause ?? new DaymarkError('locked');
}

async function unlockOwner(client: AppClient, secret: string | null): Promise<void> {
  const { state } = await client.vault.status();
  if (state !== 'locked') return;
  if (!secret) throw new DaymarkError('locked');
  await client.vault.unlock({ secret });
}

/** Waits until the profile's helper reads lines; without it commands go on with plain text. */
export async function helperReady(client: AppClient, embedding = false): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline) {
    const { ml } = await client.app.status();
    if (ml.process === 'ready' && (!embedding || ml.embedding !== 'loading')) return;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}
