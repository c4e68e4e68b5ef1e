import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { DaymarkError } from '../core/errors.ts';
import type { MlState } from '../core/domain/views.ts';
import { openDatabase, startDbWorker, type Database, type DbLog, type DbWorker } from '../db/index.ts';
import { createServices, Hub, type ServiceContext, type Services } from '../services/index.ts';
import { Health } from './health.ts';
import { openKey } from './key-opening.ts';
import { openLog, type Log } from './log.ts';
import { MlSupervisor } from './ml-supervisor.ts';
import { guardedPort, type PortLimits, type RpcPort } from './ports.ts';
import type { RequestContext } from './once.ts';
import { takeLock, type OwnedLock } from './profile-lock.ts';
import type { ProfileAccess, ProfileOptions, Profile, ProfileState, ServedPort } from './profile-types.ts';
import { isDamage, Recovery, type Damage } from './recovery.ts';
import { createAppRouter, type AppRouter } from './router.ts';
import { fromWireError, withTurnedErrors } from '../rpc/wire-errors.ts';
import { appClient, INTENT_HEADER, type AppClient, type CallContext } from './rpc.ts';
import { Vault, type ProfileStatus } from './vault.ts';

export type * from './profile-types.ts';
export type { AppClient } from './rpc.ts';

/** Limits for every port that is served; the app's own page stays far below them. */
const LIMITS: PortLimits = { maxMessage: 4 * 1024 * 1024, maxInFlight: 128 };
const SETTLE_POLL_MS = 15;
const END_PATIENCE_MS = 1_500;
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

interface OpenParts {
  key: Uint8Array;
  db: Database;
  worker: DbWorker;
  services: Services;
}

class OwnedProfile implements Profile {
  readonly dataDir: string;
  readonly log: Log;
  readonly client: AppClient;
  readonly #options: ProfileOptions;
  readonly #lock: OwnedLock;
  readonly #supervisor: MlSupervisor;
  readonly #handler: RPCHandler<RequestContext>;
  readonly #vault: Vault;
  readonly #recovery: Recovery;
  readonly #hub = new Hub();
  readonly #health: Health;
  readonly #ports = new Set<RpcPort>();
  #parts: OpenParts | null = null;
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
      snapshot: () => this.#parts?.services.parserSnapshot() ?? null,
      onState: (state) => this.#mlChanged(state),
      onExit: ({ restarts, delayMs }) =>
        this.log('warn', 'ml.ended', { restarts, delayMs: Math.round(delayMs) }),
    });
    this.#vault = new Vault({
      dataDir: options.dataDir,
      keychain: options.keychain,
      state: () => this.state,
      key: () => this.#parts?.key ?? null,
      open: (key) => this.#open(key),
    });
    this.#recovery = new Recovery({
      options,
      log: this.log,
      state: () => this.state,
      open: () => this.#parts,
      damage: () => this.#damage,
      exchange: (key, change) => this.#exchange(key, change),
      answered: () => {
        this.#health.loadLosses();
        this.#hub.publish({ topic: 'settings' });
      },
    });
    const router = this.#router();
    this.#handler = portHandler(router);
    this.client = inProcessClient(router);
  }

  get state(): ProfileState {
    if (this.#damage) return 'damaged';
    return this.#parts ? 'open' : 'locked';
  }

  get closedBecause(): DaymarkError | null {
    return this.#parts ? null : (this.#damage?.error ?? this.#why);
  }

  /** Starts everything. The ml process loads while the key is derived. */
  async begin(): Promise<void> {
    this.#supervisor.start();
    await this.#openWithKey();
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
    const guarded = guardedPort(asRpcPort(port), LIMITS);
    this.#ports.add(guarded);
    guarded.on('close', () => this.#ports.delete(guarded));
    this.#handler.upgrade(guarded, { context: {} });
    port.start?.();
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
      if (!this.#parts || (this.#parts.services.idle() && !this.#modelsLoading())) return true;
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
    this.#hub.close();
    for (const port of this.#ports) port.close();
    // Work under way may end well; a helper that hangs must not keep the program.
    const patience = setTimeout(() => this.#supervisor.stop(), END_PATIENCE_MS);
    await this.#closeParts();
    clearTimeout(patience);
    this.#supervisor.stop();
    await this.#lock.release();
  }

  /** Opens the database with a key, or notes that it is damaged. */
  async #open(key: Uint8Array, freshKeys = false): Promise<void> {
    const { dataDir, extensionPath, clock } = this.#options;
    const log: DbLog = (event, detail) => this.log('info', event, detail);
    try {
      const db = openDatabase({ dataDir, key, extensionPath, log, now: clock, expected: !freshKeys });
      this.#damage = null;
      await this.#start(key, db);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.log('error', 'database.unusable', { code: error.code });
      await this.#closeParts();
      this.#damage = { error, key };
    }
  }

  async #start(key: Uint8Array, db: Database): Promise<void> {
    const { dataDir, extensionPath, clock, zone, random, ids, dbWorkerUrl, shell } = this.#options;
    const log = this.log;
    const dbLog: DbLog = (event, detail) => log('info', event, detail);
    this.#health.loadLosses();
    const worker = startDbWorker({
      workerUrl: dbWorkerUrl,
      dataDir,
      key,
      now: clock,
      extensionPath,
      log: dbLog,
    });
    const supervisor = this.#supervisor;
    const ml: ServiceContext['ml'] = {
      client: supervisor.client,
      get state() {
        return supervisor.state;
      },
    };
    const services = createServices({
      db,
      worker,
      ml,
      hub: this.#hub,
      clock,
      zone,
      random,
      ids,
      log,
      pushSnapshot: () => supervisor.pushSnapshot(),
      power: this.#options.desktop?.power?.state,
      targets: this.#options.targets,
    });
    this.#parts = { key, db, worker, services };
    const attended = shell !== 'cli';
    await services.start({ attended, demo: this.#options.demo });
    if (!attended) return;
    this.#health.watch(worker);
    this.#recovery.startDaily();
  }

  async #closeParts(): Promise<void> {
    const parts = this.#parts;
    if (!parts) return;
    this.#recovery.stop();
    this.#health.stop();
    await parts.services.stop();
    this.#parts = null;
    await parts.worker.close();
    parts.db.close();
  }

  #services(): Services {
    if (!this.#parts) throw this.#damage?.error ?? new DaymarkError('locked');
    return this.#parts.services;
  }

  #mlChanged(state: MlState): void {
    this.#hub.publish({ topic: 'ml', state });
    if (state.process === 'ready') this.#parts?.services.mlReady();
  }

  #router(): AppRouter {
    return createAppRouter({
      services: () => this.#services(),
      status: { status: () => this.#status() },
      vault: this.#vault,
      recovery: this.#recovery,
      settle: (timeoutMs) => this.settle(timeoutMs),
      log: this.log,
      newRef: () => `${this.#options.clock().toString(36)}-${(this.#errors += 1)}`,
    });
  }

  #status(): ProfileStatus {
    const { version, shell, dataDir, zone, clock } = this.#options;
    const db = this.#parts?.db;
    return {
      version,
      shell,
      profile: dataDir,
      tz: this.#parts?.services.zone() ?? zone(),
      now: clock(),
      firstRun: db ? !db.settings.get().firstRunDone : false,
      demo: db?.settings.state('demo') !== null && db !== undefined,
      ml: this.#supervisor.state,
      keySlots: this.#vault.status().slots,
      warnings: this.#health.warnings,
    };
  }

  async #exchange<T>(key: Uint8Array | null, change: () => Promise<T>): Promise<T> {
    await this.#closeParts();
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

/** Serves the router on ports; the id of an intent comes in a header. */
function portHandler(router: AppRouter): RPCHandler<RequestContext> {
  return new RPCHandler(router, {
    rootInterceptors: [
      (options) => {
        const intentId = options.request.headers[INTENT_HEADER];
        const given = typeof intentId === 'string' ? { intentId } : {};
        return options.next({ ...options, context: { ...options.context, ...given } });
      },
    ],
  });
}

/** The router as a client in the same process, with the same typed errors as over a wire. */
function inProcessClient(router: AppRouter): AppClient {
  const gone = (): DaymarkError => new DaymarkError('internal', { ref: '-' });
  return createRouterClient(router, {
    context: (given: CallContext) => given,
    interceptors: [
      async ({ next }) => {
        const turn = (error: unknown) => fromWireError(error, gone);
        try {
          return withTurnedErrors(await next(), turn);
        } catch (error) {
          throw turn(error);
        }
      },
    ],
  });
}

function asRpcPort(port: ServedPort): RpcPort {
  return {
    on: (event, callback) => void port.on(event, callback),
    postMessage: (data) => port.postMessage(data),
    close: () => port.close?.(),
  };
}
