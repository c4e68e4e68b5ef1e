import { hostname } from 'node:os';
import type { MailboxKind, ReplacedText, SyncDevice, SyncRound, SyncStatus } from '../../core/domain/sync.ts';
import { DaymarkError } from '../../core/errors.ts';
import {
  makeKey,
  openKeys,
  POSTGRES_SCHEMA,
  Round,
  sealPiece,
  type DataKey,
  type Mailbox,
  type Progress,
  type RoundResult,
} from '../../sync/index.ts';
import type { ServiceContext } from '../context.ts';
import { announce, followUp } from '../follow-up.ts';
import { yieldToEvents } from '../pauses.ts';
import {
  openDevice,
  openMailbox,
  packKey,
  shownPlace,
  unpackKey,
  type Config,
  type SyncRecord,
} from './set-up.ts';

/**
 * Sync as a use case: setting up, rounds by hand and by themselves, devices, and what was replaced. The app never waits
 * for it, and a round that fails is tried again later and later.
 */

const CONFIG = 'config';
const STATUS = 'status';
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 30 * 60_000;
const EVERY_MS = 5 * 60_000;
/** Changes are gathered for so long before they go out. */
const SETTLE_MS = 3_000;
const LISTED = 200;
const NO_TRAFFIC = { sent: 0, received: 0 };

export interface SetUp {
  kind: MailboxKind;
  place: string;
  passphrase: string;
  deviceName?: string | undefined;
  create?: boolean | undefined;
}

export class Sync {
  readonly #ctx: ServiceContext;
  #running: Promise<unknown> | null = null;
  #failures = 0;
  #nextTryAt: number | null = null;
  #error: SyncStatus['error'] = null;
  #timer: NodeJS.Timeout | undefined;
  #attended = false;
  #ended = new AbortController();

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  status(): SyncStatus {
    const { sync } = this.#ctx.db;
    const config = this.#config();
    const record = this.#record();
    return {
      state: this.#stateOf(config, record),
      kind: config?.kind ?? null,
      place: config ? shownPlace(config) : null,
      lastRoundAt: record.lastRoundAt,
      nextTryAt: this.#nextTryAt,
      error: this.#error,
      waiting: sync.waiting(),
      devices: record.devices,
      replacedTexts: sync.replacedTexts(LISTED).length,
    };
  }

  #stateOf(config: Config | undefined, record: SyncRecord): SyncStatus['state'] {
    if (record.removed) return 'removed';
    if (!config) return 'off';
    if (this.#running) return 'running';
    return this.#error ? 'waiting' : 'idle';
  }

  /** The SQL that setting up would run. */
  preview(kind: MailboxKind): { sql: string } {
    return { sql: kind === 'postgres' ? POSTGRES_SCHEMA.trim() : '' };
  }

  /**
   * Joins a mailbox, or makes one.
   *
   * @throws DaymarkError `invalidInput`, `notFound` without a mailbox there, `wrongPassphrase`, `unreachable`, `busy`
   */
  async setUp({ kind, place, passphrase, deviceName, create = false }: SetUp): Promise<{
    status: SyncStatus;
    recoveryCode: string | null;
  }> {
    if (this.#running) throw new DaymarkError('busy');
    const mailbox = openMailbox(kind, place);
    let recoveryCode: string | null = null;
    let keys: DataKey[];
    try {
      if (create) await mailbox.create();
      const files = (await mailbox.exists()) ? await mailbox.keys() : null;
      if (files === null && !create)
        throw new DaymarkError('notFound', { what: 'mailbox', id: mailbox.name });
      if (files && files.length > 0) keys = await openKeys(files, passphrase);
      else if (create) {
        const made = await makeKey(passphrase, this.#ctx.clock());
        await mailbox.putKey(made.file);
        ({ recoveryCode } = made);
        keys = [made.opened];
      } else throw new DaymarkError('notFound', { what: 'mailbox', id: mailbox.name });
    } finally {
      await mailbox.close();
    }
    this.#store({ kind, place, deviceName: deviceName ?? hostname().slice(0, 100), keys: keys.map(packKey) });
    this.#arrange(SETTLE_MS);
    return { status: this.status(), recoveryCode };
  }

  /** Keeps the merged state when the mailbox is the one from before. */
  #store(config: Config): void {
    const { db } = this.#ctx;
    const known = this.#config();
    const same = known?.keys.some((one) => config.keys.some((other) => other.id === one.id)) ?? false;
    db.transaction(() => {
      if (!same) db.sync.clear();
      db.sync.setState(CONFIG, config);
      db.sync.setState(STATUS, { ...this.#record(), removed: false } satisfies SyncRecord);
    });
    this.#failures = 0;
    this.#error = null;
    this.#nextTryAt = null;
  }

  /**
   * One round, with its progress.
   *
   * @throws DaymarkError `unsupported` when sync is off, `busy` during another round, and what a mailbox throws
   */
  async *run(signal?: AbortSignal): AsyncGenerator<Progress & { result: SyncRound | null }, void, void> {
    const seen: Progress[] = [];
    let news = (): void => {};
    const own = new AbortController();
    const stop = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    const round = this.round({
      signal: stop,
      progress: (done) => {
        seen.push(done);
        news();
      },
    });
    let result: SyncRound | null = null;
    const settled = round.then(
      (done) => void (result = done),
      () => {},
    );
    try {
      for (let over = false; !over;) {
        const next = new Promise<void>((done) => (news = done));
        if (seen.length === 0) over = await Promise.race([settled.then(() => true), next.then(() => false)]);
        const last = seen.splice(0).at(-1);
        if (last) yield { ...last, result: null };
      }
      await round;
      const done = result as SyncRound | null;
      if (done) yield { pushed: done.pushed, pulled: done.pulled, result: done };
    } finally {
      own.abort();
      await settled;
    }
  }

  /** One round. See `run`. */
  async round(
    options: { signal?: AbortSignal; progress?: (done: Progress) => void } = {},
  ): Promise<SyncRound> {
    if (this.#running) throw new DaymarkError('busy');
    const config = this.#config();
    if (!config) throw new DaymarkError('unsupported', { reason: 'sync is not set up' });
    if (this.#record().removed)
      throw new DaymarkError('unsupported', { reason: 'another device has taken this one out of the sync' });
    const work = this.#round(config, options);
    this.#running = work;
    this.#publish();
    try {
      const result = await work;
      this.#succeeded();
      return result;
    } catch (error) {
      this.#failed(error);
      throw error;
    } finally {
      this.#running = null;
      this.#publish();
    }
  }

  async #round(
    config: Config,
    { signal, progress }: { signal?: AbortSignal; progress?: (done: Progress) => void },
  ): Promise<SyncRound> {
    const ctx = this.#ctx;
    const began = performance.now();
    const replacedBefore = ctx.db.sync.replacedTexts(1)[0]?.id ?? 0;
    const mailbox = openMailbox(config.kind, config.place);
    let round: Round | null = null;
    let outcome = 'failed';
    try {
      const keys = await this.#freshKeys(config, mailbox);
      await this.#refuseRemoved(mailbox, keys);
      round = new Round({
        db: ctx.db,
        schemaVersion: ctx.db.schemaVersion,
        mailbox,
        keys,
        clock: ctx.clock,
        commit: (work) => this.#commit(work),
        yieldToEvents,
        ...(progress ? { progress } : {}),
        signal: signal ? AbortSignal.any([signal, this.#ended.signal]) : this.#ended.signal,
      });
      const result = await round.run();
      await this.#meet(mailbox, keys, config);
      outcome = 'ok';
      return this.#summarise(result, replacedBefore, performance.now() - began);
    } catch (error) {
      if (error instanceof DaymarkError) outcome = error.code;
      throw error;
    } finally {
      const traffic = round?.traffic ?? NO_TRAFFIC;
      // Into a folder, too, pieces leave: another program carries them on.
      if (config.kind === 'postgres' || traffic.sent + traffic.received > 0)
        ctx.db.calendars.noteConnection({
          at: ctx.clock(),
          purpose: 'sync',
          host: mailbox.name,
          ...traffic,
          outcome,
        });
      await mailbox.close();
    }
  }

  #summarise(result: RoundResult, replacedBefore: number, ms: number): SyncRound {
    const conflicts = this.#ctx.db.sync
      .replacedTexts(LISTED)
      .filter(({ id }) => id > replacedBefore)
      .map(({ table, rowId, field, text }) => ({ table, id: rowId, field, text }));
    const { pushed, pulled, merged, cursor } = result;
    return { pushed, pulled, merged, conflicts, cursor, ms: Math.round(ms) };
  }

  /** Whatever a merge changes is followed up like any write, but is no step of the history. */
  #commit<T>(work: () => T): T {
    const ctx = this.#ctx;
    const scope = { group: ctx.ids(), at: ctx.clock(), origin: 'remote' as const };
    const { value, reach } = ctx.db.changes.write(scope, (touched) => {
      const result = work();
      return { value: result, reach: touched.length > 0 ? followUp(ctx, touched, []) : null };
    });
    if (reach) announce(ctx, reach);
    return value;
  }

  /** Keys that another device has added are opened by a key that is known, never by asking. */
  async #freshKeys(config: Config, mailbox: Mailbox): Promise<DataKey[]> {
    const keys = config.keys.map(unpackKey);
    const files = await mailbox.keys();
    if (files.length === 0) throw new DaymarkError('notFound', { what: 'mailbox', id: mailbox.name });
    const news = files.filter((file) => !keys.some((key) => key.id === file.id));
    // A new key is behind a new passphrase, which the person has to give here once.
    if (news.some((file) => keys.every((key) => file.madeAt > key.madeAt)))
      throw new DaymarkError('wrongPassphrase');
    return keys;
  }

  /** Says who and how this device is, and hears that of the others. */
  async #meet(mailbox: Mailbox, keys: readonly DataKey[], config: Config): Promise<void> {
    const { db, clock } = this.#ctx;
    const own = db.changes.device();
    const name = { kind: 'device' as const, device: own, number: 0, part: 0 };
    const said = Buffer.from(JSON.stringify({ name: config.deviceName, at: clock() }));
    await mailbox.putDevice(own, sealPiece(keys, name, said));
    const devices: SyncDevice[] = [];
    for (const { device, bytes } of await mailbox.devices()) {
      const told = openDevice(keys, device, bytes);
      if (told && !told.removed)
        devices.push({ id: device, name: told.name, own: device === own, seenAt: told.at });
    }
    devices.sort((a, b) => Number(b.own) - Number(a.own) || b.seenAt - a.seenAt);
    db.sync.setState(STATUS, { lastRoundAt: clock(), devices, removed: false } satisfies SyncRecord);
  }

  async #refuseRemoved(mailbox: Mailbox, keys: readonly DataKey[]): Promise<void> {
    const own = this.#ctx.db.changes.device();
    const said = (await mailbox.devices()).find(({ device }) => device === own);
    if (!said || !openDevice(keys, own, said.bytes)?.removed) return;
    this.#ctx.db.sync.setState(STATUS, { ...this.#record(), removed: true } satisfies SyncRecord);
    throw new DaymarkError('unsupported', { reason: 'another device has taken this one out of the sync' });
  }

  /** Tells another device that it is out. */
  async removeDevice(id: string): Promise<SyncStatus> {
    const config = this.#config();
    const record = this.#record();
    const device = record.devices.find((one) => one.id === id && !one.own);
    if (!config || !device) throw new DaymarkError('notFound', { what: 'device', id });
    const mailbox = openMailbox(config.kind, config.place);
    try {
      const said = Buffer.from(JSON.stringify({ name: device.name, at: this.#ctx.clock(), removed: true }));
      const name = { kind: 'device' as const, device: id, number: 0, part: 0 };
      await mailbox.putDevice(id, sealPiece(config.keys.map(unpackKey), name, said));
    } finally {
      await mailbox.close();
    }
    const devices = record.devices.filter((one) => one.id !== id);
    this.#ctx.db.sync.setState(STATUS, { ...record, devices } satisfies SyncRecord);
    return this.status();
  }

  /** A new key behind a new passphrase; what was sealed before stays readable by the old ones. */
  async changePassphrase(present: string, passphrase: string): Promise<{ recoveryCode: string }> {
    const config = this.#config();
    if (!config) throw new DaymarkError('unsupported', { reason: 'sync is not set up' });
    if (this.#running) throw new DaymarkError('busy');
    const mailbox = openMailbox(config.kind, config.place);
    try {
      const keys = await openKeys(await mailbox.keys(), present);
      // The newest key seals, whatever the clocks of devices say.
      const newest = Math.max(...keys.map((key) => key.madeAt));
      const made = await makeKey(passphrase, Math.max(newest + 1, this.#ctx.clock()));
      await mailbox.putKey(made.file);
      this.#ctx.db.sync.setState(CONFIG, { ...config, keys: [...keys, made.opened].map(packKey) });
      return { recoveryCode: made.recoveryCode };
    } finally {
      await mailbox.close();
    }
  }

  turnOff(): SyncStatus {
    if (this.#running) throw new DaymarkError('busy');
    this.#ctx.db.sync.clear();
    this.#error = null;
    this.#nextTryAt = null;
    clearTimeout(this.#timer);
    this.#publish();
    return this.status();
  }

  replacedTexts(taskId?: string): ReplacedText[] {
    const { sync } = this.#ctx.db;
    return taskId === undefined
      ? sync.replacedTexts(LISTED)
      : sync.replacedTextsOf({ table: 'tasks', rowId: taskId });
  }

  dismissReplaced(id: number): { id: number } {
    if (!this.#ctx.db.sync.dismissReplaced(id))
      throw new DaymarkError('notFound', { what: 'text', id: String(id) });
    this.#publish();
    return { id };
  }

  /** Rounds by themselves from here on: at the start, after changes, and every few minutes. */
  start(): void {
    this.#attended = true;
    if (this.#config()) this.#arrange(SETTLE_MS);
  }

  /** Something was written here. */
  changed(): void {
    if (this.#attended && !this.#error && this.#config()) this.#arrange(SETTLE_MS);
  }

  async stop(): Promise<void> {
    this.#attended = false;
    clearTimeout(this.#timer);
    this.#ended.abort(new DaymarkError('cancelled'));
    await this.#running?.catch(() => {});
    this.#ended = new AbortController();
  }

  #arrange(afterMs: number): void {
    if (!this.#attended) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#running) this.round().catch(() => {});
    }, afterMs);
    this.#timer.unref();
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#error = null;
    this.#nextTryAt = null;
    this.#arrange(EVERY_MS);
  }

  #failed(error: unknown): void {
    const known = error instanceof DaymarkError ? error : new DaymarkError('internal', { ref: 'sync' });
    if (known.code === 'cancelled') return;
    this.#ctx.log('warn', 'sync.failed', { code: known.code });
    this.#error = { code: known.code, message: known.message };
    this.#failures += 1;
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    // Between half and all of it, so that devices that lost a server together don't come back together.
    const wait = most * (0.5 + this.#ctx.random() / 2);
    this.#nextTryAt = this.#ctx.clock() + wait;
    this.#arrange(wait);
  }

  #publish(): void {
    this.#ctx.hub.publish({ topic: 'sync' });
  }

  #config(): Config | undefined {
    return this.#ctx.db.sync.state<Config>(CONFIG);
  }

  #record(): SyncRecord {
    return this.#ctx.db.sync.state<SyncRecord>(STATUS) ?? { lastRoundAt: null, devices: [], removed: false };
  }
}
