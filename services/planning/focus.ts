import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { KeptFocus, PlanView } from '../../core/domain/views.ts';
import { focusWish } from '../../core/domain/settings.ts';
import type { Message } from '../../core/messages/index.ts';
import type { Problem } from '../../core/problem.ts';
import { localDate, localDateTime } from '../../core/time/schemas.ts';
import { addDays, isRealDate } from '../../core/time/zoned.ts';
import { vantageOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { chooseFocus, overlapping, type FocusChoice, type FocusStretch } from './focus-openings.ts';
import { problemEvents } from './problem.ts';
import type { Rhythm } from './rhythm.ts';

const STATE = 'focusTime';

const stretch = z.object({
  start: localDateTime,
  end: localDateTime,
  byHand: z.boolean(),
  strong: z.boolean(),
  quiet: z.boolean(),
});
const stored = z.object({
  /** The wish they were chosen for; another one chooses anew. */
  wish: focusWish.nullable(),
  kept: z.array(stretch),
  givenUp: z.array(localDate),
  short: z.array(z.object({ week: localDate, found: z.int(), wanted: z.int(), longestMin: z.number() })),
});
type Stored = z.infer<typeof stored>;

const NOTHING: Stored = { wish: null, kept: [], givenUp: [], short: [] };

/** The stretches kept for focus: chosen before each plan, the same from plan to plan, moved and given up by hand. */
export class FocusTime {
  readonly #ctx: ServiceContext;
  readonly #rhythm: Rhythm;

  constructor(ctx: ServiceContext, rhythm: Rhythm) {
    this.#ctx = ctx;
    this.#rhythm = rhythm;
  }

  /** What a problem's days keep for focus. Writes nothing; `remember` does. */
  choose(problem: Pick<Problem, 'now' | 'horizonDays' | 'workingHours' | 'events' | 'profile'>): FocusChoice {
    const wish = this.#ctx.db.settings.get().focusTime;
    const before = this.#stored();
    const same = JSON.stringify(before.wish) === JSON.stringify(wish);
    return chooseFocus(wish, {
      now: problem.now,
      horizonDays: problem.horizonDays,
      workingHours: problem.workingHours,
      events: problem.events,
      energyByHour: problem.profile?.energyByHour,
      bufferMin: problem.profile?.bufferMin ?? 0,
      usuallyFree: this.#rhythm.usuallyFree(),
      kept: same ? before.kept : before.kept.filter((one) => one.byHand || one.end <= problem.now),
      givenUp: before.givenUp,
    });
  }

  /** Makes a choice the one that the next plan begins with. */
  remember(choice: FocusChoice, now: string): void {
    const before = this.#stored();
    const since = addDays(now.slice(0, 10), -7);
    this.#store({
      wish: this.#ctx.db.settings.get().focusTime,
      kept: choice.kept,
      givenUp: before.givenUp.filter((day) => day >= since),
      short: choice.short,
    });
  }

  /** What is kept from a day on, for the views; a new wish shows before the next plan, which takes its time. */
  view(today: string, problem: Problem): NonNullable<PlanView['focus']> {
    const wish = this.#ctx.db.settings.get().focusTime;
    const before = this.#stored();
    const same = JSON.stringify(before.wish) === JSON.stringify(wish);
    const { kept, short } = same ? before : this.choose(problem);
    return {
      kept: kept.filter(({ start }) => start.slice(0, 10) >= today).map(keptFocus),
      short: short.flatMap(({ week, found, wanted, longestMin }) =>
        wish && addDays(week, 7) > today
          ? [
              {
                week,
                why: {
                  key: 'plan.focus.short',
                  params: { found, wanted, longestMin, blockMin: wish.blockMin },
                },
              },
            ]
          : [],
      ),
    };
  }

  /**
   * Moves the stretch that begins at `from` (null adds one); `to` null gives it up for its day.
   *
   * @throws DaymarkError `notFound` without such a stretch, `invalidInput` for a span that is none or not free.
   */
  move(from: string | null, to: { start: string; end: string } | null): void {
    const ctx = this.#ctx;
    const vantage = vantageOf(ctx);
    const before = this.#stored();
    const moved = from === null ? undefined : before.kept.find((one) => one.start === from);
    if (from !== null && !moved) throw new DaymarkError('notFound', { what: 'focus time', id: from });
    const rest = before.kept.filter((one) => one !== moved);
    if (to) this.#check(to, rest, vantage.tz);
    runIntent(ctx, { name: 'planning.moveFocus', vantage, undoable: false }, (intent) => {
      const added = to && { ...to, byHand: true, strong: false, quiet: false };
      // One that is moved to another day is not missed on its own; one put back is no longer given up.
      const day = (to ?? moved)?.start.slice(0, 10) ?? '';
      const givenUp = before.givenUp.filter((one) => one !== day);
      this.#store({
        ...before,
        kept: added ? [...rest, added] : rest,
        givenUp: to || !moved ? givenUp : [...givenUp, day],
      });
      intent.change('setting', STATE, 'update', { from, to });
      intent.replan();
    });
  }

  #check(to: { start: string; end: string }, others: readonly FocusStretch[], tz: string): void {
    const { start, end } = to;
    const day = start.slice(0, 10);
    const refuse = (reason: string): never => {
      throw new DaymarkError('invalidInput', { reason });
    };
    if (!isRealDate(day)) refuse(`there is no ${day}`);
    if (end <= start) refuse('end: it has to come after the start');
    if (end > `${addDays(day, 1)}T00:00`) refuse('end: focus time lies within one day');
    const events = problemEvents(this.#ctx.db.events.between(addDays(day, -1), addDays(day, 2)), tz);
    const other = overlapping(to, events);
    if (other) refuse(`it overlaps “${other.title ?? ''}”`);
    if (others.some((one) => one.start < end && one.end > start)) refuse('it overlaps other focus time');
  }

  #stored(): Stored {
    const text = this.#ctx.db.settings.state(STATE);
    if (text === null) return NOTHING;
    const read = stored.safeParse(JSON.parse(text));
    return read.success ? read.data : NOTHING;
  }

  #store(state: Stored): void {
    const text = JSON.stringify(state);
    if (text !== this.#ctx.db.settings.state(STATE)) this.#ctx.db.settings.setState(STATE, text);
  }
}

function keptFocus({ start, end, byHand, strong, quiet }: FocusStretch): KeptFocus {
  const why: Message = byHand
    ? { key: 'plan.focus.byHand', params: {} }
    : { key: 'plan.focus.kept', params: { strong, quiet } };
  return { start, end, byHand, why };
}
