import type { PredictionTarget } from '../core/prediction-targets/index.ts';
import type { DaymarkError } from '../core/errors.ts';
import type { IdSource } from '../core/ids.ts';
import type { MlState } from '../core/domain/views.ts';
import type { Random } from '../core/random.ts';
import type { Clock, ZoneSource } from '../core/time/clock.ts';
import type { Keychain } from '../db/index.ts';
import type { Desktop } from './desktop.ts';
import type { Log } from './log.ts';
import type { SpawnMl } from './ml-supervisor.ts';
import type { RpcPort } from './ports.ts';
import type { AppClient } from './rpc.ts';

export type ShellKind = 'electron' | 'browser' | 'cli';

/** What a composition root hands in. Nothing below it reads a clock, a zone, randomness or an id from a global. */
export interface ProfileOptions {
  dataDir: string;
  shell: ShellKind;
  version: string;
  /** Entry of the database's worker thread. */
  dbWorkerUrl: URL;
  /** sqlite-vec's loadable file, when it isn't where npm put it (outside the asar). */
  extensionPath?: string;
  spawnMl: SpawnMl;
  /** What is predicted; everything that is registered unless said otherwise. */
  targets?: readonly PredictionTarget[];
  /** The operating system's keychain; only Electron has one. */
  keychain?: Keychain;
  /** Passphrase or recovery code, when one was given (`--passphrase-file`, environment). */
  secret?: string | null;
  /** A fresh profile is filled with three believable months. */
  demo?: boolean;
  clock: Clock;
  zone: ZoneSource;
  random: Random;
  /** What the machine around this shell can do. Where it tells of battery and idle time, trainings wait for a good moment. */
  desktop?: Desktop;
  ids: IdSource;
}

/** `damaged`: the database or its keys can't be used, and the person chooses a backup or an empty one. */
export type ProfileState = 'open' | 'locked' | 'damaged';

/** The opened (or still closed) profile of this process. */
export interface Profile {
  readonly state: ProfileState;
  /** While not open: what is wrong or would open it, for shells that can't ask. */
  readonly closedBecause: DaymarkError | null;
  readonly dataDir: string;
  readonly log: Log;
  /** The app contract, in process. Rejects with `DaymarkError`. */
  readonly client: AppClient;
  /** Serves the app contract on an untrusted port until either end closes it. */
  serve(port: ServedPort): void;
  /** State of the ml process, and its process id for tests and diagnostics. */
  ml(): { state: MlState; pid: number | undefined };
  /** Resolves once the ml process answers; rejects with `mlUnavailable` after `timeoutMs`. */
  whenMlReady(timeoutMs: number): Promise<void>;
  /** Resolves once nothing that was asked for is still waiting: jobs, learning, planning. */
  settle(timeoutMs: number): Promise<boolean>;
  /**
   * Gives a profile that has no recovery code its first one, to be shown to the person by this shell itself; null where
   * there is one. No page and no guest can ask for it.
   */
  firstRecoveryCode(): Promise<{ code: string } | null>;
  /** Makes the day's backup if none was made; runs by itself while the profile is open in a window. */
  backUpWhenDue(): Promise<void>;
  /** Leads other processes to the browser host: `make` answers an address that opens its page once. */
  offerAddress(make: () => string): void;
  /** Waits for its guests, ends the ml process, the worker and the database, and gives the lock back. */
  close(): Promise<void>;
}

/** A port to serve: ours, Electron's `MessagePortMain`, or a browser's `MessagePort`. */
export interface ServedPort {
  on(event: string, callback: (event?: { data: unknown }) => void): unknown;
  postMessage(data: unknown): void;
  close?(): void;
  start?(): void;
}

/** The way in when another process already owns the profile. */
export interface GuestAccess {
  kind: 'guest';
  client: AppClient;
  port: RpcPort;
  /** Which shell the owner runs, and an address that opens its page once when it is the browser host. */
  owner: { pid: number; shell: string; address: string | null };
  close(): void;
}

export interface OwnerAccess {
  kind: 'owner';
  profile: Profile;
}

export type ProfileAccess = OwnerAccess | GuestAccess;

/**
 * `openProfile(options: ProfileOptions): Promise<ProfileAccess>` is in `profile.ts`. It takes the profile's lock, opens the database with the
 * first key slot that works (keychain, key file, given secret), starts the ml process and the pipeline, and serves
 * other processes. Without a usable slot the profile is `locked`: only `vault.*` and `app.status` answer until `vault.unlock`.
 * With a database or keys that can't be used it is `damaged`: `backups.list`, `backups.restore` and `recovery.*` answer, too.
 * Throws a `DaymarkError` when the profile can't be opened at all; every file is then as it was.
 */
export type OpenProfile = (options: ProfileOptions) => Promise<ProfileAccess>;
