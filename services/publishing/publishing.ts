import type { Publication, PublicationKind, PublicationNote } from '../../core/domain/publication.ts';
import { DaymarkError } from '../../core/errors.ts';
import { taskId, type TaskId } from '../../core/ids.ts';
import { MINUTE_MS } from '../../core/time/units.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import type { CalendarLogin, PublicationRecord, PublishedBlock } from '../../db/index.ts';
import { CalDav } from '../calendars/caldav/client.ts';
import { calendarFile } from '../calendars/file.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { Gate, webAddress } from '../outgoing/gate.ts';
import type { Planner } from '../planning/planner.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { isOf, uidOf } from './block-text.ts';
import {
  changedByHand,
  isEmptied,
  writesFor,
  type HandChange,
  type PlacedEvent,
  type Writes,
} from './differences.ts';
import { FilePlace, ServerPlace, type PlanPlace } from './places.ts';

/**
 * The plan in a calendar of its own, kept in step both ways: blocks go there, and what is changed there by hand comes back as a
 * pin. A round compares three things, the plan, what was published of it and what is there now, so that it may be
 * broken off anywhere and done again. Only events that were put there by this publication are ever written.
 */

const POLL_MS = 10 * MINUTE_MS;
/** A plan that changes again within this time is published once. */
const SETTLE_MS = 3_000;
const MAX_NOTES = 20;
const MAX_TITLE = 1_000;

interface Parts {
  tasks: Pick<Tasks, 'pin' | 'update'>;
  planner: Pick<Planner, 'current'>;
}

export interface PublicationSetUp {
  kind: PublicationKind;
  location: string;
  login?: CalendarLogin | undefined;
  allowPrivate?: boolean | undefined;
}

export class Publishing {
  readonly #ctx: ServiceContext;
  readonly #parts: Parts;
  readonly #gate: Gate;
  readonly #ended = new AbortController();
  #working: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(ctx: ServiceContext, parts: Parts) {
    this.#ctx = ctx;
    this.#parts = parts;
    this.#gate = new Gate({
      note: (connection) => ctx.db.calendars.noteConnection(connection),
      clock: ctx.clock,
    });
  }

  status(): Publication[] {
    const { publications } = this.#ctx.db;
    return publications.list().map(({ kind, location, publishedAt, error, notes }) => ({
      kind,
      location,
      blocks: publications.blocks(kind).length,
      publishedAt,
      error,
      notes,
    }));
  }

  /**
   * Publishes to a calendar from now on, in the place of the one of this kind before.
   *
   * @throws DaymarkError `invalidInput` for a calendar that isn't the plan's alone; `privateAddress`, `unreachable`
   */
  setUp({ kind, location, login, allowPrivate = false }: PublicationSetUp): Promise<Publication[]> {
    return this.#inTurn(async () => {
      const { db, ids } = this.#ctx;
      if (kind === 'caldav' && !login)
        throw new DaymarkError('invalidInput', { reason: 'a calendar on a server needs a user name' });
      if (db.publications.get(kind))
        throw new DaymarkError('invalidInput', {
          reason: 'the plan is published already; turn that off first',
        });
      const record: PublicationRecord = {
        kind,
        id: ids().replaceAll('-', '').slice(-12),
        location: kind === 'file' ? calendarFile(location.trim()) : webAddress(location).href,
        username: login?.username ?? '',
        password: login?.password ?? '',
        privateAllowed: allowPrivate,
        tag: null,
        publishedAt: null,
        triedAt: null,
        error: null,
        notes: [],
      };
      if (db.calendars.list().some((one) => one.location === record.location))
        throw new DaymarkError('invalidInput', {
          reason: 'your events are in this calendar; take one of its own',
        });
      const there = await this.#placeOf(record).read();
      if (there && there.size > 0)
        throw new DaymarkError('invalidInput', {
          reason: 'this calendar has other events; take an empty one',
        });
      db.publications.put(record);
      const failure = await this.#round(kind);
      // Nothing was put there, as into a calendar that can only be read: it was never set up.
      if (failure && db.publications.blocks(kind).length === 0) {
        db.publications.remove(kind);
        throw failure;
      }
      return this.status();
    });
  }

  /** Brings every publication into step now. What goes wrong stands with it. */
  run(): Promise<Publication[]> {
    return this.#inTurn(async () => {
      for (const { kind } of this.#ctx.db.publications.list()) await this.#round(kind);
      return this.status();
    });
  }

  /** @throws DaymarkError `unreachable` when the blocks can't be taken away and are not to be kept there */
  turnOff(kind: PublicationKind, keep = false): Promise<Publication[]> {
    return this.#inTurn(async () => {
      const { db, clock, hub } = this.#ctx;
      const record = db.publications.get(kind);
      if (!record) return this.status();
      if (!keep) {
        const place = this.#placeOf(record);
        const there = (await place.read()) ?? new Map<string, PlacedEvent>();
        const own = [...there.keys()].filter((uid) => isOf(record.id, uid));
        for await (const done of place.write({ put: [], remove: own }, clock()))
          if ('removed' in done) db.publications.removeBlock(kind, done.removed);
      }
      db.publications.remove(kind);
      hub.publish({ topic: 'publishing' });
      return this.status();
    });
  }

  /** Follows the plan from here on. */
  async start(): Promise<void> {
    for await (const { topic } of this.#ctx.hub.subscribe(this.#ended.signal)) {
      if (topic !== 'plan' || this.#ctx.db.publications.list().length === 0) continue;
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#runQuietly();
      }, SETTLE_MS).unref();
    }
  }

  /** Called every minute: asks whether something was changed there, a file each time and a server once in a while. */
  tick(): void {
    if (this.#ctx.db.publications.list().some((record) => this.#isDue(record))) this.#runQuietly();
  }

  /** Resolves when nothing of this touches the database any more. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#ended.abort();
    await this.#working;
  }

  #isDue({ kind, tag, error, triedAt }: PublicationRecord): boolean {
    const isUnread = tag === null && error === null;
    return kind === 'file' || isUnread || this.#ctx.clock() - (triedAt ?? 0) >= POLL_MS;
  }

  #runQuietly(): void {
    this.run().catch((error: unknown) =>
      this.#ctx.log('warn', 'publishing.run', { reason: error instanceof Error ? error.name : 'unknown' }),
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#working;
    const after = before.then(() => {
      if (this.#ended.signal.aborted) throw new DaymarkError('cancelled');
      return work();
    });
    this.#working = after.catch(() => {});
    return after;
  }

  /** Brings one publication into step; answers what went wrong. */
  async #round(kind: PublicationKind): Promise<DaymarkError | null> {
    const { db, clock, hub, log } = this.#ctx;
    const record = db.publications.get(kind);
    if (!record) return null;
    const before = JSON.stringify(this.status());
    let failure: DaymarkError | null = null;
    try {
      const tag = await this.#step(record);
      record.tag = tag;
      record.publishedAt = clock();
      record.error = null;
    } catch (error) {
      if (this.#ended.signal.aborted) return null;
      failure = error instanceof DaymarkError ? error : new DaymarkError('internal', { ref: 'publishing' });
      if (failure.code === 'internal')
        log('error', 'publishing.round', { reason: error instanceof Error ? error.name : 'unknown' });
      record.tag = null;
      record.error = failure.message;
    }
    record.triedAt = clock();
    db.publications.put(record);
    if (JSON.stringify(this.status()) !== before) hub.publish({ topic: 'publishing' });
    return failure;
  }

  /** Answers the tag under which everything is known to be in step; null when that is to be looked at again. */
  async #step(record: PublicationRecord): Promise<string | null> {
    const { db, clock } = this.#ctx;
    const { kind } = record;
    const place = this.#placeOf(record);
    // Read before everything else: what happens there from now on changes it again.
    const tag = await place.tag();
    const { put, remove } = this.#writes(record);
    if (tag !== null && tag === record.tag && put.length + remove.length === 0) return tag;
    const there = await place.read();
    this.#takeUnknown(record, there);
    const touched = this.#takeOver(record, there);
    const work = this.#writes(record, touched);
    let written = 0;
    for await (const done of place.write(work, clock())) {
      written += 1;
      if ('put' in done) db.publications.setBlock(kind, done.put);
      else db.publications.removeBlock(kind, done.removed);
    }
    const isWhole = written === work.put.length + work.remove.length && touched.size === 0;
    return written === 0 && isWhole ? tag : null;
  }

  /** What was put there by a round whose end was never stored. */
  #takeUnknown({ kind, id }: PublicationRecord, there: ReadonlyMap<string, PlacedEvent> | null): void {
    const { publications } = this.#ctx.db;
    const known = new Set(publications.blocks(kind).map(({ uid }) => uid));
    for (const { uid, times } of there?.values() ?? []) {
      const of = taskId.safeParse(uid.split('.', 1)[0]);
      if (!isOf(id, uid) || known.has(uid) || !of.success) continue;
      publications.setBlock(kind, { uid, taskId: of.data, title: '', ...(times ?? { start: 0, end: 0 }) });
    }
  }

  /** Follows what was changed there by hand; answers the tasks it was done to. */
  #takeOver(record: PublicationRecord, there: Map<string, PlacedEvent> | null): Set<TaskId> {
    const { publications } = this.#ctx.db;
    const known = publications.blocks(record.kind);
    if (there === null || isEmptied(known, there)) {
      if (known.length > 0) this.#note(record, { what: 'emptied', taskId: null, title: '', to: null });
      for (const { uid } of known) publications.removeBlock(record.kind, uid);
      return new Set();
    }
    const touched = new Set<TaskId>();
    for (const change of changedByHand(known, there)) {
      const { block, to } = change;
      const followed = this.#follow(record, change);
      if (followed) touched.add(block.taskId);
      if (followed && to) publications.setBlock(record.kind, { ...block, ...to });
      // Otherwise it is put back as the plan has it.
      else
        publications.setBlock(record.kind, { ...block, title: '', start: to?.start ?? 0, end: to?.end ?? 0 });
      if (change.what === 'deleted') {
        publications.removeBlock(record.kind, block.uid);
        touched.delete(block.taskId);
      }
    }
    return touched;
  }

  /** One change that was made by hand, as the person's own here; false when it can't be. */
  #follow(record: PublicationRecord, { block, what, to }: HandChange): boolean {
    const { tasks } = this.#parts;
    const { db, clock } = this.#ctx;
    const task = db.tasks.get(block.taskId);
    if (task?.status !== 'open') return false;
    const local = to && localOf(to.start, task.tz);
    const note = (kind: PublicationNote['what']): void =>
      this.#note(record, { what: kind, taskId: task.id, title: task.title, to: local });
    try {
      if (what === 'deleted') {
        if (task.pinnedStart !== null) tasks.pin(task.id, null);
        note('deleted');
        return true;
      }
      if (!to || !local || to.end <= to.start || to.start < clock()) throw new DaymarkError('invalidInput');
      const parts = db.publications.blocks(record.kind).filter(({ taskId: of }) => of === task.id);
      const minutes = Math.round((to.end - to.start) / MINUTE_MS);
      if (minutes !== Math.round((block.end - block.start) / MINUTE_MS) && parts.length === 1)
        tasks.update(task.id, { durationMin: minutes }, undefined, {});
      if (what === 'moved') tasks.pin(task.id, local);
      note(what === 'moved' ? 'moved' : 'resized');
      return true;
    } catch (error) {
      if (!(error instanceof DaymarkError)) throw error;
      note('refused');
      return false;
    }
  }

  #note(record: PublicationRecord, note: Omit<PublicationNote, 'at'>): void {
    record.notes = [{ ...note, at: this.#ctx.clock() }, ...record.notes].slice(0, MAX_NOTES);
  }

  /** What has to be written; nothing while a newer plan is on its way. Blocks of `touched` tasks wait for theirs. */
  #writes({ kind, id }: PublicationRecord, touched: ReadonlySet<TaskId> = new Set()): Writes {
    const { db, ml } = this.#ctx;
    if (ml.state.process === 'ready' && db.jobs.pending('plan') > 0) return { put: [], remove: [] };
    const { tz } = requestTimeOf(this.#ctx);
    const wanted = this.#parts.planner
      .current()
      .blocks.filter(({ done }) => !done)
      .map(({ taskId: of, part, title, start, end }) => ({
        uid: uidOf(id, of, part),
        taskId: of,
        title: title.slice(0, MAX_TITLE),
        start: instantOf(start, tz),
        end: instantOf(end, tz),
      }));
    return writesFor(wanted, db.publications.blocks(kind), new Set([...touched, ...this.#unplanned(wanted)]));
  }

  /** Tasks whose pin the plan doesn't have yet, as where it isn't made again by itself. */
  #unplanned(wanted: readonly PublishedBlock[]): TaskId[] {
    const { db, clock } = this.#ctx;
    const starts = new Map(wanted.toReversed().map(({ taskId: of, start }) => [of, start]));
    return db.tasks.getMany([...starts.keys()]).flatMap(({ id, pinnedStart, tz }) => {
      const pin = pinnedStart === null ? null : instantOf(pinnedStart, tz);
      return pin !== null && pin > clock() && pin !== starts.get(id) ? [id] : [];
    });
  }

  #placeOf({ kind, location, username, password, privateAllowed }: PublicationRecord): PlanPlace {
    if (kind === 'file') return new FilePlace(location);
    const account = { url: location, login: { username, password }, allowPrivate: privateAllowed };
    return new ServerPlace(new CalDav(this.#gate, { ...account, signal: this.#ended.signal }), location);
  }
}
