import { requestTimeOf, type ServiceContext } from '../context.ts';
import type { Habits } from '../habits/habits.ts';
import type { DailyReviews } from './daily-review.ts';

const TICK_MS = 60_000;

/** What has to know that a minute has passed. */
interface TickedParts {
  dailyReviews: Pick<DailyReviews, 'seen'>;
  habits: Pick<Habits, 'roll'>;
  calendars: { tick(): void };
  publishing: { tick(): void };
  captureFolder: { tick(): void };
  insights: { tick(): void };
  reminders: { tick(): void };
  timerGaps: { tick(): void };
  recommendations: { tick(): void };
}

/**
 * Notices that time has passed the plan by: a new day, a block whose task was neither started nor finished, or one that
 * still runs after its planned end; and that the machine has travelled.
 */
export class Ticker {
  readonly #ctx: ServiceContext;
  #timer: NodeJS.Timeout | undefined;
  #day = '';
  #tz = '';
  #overdue = '';

  readonly #parts: TickedParts;

  constructor(ctx: ServiceContext, parts: TickedParts) {
    this.#ctx = ctx;
    this.#parts = parts;
  }

  start(): void {
    this.#pass();
    this.#tz = requestTimeOf(this.#ctx).tz;
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #pass(): void {
    const {
      dailyReviews,
      habits,
      calendars,
      publishing,
      captureFolder,
      insights,
      reminders,
      timerGaps,
      recommendations,
    } = this.#parts;
    dailyReviews.seen();
    habits.roll();
    calendars.tick();
    publishing.tick();
    captureFolder.tick();
    insights.tick();
    reminders.tick();
    timerGaps.tick();
    recommendations.tick();
  }

  /** Asks for a plan once for each thing that was missed. */
  tick(): void {
    this.#pass();
    const { db, clock, wake } = this.#ctx;
    const { local, tz } = requestTimeOf(this.#ctx);
    const travelled = this.#tz !== '' && this.#tz !== tz;
    this.#tz = tz;
    if (travelled) this.#arrived();
    if (!db.settings.get().autoReplan) return;
    const day = local.slice(0, 10);
    const missed = db.plans
      .blocks(day, local)
      .filter((block) => block.end <= local)
      .map((block) => `${block.taskId}/${block.part}/${block.end}`);
    const overdue = missed.join(' ');
    if (!travelled && this.#day === day && (overdue === this.#overdue || overdue === '')) return;
    const first = this.#day === '';
    this.#day = day;
    this.#overdue = overdue;
    if (first && overdue === '') return;
    if (db.jobs.enqueue({ kind: 'plan', taskId: null, revision: clock() }, clock())) wake();
  }

  /** The machine is in another zone: everything that shows a time of day reads differently now. */
  #arrived(): void {
    const { hub, db } = this.#ctx;
    hub.publish({ topic: 'settings' });
    hub.publish({ topic: 'events', ids: [] });
    hub.publish({ topic: 'plan', revision: db.plans.revision() });
  }
}
