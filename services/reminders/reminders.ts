import type { DueReminder } from '../../core/domain/reminder.ts';
import type { LiveChange } from '../../core/domain/views.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import { addDays, dayOf } from '../../core/time/zoned.ts';
import { requestTimeOf, zoneOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { remindersOf, type TimedReminder } from './due.ts';

const MIN_MS = 60_000;
const DAY_MS = 24 * 60 * MIN_MS;
/** How far ahead they are looked for, in days. */
const AHEAD_DAYS = 7;
/** A burst of changes is looked at once. */
const SETTLE_MS = 200;
/** No timer is set for longer; by then it is looked again. */
const LONGEST_WAIT_MS = DAY_MS;
/** What was announced so long ago can't come up again, or only as something else. */
const FORGET_MS = 400 * DAY_MS;

/** Changes of these may bring reminders, move them or take them away. */
const TOPICS: ReadonlySet<LiveChange['topic']> = new Set([
  'tasks',
  'events',
  'plan',
  'settings',
  'reminders',
]);

/** Where reminders stand at one moment. */
export interface ReminderList {
  /** Not answered yet, the oldest first. */
  due: DueReminder[];
  /** Of the next seven days, the next first. */
  coming: DueReminder[];
}

/**
 * Reminders of tasks, blocks, appointments and deadlines. Nothing of them is stored: they follow from what there is, so a
 * change of the plan, the clock or the zone moves them. Stored is what was answered, and what was announced here.
 */
export class Reminders {
  readonly #ctx: ServiceContext;
  #listening: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;
  #settling: NodeJS.Timeout | undefined;
  /** When the next one is due; epoch ms. */
  #next = Number.POSITIVE_INFINITY;
  #known = '';

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Follows the clock and every change from here on. */
  start(): void {
    this.#listening = new AbortController();
    void this.#listen(this.#listening.signal);
    this.#ctx.db.reminders.forgetAnnounced(this.#ctx.clock() - FORGET_MS);
    this.check();
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#settling);
  }

  list(): ReminderList {
    const now = this.#ctx.clock();
    const all = this.#unanswered(now);
    return {
      due: all.filter(({ at }) => at <= now).map(viewOf),
      coming: all.filter(({ at }) => at > now).map(viewOf),
    };
  }

  /** Those due that were announced nowhere on this device, which from now on they are. */
  announce(): DueReminder[] {
    const { db, clock } = this.#ctx;
    const now = clock();
    const due = this.#unanswered(now).filter(({ at }) => at <= now);
    const known = db.reminders.announced(due.map(({ announcement }) => announcement));
    const fresh = due.filter(({ announcement }) => !known.has(announcement));
    const announcements = fresh.map(({ announcement }) => announcement);
    if (fresh.length > 0) db.reminders.announce(announcements, now);
    return fresh.map(viewOf);
  }

  /** Due again after so many minutes. @throws DaymarkError `notFound` for one that is not due any more */
  snooze(id: string, minutes: number): void {
    this.#answer([id], this.#ctx.clock() + minutes * MIN_MS);
  }

  /** Seen; they don't come back. Those that are gone already are passed over. */
  dismiss(ids: readonly string[]): void {
    this.#answer(ids, null);
  }

  /** The clock may have been set, or have stood still while the machine slept. */
  tick(): void {
    if (this.#ctx.clock() >= this.#next) this.check();
  }

  /** Looks what is due, tells when that changed, and sets the timer for the next one. */
  check(): void {
    const { hub, clock } = this.#ctx;
    const now = clock();
    const all = this.#unanswered(now);
    const known = all.flatMap(({ at, announcement }) => (at <= now ? [announcement] : [])).join(' ');
    if (known !== this.#known) hub.publish({ topic: 'reminders' });
    this.#known = known;
    // A card that says nothing any more goes away by itself.
    const moments = all.flatMap(({ at, until }) => [at, until ?? at]).filter((at) => at > now);
    this.#next = Math.min(...moments, Number.POSITIVE_INFINITY);
    if (this.#listening === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), Math.min(this.#next - now, LONGEST_WAIT_MS));
    this.#timer.unref();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    for await (const { topic } of this.#ctx.hub.subscribe(signal)) {
      if (!TOPICS.has(topic) || this.#settling !== undefined) continue;
      this.#settling = setTimeout(() => {
        this.#settling = undefined;
        this.check();
      }, SETTLE_MS);
      this.#settling.unref();
    }
  }

  #answer(ids: readonly string[], snoozedUntil: number | null): void {
    const { db, clock } = this.#ctx;
    const known = new Map(this.#unanswered(clock()).map((one) => [one.id, one]));
    const meant = ids.filter((id) => known.has(id));
    if (meant.length === 0 && snoozedUntil !== null)
      throw new DaymarkError('notFound', { what: 'reminder', id: ids[0] ?? '' });
    const requestTime = requestTimeOf(this.#ctx);
    // Taking it back would show again what was seen.
    const options = { name: 'reminders.answer', requestTime, undoable: false };
    runIntent(this.#ctx, options, () => {
      for (const id of meant) db.reminders.answer({ id, snoozedUntil, answeredAt: requestTime.at });
    });
    this.check();
  }

  /** Everything that is due or comes within `AHEAD_DAYS`, what was dismissed left out, in order of time. */
  #unanswered(now: number): Unanswered[] {
    const all = this.#all(now);
    const answers = this.#ctx.db.reminders.answers(all.map(({ id }) => id));
    const last = now + AHEAD_DAYS * DAY_MS;
    return all
      .flatMap((one) => {
        const answer = answers.get(one.id);
        if (answer === undefined) return [{ ...one, announcement: one.id }];
        const { snoozedUntil } = answer;
        if (snoozedUntil === null) return [];
        return [{ ...one, at: Math.max(one.at, snoozedUntil), announcement: `${one.id} ${snoozedUntil}` }];
      })
      .filter(({ at, until }) => at <= last && (until === null || until > now))
      .toSorted((a, b) => a.at - b.at);
  }

  #all(now: number): TimedReminder[] {
    const { db } = this.#ctx;
    const tz = zoneOf(this.#ctx);
    const today = dayOf(now, tz);
    // A day more on either side: days begin at other moments elsewhere.
    const from = addDays(today, -2);
    const to = addDays(today, AHEAD_DAYS + 2);
    const blocks = db.plans.blocks(addDays(today, -1), to);
    const reminded = db.tasks.reminded(from, to);
    const known = new Set<string>(reminded.map(({ id }) => id));
    const running = db.timeEntries.running()?.taskId;
    const planned = [
      ...new Set([...blocks.map(({ taskId }) => taskId as TaskId), ...(running ? [running] : [])]),
    ].filter((id) => !known.has(id));
    return remindersOf({
      tasks: [...reminded, ...db.tasks.getMany(planned).filter(({ status }) => status === 'open')],
      blocks,
      blocksTz: db.plans.zone() ?? tz,
      events: db.events.between(from, to),
      settings: db.settings.get(),
      tz,
    });
  }
}

/** A reminder that was put off has another announcement than before. */
interface Unanswered extends TimedReminder {
  announcement: string;
}

function viewOf({ until: _until, announcement: _announcement, ...view }: Unanswered): DueReminder {
  return view;
}
