import type { FirstChoice } from '../../core/domain/settings.ts';
import { DaymarkError } from '../../core/errors.ts';
import { ROW_SCHEMA } from '../../core/feature-rows.ts';
import {
  orderChoice,
  type LearnerStatus,
  type LearnerTarget,
  type OrderChoice,
} from '../../core/ml-contract/index.ts';
import type { PastChunk, PastStart } from '../../db/index.ts';
import { targetsOf, zoneOf, type ServiceContext } from '../context.ts';
import { lineOfPast } from './examples.ts';
import { BackfilledLog, storeRows } from './backfill.ts';
import { packState, type Models, type StoredState } from './models.ts';

/**
 * Fills the learners of the ml process: with stored states, and with the past, which the database's worker thread
 * hands over in chunks, each asked for when the one before has been taken.
 */

const CHUNK = 250;
/** Stored behaviour that is looked through in one go: 3 ms. */
const EVENTS = 100;
/** Tasks that are learned from; what is older says little, and memory stays flat as years go by. */
const MAX_TASKS = 10_000;
/** Where nothing says how good the guesses were, the newest outcomes are enough to calibrate by. */
const MAX_EVALUATED = 400;
/** With so many finished tasks that were never predicted (imported, say) the past is backfilled from its beginning. */
const MIN_UNPREDICTED = 20;
/** Choices older than this say little of how someone chooses now. */
const CHOICES_FROM_MS = 365 * 86_400_000;
const MAX_CHOICES = 300;
/** Sorts after every id of the same instant. */
const AFTER_ALL = '\uffff';
/** Own estimates that fall short mean that things take longer than one says. */
const ESTIMATES = { under: 'tooShort', right: 'right', over: 'tooLong' } as const;

/** How far a load is. */
export interface LoadProgress {
  /** Tasks read, or moments backfilled. */
  done: number;
  /** Null while unknown. */
  total: number | null;
  at: number;
}

/** What a load brought. */
export interface Loaded {
  status: LearnerStatus;
  /** A past that was never predicted waits for its vectors. */
  early: boolean;
  /** Models that were trained on the way through the past. */
  trained: LearnerTarget[];
  /** The newest outcome that was handed over, epoch ms. */
  upTo: number;
  choicesUpTo: { at: number; id: string };
}

/** One load; made for it, thrown away after it. */
export class Loading {
  readonly #ctx: ServiceContext;
  readonly #models: Models;
  readonly #progress: (progress: LoadProgress) => void;
  /** False once what is being loaded is no longer what should be. */
  readonly #wanted: () => boolean;
  #upTo = 0;
  /** Choices until then are in the order's state. */
  #choicesFrom = 0;
  #choicesUpTo = { at: 0, id: '' };

  constructor(
    ctx: ServiceContext,
    models: Models,
    watch: { progress: (progress: LoadProgress) => void; wanted: () => boolean },
  ) {
    this.#ctx = ctx;
    this.#models = models;
    this.#progress = watch.progress;
    this.#wanted = watch.wanted;
  }

  /** @throws DaymarkError `cancelled` when it is no longer wanted */
  async run(): Promise<Loaded> {
    const { ml, worker } = this.#ctx;
    const { learning } = ml.client;
    const start = await worker.pastStart(ROW_SCHEMA, MAX_TASKS, MAX_EVALUATED);
    const unpredicted = start.missing >= MIN_UNPREDICTED;
    // Likeness is half of what is known of a task: an imported past waits until its vectors are there.
    const early = unpredicted && start.blank >= MIN_UNPREDICTED && ml.state.embedding !== 'unavailable';
    // Who went back to an older version wants that one, not one that the past would make.
    const backfill = unpredicted && !early && this.#models.pinned('duration') === null;
    const session = await this.#open(start, backfill);
    await this.#restore(session, start, early);
    if (backfill) await this.#backfill(session);
    await this.#restoreChoices(session);
    this.#go();
    const { status, trained } = await learning.ready({ session });
    this.#go();
    const packed = await Promise.all(
      trained.map(async ({ state, ...one }) => ({ ...one, state: await packState(state) })),
    );
    this.#go();
    for (const { target, state, metrics } of packed) this.#models.save(target, state, metrics, this.#upTo);
    return {
      status,
      early,
      trained: trained.map(({ target }) => target),
      upTo: this.#upTo,
      choicesUpTo: this.#choicesUpTo,
    };
  }

  #go(): void {
    if (!this.#wanted()) throw new DaymarkError('cancelled');
  }

  /** Opens with the stored states; one that the ml process can't read is given up for the one before. */
  async #open({ recentFrom }: PastStart, backfill: boolean): Promise<string> {
    for (;;) {
      const stored = await this.#storedStates(backfill);
      const states = stored.map(({ target, blob, upTo }) => [target, { state: blob, upTo }] as const);
      const { session, damaged } = await this.#ctx.ml.client.learning.open({
        tz: zoneOf(this.#ctx),
        states: Object.fromEntries(states),
        evaluateFrom: recentFrom,
        backfill,
        onboarding: this.#onboarding(),
      });
      if (damaged.length === 0) {
        const order = stored.find((one) => one.target === 'priority');
        this.#choicesFrom = this.#models.pinned('priority')?.at ?? order?.upTo ?? 0;
        return session;
      }
      for (const { target, version } of stored)
        if (damaged.includes(target)) this.#models.giveUp(target, version);
    }
  }

  async #storedStates(backfill: boolean): Promise<({ target: LearnerTarget } & StoredState)[]> {
    const stored = [];
    for (const { name, outcomeOf } of targetsOf(this.#ctx)) {
      // What is learned from outcomes of tasks is learned again.
      const state = backfill && outcomeOf ? null : await this.#models.load(name);
      if (state) stored.push({ target: name, ...state });
    }
    return stored;
  }

  #onboarding(): { estimates?: 'tooLong' | 'right' | 'tooShort'; firstChoice?: FirstChoice } {
    const { estimateHabit, firstChoice } = this.#ctx.db.settings.get();
    return {
      ...(estimateHabit === 'unknown' ? {} : { estimates: ESTIMATES[estimateHabit] }),
      ...(firstChoice ? { firstChoice } : {}),
    };
  }

  /** With `known` only tasks that have their row. */
  async #restore(session: string, start: PastStart, known: boolean): Promise<void> {
    const { worker } = this.#ctx;
    let { after } = start;
    let done = 0;
    for (;;) {
      const all = await worker.pastChunk(ROW_SCHEMA, after, CHUNK);
      const chunk = known ? withRows(all) : all;
      if (chunk.tasks.length > 0) await this.#hand(session, chunk);
      done += chunk.tasks.length;
      this.#progress({ done, total: null, at: this.#ctx.clock() });
      this.#upTo = Math.max(this.#upTo, all.tasks.at(-1)?.closedAt ?? 0);
      if (all.next === null) break;
      after = all.next;
    }
    const open = await worker.openRows(ROW_SCHEMA);
    if (open.tasks.length > 0) await this.#hand(session, open);
  }

  async #hand(session: string, { tasks, vectors, rows }: PastChunk): Promise<void> {
    this.#go();
    const lines = tasks.map(lineOfPast);
    const made = await this.#ctx.ml.client.learning.restore({ session, lines, vectors, rows });
    await storeRows(this.#ctx, made.rows);
  }

  /** The first time: what would have been predicted goes into the prediction log. */
  async #backfill(session: string): Promise<void> {
    const { ml, clock, log } = this.#ctx;
    const past = new BackfilledLog(this.#ctx);
    for (;;) {
      this.#go();
      const { done, total, rows, predicted } = await ml.client.learning.backfill({ session });
      await past.store(rows, predicted);
      this.#progress({ done, total, at: clock() });
      if (done === total) break;
    }
    log('info', 'learning.backfilled', { entered: past.entered });
  }

  async #restoreChoices(session: string): Promise<void> {
    const { db, clock, ml } = this.#ctx;
    const from = Math.max(this.#choicesFrom, clock() - CHOICES_FROM_MS);
    let after: { at: number; id: string } | null = { at: from, id: AFTER_ALL };
    this.#choicesUpTo = after;
    let choices: OrderChoice[] = [];
    while (after) {
      const events = db.behavior.since(after, EVENTS);
      for (const { data } of events) {
        if (data['choice'] === undefined) continue;
        const choice = orderChoice.safeParse(data['choice']);
        if (choice.success) choices.push(choice.data);
      }
      choices = choices.slice(-MAX_CHOICES);
      const last = events.at(-1);
      if (last) this.#choicesUpTo = { at: last.at, id: last.id };
      after = last && events.length === EVENTS ? this.#choicesUpTo : null;
      // Years of events must not hold up the loop.
      await new Promise((done) => setImmediate(done));
    }
    if (choices.length > 0) await ml.client.learning.restoreChoices({ session, choices });
  }
}

/** What is left of a chunk without the tasks that have no row. */
function withRows({ tasks, vectors, rows, next }: PastChunk): PastChunk {
  const kept = tasks.flatMap((_, i) => (rows[i] === null ? [] : [i]));
  const width = vectors.length / Math.max(1, tasks.length);
  return {
    tasks: kept.map((i) => tasks[i]!),
    vectors: kept.map((i) => vectors.slice(i * width, (i + 1) * width)).join(''),
    rows: kept.map((i) => rows[i]!),
    next,
  };
}
