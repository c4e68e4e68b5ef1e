import { hostname } from 'node:os';
import type { MailboxKind, ReplacedText, SyncRound, SyncStatus } from '../../core/domain/sync.ts';
import { DaymarkError } from '../../core/errors.ts';
import {
  makeKey,
  openKeys,
  POSTGRES_SCHEMA,
  Round,
  type DataKey,
  type Mailbox,
  type Progress,
  type RoundResult,
} from '../../sync/index.ts';
import type { ServiceContext } from '../context.ts';
import { announce, followUp } from '../follow-up.ts';
import { yieldToEvents } from '../pauses.ts';
import { Devices, removedError } from './devices.ts';
import { News } from './news.ts';
import { Schedule } from './schedule.ts';
import { openMailbox, packKey, shownPlace, unpackKey, type Config, type SyncRecord } from './set-up.ts';
import { SyncState } from './state.ts';

/**
 * Sync as a use case: setting up, rounds by hand and by themselves, devices, and what was replaced. The app never waits
 * for it, and a round that fails is tried again later and later.
 */

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
  readonly #state: SyncState;
  readonly #devices: Devices;
  readonly #schedule: Schedule;
  readonly #news: News;
  #running: Promise<unknown> | null = null;
  #ended = new AbortController();

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
    this.#state = new SyncState(ctx.db);
    this.#devices = new Devices(ctx, this.#state);
    this.#schedule = new Schedule(ctx, () => {
      if (!this.#running) this.round().catch(() => {});
    });
    this.#news = new News(() => this.#schedule.soon());
  }

  status(): SyncStatus {
    const { sync } = this.#ctx.db;
    const config = this.#state.config();
    const record = this.#state.record();
    return {
      state: this.#stateOf(config, record),
      kind: config?.kind ?? null,
      place: config ? shownPlace(config) : null,
      lastRoundAt: record.lastRoundAt,
      nextTryAt: this.#schedule.nextTryAt,
      error: this.#schedule.error,
      waiting: sync.waiting(),
      devices: record.devices,
      replacedTexts: sync.replacedTexts(LISTED).length,
    };
  }

  #stateOf(config: Config | undefined, record: SyncRecord): SyncStatus['state'] {
    if (record.removed) return 'removed';
    if (!config) return 'off';
    if (this.#running) return 'running';
    return this.#schedule.error ? 'waiting' : 'idle';
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
    this.#state.join({
      kind,
      place,
      deviceName: deviceName ?? hostname().slice(0, 100),
      keys: keys.map(packKey),
    });
    await this.#news.stop();
    this.#schedule.reset();
    this.#schedule.soon();
    return { status: this.status(), recoveryCode };
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
    const config = this.#state.config();
    if (!config) throw new DaymarkError('unsupported', { reason: 'sync is not set up' });
    if (this.#state.record().removed) throw removedError();
    const work = this.#round(config, options);
    this.#running = work;
    this.#publish();
    try {
      const result = await work;
      this.#schedule.succeeded();
      this.#listen(config);
      return result;
    } catch (error) {
      this.#schedule.failed(error);
      void this.#news.stop();
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
      await this.#devices.refuseRemoved(mailbox, keys);
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
      await this.#devices.meet(mailbox, keys, config.deviceName);
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

  /** Tells another device that it is out. */
  async removeDevice(id: string): Promise<SyncStatus> {
    const config = this.#state.config();
    if (!config) throw new DaymarkError('notFound', { what: 'device', id });
    const mailbox = openMailbox(config.kind, config.place);
    try {
      await this.#devices.remove(mailbox, config.keys.map(unpackKey), id);
    } finally {
      await mailbox.close();
    }
    return this.status();
  }

  /** A new key behind a new passphrase; what was sealed before stays readable by the old ones. */
  async changePassphrase(present: string, passphrase: string): Promise<{ recoveryCode: string }> {
    const config = this.#state.config();
    if (!config) throw new DaymarkError('unsupported', { reason: 'sync is not set up' });
    if (this.#running) throw new DaymarkError('busy');
    const mailbox = openMailbox(config.kind, config.place);
    try {
      const keys = await openKeys(await mailbox.keys(), present);
      // The newest key seals, whatever the clocks of devices say.
      const newest = Math.max(...keys.map((key) => key.madeAt));
      const made = await makeKey(passphrase, Math.max(newest + 1, this.#ctx.clock()));
      await mailbox.putKey(made.file);
      this.#state.setConfig({ ...config, keys: [...keys, made.opened].map(packKey) });
      return { recoveryCode: made.recoveryCode };
    } finally {
      await mailbox.close();
    }
  }

  turnOff(): SyncStatus {
    if (this.#running) throw new DaymarkError('busy');
    this.#ctx.db.sync.clear();
    this.#schedule.reset();
    void this.#news.stop();
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

  /** Rounds by themselves from here on: at the start, after changes, on news, and every few minutes. */
  start(): void {
    this.#schedule.start();
    this.changed();
  }

  /** Something was written here. */
  changed(): void {
    if (this.#schedule.started && this.#state.config()) this.#schedule.soon();
  }

  async stop(): Promise<void> {
    this.#schedule.stop();
    this.#ended.abort(new DaymarkError('cancelled'));
    await this.#running?.catch(() => {});
    await this.#news.stop();
    this.#ended = new AbortController();
  }

  #listen({ kind, place }: Config): void {
    if (!this.#schedule.started) return;
    const { db, clock } = this.#ctx;
    void this.#news.listen(() => openMailbox(kind, place), db.changes.device(), clock());
  }

  #publish(): void {
    this.#ctx.hub.publish({ topic: 'sync' });
  }
}
