import type { DailyReview } from '../../core/domain/daily-review.ts';
import type { Task } from '../../core/domain/task.ts';
import { addDays, daysBetween } from '../../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { dayWithRoom, workingMinutes } from './hours.ts';
import type { Planner } from './planner.ts';

/** Working days without Daymark after which coming back is said out loud. */
const AWAY_DAYS = 2;
const FURTHEST_AWAY = 400;
/** The evening begins when no working time is left, and not before this hour on a free day. */
const EVENING_FROM = '17:00';
const NOON = '12:00';
const SEEN = 'lastSeenDay';
const CAME_BACK = 'cameBack';

/**
 * The morning's and the evening's look at the day, and the one proposal after days away. Each is offered once a day
 * and only when something is left over; closing it is remembered.
 */
export class DailyReviews {
  readonly #ctx: ServiceContext;
  readonly #planner: Pick<Planner, 'current'>;

  constructor(ctx: ServiceContext, planner: Pick<Planner, 'current'>) {
    this.#ctx = ctx;
    this.#planner = planner;
  }

  /** Notes that the person is here today; remembers how long they were away when they come back. */
  seen(): void {
    const { settings } = this.#ctx.db;
    const today = requestTimeOf(this.#ctx).local.slice(0, 10);
    const last = settings.state(SEEN);
    if (last === today) return;
    settings.setState(SEEN, today);
    if (last === null || last > today) return;
    const hours = settings.get().workingHours;
    let away = 0;
    for (let day = addDays(last, 1), n = 0; day < today && n < FURTHEST_AWAY; day = addDays(day, 1), n += 1) {
      if (workingMinutes(`${day}T00:00`, `${addDays(day, 1)}T00:00`, hours) > 0) away += 1;
    }
    if (away >= AWAY_DAYS) settings.setState(CAME_BACK, `${today} ${away}`);
  }

  current(): DailyReview {
    const { db } = this.#ctx;
    const { local } = requestTimeOf(this.#ctx);
    const today = local.slice(0, 10);
    const settings = db.settings.get();
    const awayDays = this.#awayDays(today);
    const tomorrow = addDays(today, 1);
    const left = workingMinutes(local, `${tomorrow}T00:00`, settings.workingHours);
    const evening = left === 0 && local.slice(11) >= EVENING_FROM;
    const kind = awayDays > 0 ? 'return' : evening ? 'evening' : local.slice(11) < NOON ? 'morning' : null;
    const open = kind !== null && db.settings.state(stateOf(kind)) !== today;
    const leftovers = open ? leftoversOf(db.tasks.open(), evening ? tomorrow : today) : [];
    // The very numbers that stand on the screen beside it.
    const load = leftovers.length > 0 ? this.#planner.current().forecasts[0] : undefined;
    return {
      kind: leftovers.length > 0 ? kind : null,
      awayDays,
      leftovers,
      nextDay: dayWithRoom(tomorrow, local, 1, settings.workingHours, 14),
      plannedMin: load?.plannedMin ?? 0,
      capacityMin: load?.capacityMin ?? 0,
      capacityLearned: load?.capacityLearned ?? false,
    };
  }

  close(kind: NonNullable<DailyReview['kind']>): DailyReview {
    const today = requestTimeOf(this.#ctx).local.slice(0, 10);
    this.#ctx.db.settings.setState(stateOf(kind), today);
    // Coming back was the morning's look as well.
    if (kind === 'return') this.#ctx.db.settings.setState(stateOf('morning'), today);
    this.#ctx.hub.publish({ topic: 'settings' });
    return this.current();
  }

  #awayDays(today: string): number {
    const [day, away] = (this.#ctx.db.settings.state(CAME_BACK) ?? '').split(' ');
    const closed = this.#ctx.db.settings.state(stateOf('return')) === today;
    return day === today && !closed ? Number(away) || 0 : 0;
  }
}

function stateOf(kind: NonNullable<DailyReview['kind']>): string {
  return `ritual:${kind}`;
}

/** Open tasks whose day lies before `before`, the longest left first. Sessions of habits are never left over. */
function leftoversOf(tasks: readonly Task[], before: string): DailyReview['leftovers'] {
  return tasks
    .flatMap(({ id, title, date, deferrals, habitId }) =>
      habitId === null && date !== null && date < before ? [{ taskId: id, title, day: date, deferrals }] : [],
    )
    .sort((a, b) => daysBetween(b.day, a.day));
}
