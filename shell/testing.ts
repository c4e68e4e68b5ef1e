import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Task, TaskPatch } from '../core/domain/task.ts';
import { seededRandom } from '../core/random.ts';
import type { Clock } from '../core/time/clock.ts';
import { keyFilePath } from '../db/index.ts';
import { entries } from './entries.ts';
import { forkMl } from './fork-ml.ts';
import type { MlProcess, SpawnMl } from './ml-supervisor.ts';
import { openProfile } from './profile.ts';
import type { ProfileOptions, Profile } from './profile-types.ts';

/** Helpers of the integration tests: real database, real worker thread, real ml process, temporary folders. */

/** The bundles of this build: a process or thread starts from them in a third of the time (`scripts/lib/built.setup.mjs`). */
const files = entries(new URL('../dist/cli/index.js', import.meta.url), 'built');

/** Starts the real ml process. */
export const realMl: SpawnMl = forkMl(files.ml);

/** An ml process that never answers, for tests of what must go on without one. */
export const silentMl: SpawnMl = (): MlProcess => ({
  port: { on: () => {}, postMessage: () => {}, close: () => {} },
  pid: undefined,
  kill: () => {},
});

/** An ml process that can't be started. */
export const noMl: SpawnMl = () => {
  throw new Error('there is no ml process in this test');
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'daymark-test-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What a person would copy from the key file to confirm a change of the keys. */
export function keyFileLine(dataDir: string): string {
  return readFileSync(keyFilePath(dataDir), 'utf8').trim();
}

/** A clock that stands at a moment and goes on from there at the pace of the real one. */
export function clockFrom(iso: string): Clock {
  const offset = Date.parse(iso) - Date.now();
  return () => Date.now() + offset;
}

/** Monday, 3 May 2027, 08:00 in Berlin. */
export const MONDAY = '2027-05-03T06:00:00Z';

export function profileOptions(dataDir: string, options: Partial<ProfileOptions> = {}): ProfileOptions {
  return {
    dataDir,
    shell: 'browser',
    version: 'test',
    dbWorkerUrl: files.dbWorker,
    spawnMl: realMl,
    clock: clockFrom(MONDAY),
    zone: () => 'Europe/Berlin',
    random: seededRandom(7),
    ids: v7,
    ...options,
  };
}

/** Opens a profile as its owner. */
export async function openTestProfile(
  dataDir: string,
  options: Partial<ProfileOptions> = {},
): Promise<Profile> {
  const access = await openProfile(profileOptions(dataDir, options));
  if (access.kind !== 'owner') throw new Error('another process owns the test profile');
  return access.profile;
}

/** Types a line as the page does: what it means is known before Enter, however busy the machine is. */
export async function typed(
  { client }: Pick<Profile, 'client'>,
  text: string,
  rest: { picked?: TaskPatch; now?: string } = {},
): Promise<Task> {
  const { now } = rest;
  await client.capture.parse({ text, seq: 1, ...(now === undefined ? {} : { now }) });
  return client.tasks.create({ text, ...rest });
}
