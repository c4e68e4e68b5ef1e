import type { Task } from '../core/domain/task.ts';
import { DaymarkError } from '../core/errors.ts';
import type { TaskId } from '../core/ids.ts';
import type { Message } from '../core/messages/index.ts';
import type { Change, HistoryEntry, Touched } from '../db/index.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { yieldToEvents } from './pauses.ts';
import { announce, followUp, recordOutcomes } from './follow-up.ts';
import type { WriteEvent } from './write-events.ts';
import { Intent } from './intent.ts';
import { observeCorrection } from './tasks/corrections.ts';

/**
 * Undo and redo: steps of the person, strictly in their order. A step is taken back by inverting its group of changes,
 * field by field, as a group of its own; inverting that one does it again. What Daymark did by itself in between is no
 * step, and stays where the step did not touch it.
 */

/** Groups of more rows than this are inverted in pieces, so that no one has to wait for them. */
const AT_ONCE = 300;
/** Groups of more rows than this don't name their tasks. */
const NAMED = 3_000;
/** How long one piece goes on before it is stored, which takes some milliseconds of its own. */
const PIECE_MS = 5;
const PIECE_ROWS = 5;
/** Steps that the list shows. */
const LISTED = 100;

/** The change that someone means to take back: its name and tasks that it touched. */
export interface Expected {
  intent: string;
  ids: readonly TaskId[];
}

export interface Replayed {
  /** The name of the intent; null when nothing was taken back or done again. */
  undone: string | null;
  ids: TaskId[];
  /** What was done, for the screen. */
  message: Message | null;
}

/** What undo and redo would do next. */
export interface HistoryState {
  undo: Message | null;
  redo: Message | null;
}

/** What has to look again when a step was replayed. */
export interface ReplayEffects {
  /** The plan of this revision is to come back. */
  restorePlan(revision: number): void;
  settingsChanged(keys: readonly string[]): void;
}

const NOTHING: Replayed = { undone: null, ids: [], message: null };

export class History {
  readonly #ctx: ServiceContext;
  readonly #effects: ReplayEffects;
  #busy = false;

  constructor(ctx: ServiceContext, effects: ReplayEffects) {
    this.#ctx = ctx;
    this.#effects = effects;
  }

  state(): HistoryState {
    const { history } = this.#ctx.db;
    return { undo: named('next', history.undoable()), redo: named('next', history.redoable()) };
  }

  /** The newest steps, for a list to go back along. */
  steps(): { seq: number; intent: string; message: Message; at: number; undone: boolean }[] {
    return this.#ctx.db.history.newest(LISTED).map(({ seq, intent, subject, at, state }) => ({
      seq,
      intent,
      message: { key: 'history.done', params: { intent, title: subject.title, count: subject.count } },
      at,
      undone: state === 'undone',
    }));
  }

  /** Takes back the newest step; with `expected` only if it is that one. See `prepare`. */
  async undo(expected?: Expected): Promise<Replayed> {
    return (await this.prepare('undo', expected))();
  }

  /** Does the step again that was taken back last; nothing when something new was done since. See `prepare`. */
  async redo(): Promise<Replayed> {
    return (await this.prepare('redo'))();
  }

  /**
   * Readies one step to be replayed by the answer, which does it at once. A large step has been replayed in pieces by
   * then.
   *
   * @throws DaymarkError `busy` while a large step is on its way.
   */
  async prepare(kind: 'undo' | 'redo', expected?: Expected): Promise<() => Replayed> {
    if (this.#busy) throw new DaymarkError('busy');
    const large = this.#next(kind, expected);
    if (!large || this.#ctx.db.changes.countOfGroup(large.group) <= AT_ONCE)
      return () => {
        const entry = this.#next(kind, expected);
        return entry ? this.#answer(entry, kind, () => this.#atOnce(entry, kind)) : NOTHING;
      };
    this.#busy = true;
    try {
      const answer = this.#answer(large, kind, () => {});
      await this.#inPieces(large, kind, this.#ctx.ids(), null);
      return () => answer;
    } finally {
      this.#busy = false;
    }
  }

  #next(kind: 'undo' | 'redo', expected?: Expected): HistoryEntry | undefined {
    const { history } = this.#ctx.db;
    const entry = kind === 'undo' ? history.undoable() : history.redoable();
    return entry && (!expected || this.#isSame(entry, expected)) ? entry : undefined;
  }

  #answer(entry: HistoryEntry, kind: 'undo' | 'redo', work: () => void): Replayed {
    const ids = this.#tasksOf(entry);
    work();
    return { undone: entry.intent, ids, message: named(kind === 'undo' ? 'undone' : 'redone', entry) };
  }

  /** Ends what an end of the program has cut off: half an addition goes, half an undo is completed. */
  async resume(): Promise<void> {
    for (const entry of this.#ctx.db.history.underway()) {
      const { underway } = entry;
      if (!underway) continue;
      if (underway.kind === 'add') await this.abandon(entry.seq, entry.group);
      else await this.#inPieces(entry, underway.kind, underway.group, underway.below);
    }
  }

  /** Takes away what a step under way has written so far, and the step with it. */
  async abandon(seq: number, group: string): Promise<void> {
    const { db, ids, clock } = this.#ctx;
    const own = ids();
    let below: number | null = Number.MAX_SAFE_INTEGER;
    while (below !== null) {
      const from: number = below;
      below = db.changes.write({ group: own, at: clock(), origin: 'auto' }, () => this.#piece(group, from));
      await db.checkpointed();
      await yieldToEvents();
    }
    db.history.remove(seq);
    this.#ctx.hub.publish({ topic: 'tasks', ids: [] });
  }

  #atOnce(entry: HistoryEntry, kind: 'undo' | 'redo'): void {
    const ctx = this.#ctx;
    const { db } = ctx;
    const intent = new Intent(ctx, requestTimeOf(ctx));
    const group = ctx.ids();
    const { reach, rows } = db.changes.write({ group, at: ctx.clock(), origin: 'local' }, (touched) => {
      const before = new Map(
        tasksOf(db.changes.ofGroup(entry.group)).map((id) => [id, db.tasks.get(id)] as const),
      );
      db.changes.invert(entry.group);
      // A correction that is taken back teaches no longer: what was kept in the end is what counts.
      for (const [id, was] of before) this.#observe(intent, was, db.tasks.get(id));
      this.#settle(entry, kind, group, intent);
      return { reach: followUp(ctx, touched, intent.jobs), rows: touched };
    });
    announce(ctx, { ...reach, history: true, learned: reach.learned.map(asRevised) });
    this.#effectsOf(entry, rows);
  }

  async #inPieces(
    entry: HistoryEntry,
    kind: 'undo' | 'redo',
    group: string,
    from: number | null,
  ): Promise<void> {
    const ctx = this.#ctx;
    const { db } = ctx;
    let below: number | null = from ?? Number.MAX_SAFE_INTEGER;
    let learned: WriteEvent[] = [];
    while (below !== null) {
      const start: number = below;
      below = db.changes.write({ group, at: ctx.clock(), origin: 'local' }, (touched) => {
        const next = this.#piece(entry.group, start);
        learned = [...learned, ...recordOutcomes(ctx, touched)].slice(-1);
        followUp(ctx, touched.length > 0 && next === null ? touched.slice(-1) : [], []);
        if (next === null) this.#settle(entry, kind, group, new Intent(ctx, requestTimeOf(ctx)));
        else db.history.update(entry.seq, { underway: { group, kind, below: next } });
        return next;
      });
      await db.checkpointed();
      await yieldToEvents();
    }
    ctx.hub.publish({ topic: 'tasks', ids: [] });
    ctx.hub.publish({ topic: 'projects' });
    ctx.hub.publish({ topic: 'history' });
    ctx.namesChanged();
    for (const event of learned) ctx.writeEvents.emit(asRevised(event));
    this.#effectsOf(entry, []);
    ctx.wake();
  }

  /** Inverts as much of a group as fits into a moment; answers where to go on. */
  #piece(group: string, below: number): number | null {
    const until = performance.now() + PIECE_MS;
    let next: number | null = below;
    do next = this.#ctx.db.changes.invert(group, { below: next, limit: PIECE_ROWS });
    while (next !== null && performance.now() < until);
    return next;
  }

  /** The step now stands on its other side; the plan of that side is the one to return to from there. */
  #settle(entry: HistoryEntry, kind: 'undo' | 'redo', group: string, intent: Intent): void {
    this.#ctx.db.history.update(entry.seq, {
      group,
      state: kind === 'undo' ? 'undone' : 'done',
      underway: null,
      planRevision: this.#ctx.db.plans.revision(),
    });
    intent.behavior('undone', null, { intent: entry.intent, again: kind === 'redo' });
  }

  #observe(intent: Intent, before: Task | undefined, after: Task | undefined): void {
    if (before && after) observeCorrection(this.#ctx, intent, before, after);
  }

  #effectsOf(entry: HistoryEntry, rows: readonly Touched[]): void {
    const settings = rows.filter((row) => row.table === 'settings').map((row) => row.rowId);
    if (settings.length > 0) this.#effects.settingsChanged(settings);
    if (entry.planRevision !== null) this.#effects.restorePlan(entry.planRevision);
  }

  #isSame(entry: HistoryEntry, { intent, ids }: Expected): boolean {
    if (entry.intent !== intent) return false;
    if (ids.length === 0) return true;
    const touched = new Set(this.#tasksOf(entry));
    return ids.every((id) => touched.has(id));
  }

  /** Tasks that a step touched; none for a large one, which no one names one by one. */
  #tasksOf({ group }: HistoryEntry): TaskId[] {
    const { changes } = this.#ctx.db;
    return changes.countOfGroup(group) > NAMED ? [] : tasksOf(changes.ofGroup(group));
  }
}

/** What a step brings back may have been learned from already. */
function asRevised(event: WriteEvent): WriteEvent {
  return event.type === 'outcomeRecorded' ? { ...event, revised: true } : event;
}

/** Tasks that a group touched, those whose timer it started included. */
function tasksOf(changes: readonly Pick<Change, 'table' | 'rowId' | 'fields'>[]): TaskId[] {
  const ids = changes.flatMap(({ table, rowId, fields }) => {
    const id = table === 'tasks' ? rowId : table === 'time_entries' ? fields['task_id'] : null;
    return typeof id === 'string' ? [id as TaskId] : [];
  });
  return [...new Set(ids)];
}

function named(form: 'next' | 'undone' | 'redone', entry: HistoryEntry | undefined): Message | null {
  if (!entry) return null;
  const { intent, subject } = entry;
  return { key: `history.${form}`, params: { intent, title: subject.title, count: subject.count } };
}
