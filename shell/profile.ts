import { DaymarkError } from '../core/errors.ts';
import type { MlState } from '../core/domain/views.ts';
import { Hub, type Services } from '../services/index.ts';
import { DesktopControl } from './desktop-control/index.ts';
import { Health } from './health.ts';
import { inProcessClient } from './in-process-client.ts';
import { openKey } from './key-opening.ts';
import { LocalApi } from './local-api/index.ts';
import { openLog, type Log } from './log.ts';
import { MlSupervisor } from './ml-supervisor.ts';
import { openData, type OpenData } from './open-data.ts';
import { PortServer } from './port-server.ts';
import { takeLock, type OwnedLock } from './profile-lock.ts';
import { profileStatus, type ProfileStatus } from './profile-status.ts';
import type { ProfileAccess, ProfileOptions, Profile, ProfileState, ServedPort } from './profile-types.ts';
import { isDamage, Recovery, type Damage } from './recovery.ts';
import { createAppRouter, type AppRouter } from './router.ts';
import { appClient, type AppClient } from './rpc.ts';
import { Vault } from './vault.ts';

export type * from './profile-types.ts';
export type { AppClient } from './rpc.ts';

const SETTLE_POLL_MS = 15;
const END_TIMEOUT_MS = 1_500;
/** A command has nothing else to do than to wait for its guests; a person who ends the app waits only a moment. */
const DRAIN_MS = { cli: 90_000, browser: 2_000, electron: 2_000 } as const;

/** Opens a profile, or connects to the process that has it open. See `OpenProfile`. */
export async function openProfile(options: ProfileOptions): Promise<ProfileAccess> {
  const { dataDir, shell } = options;
  const lock = await takeLock(dataDir, shell, { outlastsCommands: shell !== 'cli' });
  if (lock.kind === 'foreign') {
    const { info, welcome } = lock;
    return {
      kind: 'guest',
      client: appClient(lock.port),
      port: lock.port,
      owner: { pid: info.pid, shell: info.shell, address: welcome.address },
      close: () => lock.port.close(),
    };
  }
  const profile = new OwnedProfile(options, lock);
  try {
    await profile.begin();
  } catch (error) {
    await profile.close();
    throw error;
  }
  return { kind: 'owner', profile };
}

class OwnedProfile implements Profile {
  readonly dataDir: string;
  readonly log: Log;
  readonly client: AppClient;
  readonly #options: ProfileOptions;
  readonly #lock: OwnedLock;
  readonly #supervisor: MlSupervisor;
  readonly #server: PortServer;
  readonly #vault: Vault;
  readonly #recovery: Recovery;
  readonly #localApi: LocalApi;
  readonly #desktop: DesktopControl;
  readonly #hub = new Hub();
  readonly #health: Health;
  #data: OpenData | null = null;
  #errors = 0;
  #why: DaymarkError | null = null;
  #damage: Damage | null = null;
  #closed: Promise<void> | null = null;
  #address: (() => string) | null = null;

  constructor(options: ProfileOptions, lock: OwnedLock) {
    this.#options = options;
    this.#lock = lock;
    this.dataDir = options.dataDir;
    this.log = openLog(options.dataDir, options.clock);
    this.#health = new Health({
      dataDir: options.dataDir,
      log: this.log,
      changed: () => this.#hub.publish({ topic: 'settings' }),
    });
    this.#supervisor = new MlSupervisor({
      spawn: options.spawnMl,
      random: options.random,
      snapshot: () => this.#data?.services.parserSnapshot() ?? null,
      onState: (state) => this.#mlChanged(state),
      onExit: ({ restarts, delayMs }) =>
        this.log('warn', 'ml.ended', { restarts, delayMs: Math.round(delayMs) }),
    });
    this.#vault = new Vault({
      dataDir: options.dataDir,
      keychain: options.keychain,
      state: () => this.state,
      key: () => this.#data?.key ?? null,
      open: (key) => this.#open(key),
      close: () => this.#lockNow(),
    });
    this.#recovery = new Recovery({
      options,
      log: this.log,
      state: () => this.state,
      open: () => this.#data,
      damage: () => this.#damage,
      exchange: (key, change) => this.#exchange(key, change),
      answered: () => {
        this.#health.loadLosses();
        this.#hub.publish({ topic: 'settings' });
      },
    });
    const router = this.#router();
    this.#server = new PortServer(router);
    this.client = inProcessClient(router);
    const { client, log } = this;
    const database = () => this.#data?.db ?? null;
    this.#localApi = new LocalApi({ options, client, log, database });
    const changes = (signal: AbortSignal) => this.#hub.subscribe(signal);
    this.#desktop = new DesktopControl({ desktop: options.desktop, client, log, changes, database });
  }

  get state(): ProfileState {
    if (this.#damage) return 'damaged';
    return this.#data ? 'open' : 'locked';
  }

  get closedBecause(): DaymarkError | null {
    return this.#data ? null : (this.#damage?.error ?? this.#why);
  }

  /** Starts everything. The ml process loads while the key is derived. */
  async begin(): Promise<void> {
    this.#supervisor.start();
    await this.#openWithKey();
    if (!this.#data) this.#desktop.closed();
    await this.#lock.listen(
      (port) => this.serve(port),
      () => this.#address?.() ?? null,
    );
  }

  /** Finds or makes the key, and opens the database with it. */
  async #openWithKey(): Promise<void> {
    try {
      const result = await openKey(this.#options);
      this.#damage = null;
      if (result.state === 'open') await this.#open(result.key, result.created);
      else this.#why = result.why;
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#damage = { error, key: null };
    }
  }

  serve(port: ServedPort): void {
    this.#server.serve(port);
  }

  ml(): { state: MlState; pid: number | undefined } {
    return { state: this.#supervisor.state, pid: this.#supervisor.pid };
  }

  whenMlReady(timeoutMs: number): Promise<void> {
    return this.#supervisor.whenReady(timeoutMs);
  }

  async settle(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
      if (!this.#data || (this.#data.services.idle() && !this.#modelsLoading())) return true;
      await new Promise((done) => setTimeout(done, SETTLE_POLL_MS));
    }
    return false;
  }

  /** Work appears by itself once the models are there, such as vectors that are missing. */
  #modelsLoading(): boolean {
    const { process, embedding } = this.#supervisor.state;
    return process === 'starting' || (process === 'ready' && embedding === 'loading');
  }

  backUpWhenDue(): Promise<void> {
    return this.#recovery.backUpWhenDue();
  }

  firstRecoveryCode(): Promise<{ code: string } | null> {
    return this.#vault.firstRecoveryCode();
  }

  offerAddress(make: () => string): void {
    this.#address = make;
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    await this.#lock.drain(DRAIN_MS[this.#options.shell]);
    await this.#localApi.close();
    this.#desktop.end();
    this.#hub.close();
    this.#server.close();
    // Work under way may end well; a helper that hangs must not keep the program.
    const timeout = setTimeout(() => this.#supervisor.stop(), END_TIMEOUT_MS);
    await this.#closeData();
    clearTimeout(timeout);
    this.#supervisor.stop();
    await this.#lock.release();
  }

  /** Opens the database with a key, or notes that it is damaged. */
  async #open(key: Uint8Array, isNew = false): Promise<void> {
    const options = this.#options;
    try {
      const data = openData(
        { options, supervisor: this.#supervisor, hub: this.#hub, log: this.log },
        key,
        isNew,
      );
      this.#damage = null;
      this.#data = data;
      await this.#start(data);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.log('error', 'database.unusable', { code: error.code });
      await this.#closeData();
      this.#damage = { error, key };
    }
  }

  async #start({ services, worker, delivery }: OpenData): Promise<void> {
    const { shell, demo } = this.#options;
    const attended = shell !== 'cli';
    this.#health.loadLosses();
    await services.start({ attended, demo });
    if (!attended) return;
    delivery.start();
    this.#health.watch(worker);
    this.#recovery.startDaily();
    void this.#localApi.follow();
    this.#desktop.opened();
  }

  async #closeData(): Promise<void> {
    const data = this.#data;
    if (!data) return;
    this.#recovery.stop();
    this.#health.stop();
    await data.close();
    this.#data = null;
    this.#desktop.closed();
  }

  /** Nothing of what the person typed stays in memory that is ours to clear: the key is overwritten, the helper begins anew. */
  async #lockNow(): Promise<void> {
    const key = this.#data?.key;
    await this.#closeData();
    key?.fill(0);
    this.#why = new DaymarkError('locked');
    this.#supervisor.stop();
    this.#supervisor.start();
    this.#hub.publish({ topic: 'settings' });
  }

  #services(): Services {
    if (!this.#data) throw this.#damage?.error ?? new DaymarkError('locked');
    return this.#data.services;
  }

  #mlChanged(state: MlState): void {
    this.#hub.publish({ topic: 'ml', state });
    if (state.process === 'ready') this.#data?.services.mlReady();
  }

  #router(): AppRouter {
    return createAppRouter({
      services: () => this.#services(),
      status: () => this.#status(),
      vault: this.#vault,
      recovery: this.#recovery,
      localApi: () => this.#localApi,
      desktop: () => this.#desktop,
      settle: (timeoutMs) => this.settle(timeoutMs),
      log: this.log,
      newRef: () => `${this.#options.clock().toString(36)}-${(this.#errors += 1)}`,
    });
  }

  #status(): ProfileStatus {
    return profileStatus(this.#options, {
      data: this.#data,
      ml: this.#supervisor.state,
      keySlots: this.#vault.status().slots,
      warnings: this.#health.warnings,
    });
  }

  async #exchange<T>(key: Uint8Array | null, change: () => Promise<T>): Promise<T> {
    await this.#closeData();
    try {
      return await change();
    } finally {
      // Null: there is no key any more that could be kept.
      await (key ? this.#open(key) : this.#openWithKey());
      this.#hub.publish({ topic: 'tasks', ids: [] });
      this.#hub.publish({ topic: 'settings' });
    }
  }
}
