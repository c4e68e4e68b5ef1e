import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { KeptFocus, PlanView } from '../../core/domain/views.ts';
import { focusGoal } from '../../core/domain/settings.ts';
import type { Message } from '../../core/messages/index.ts';
import type { Problem } from '../../core/problem.ts';
import { localDate, localDateTime } from '../../core/time/schemas.ts';
import { addDays, isRealDate } from '../../core/time/zoned.ts';
import type { FocusMark } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { chooseFocus, overlapping, type FocusChoice, type FocusStretch } from './focus-openings.ts';
import { problemEvents } from './problem.ts';
import type { WorkProfile } from './work-profile.ts';

const STATE = 'focusTime';

const stretch = z.object({
  start: localDateTime,
  end: localDateTime,
  byHand: z.boolean(),
  strong: z.boolean(),
  quiet: z.boolean(),
});
const stored = z.object({
  /** The goal they were chosen for; another one chooses again. The key is stored, so that it keeps its name. */
  wish: focusGoal.nullable(),
  kept: z.array(stretch),
  /** Beginnings of stretches put there by hand that an appointment has displaced. */
  displaced: z.array(localDateTime).default([]),
  short: z.array(z.object({ week: localDate, found: z.int(), wanted: z.int(), longestMin: z.number() })),
});
type Stored = z.infer<typeof stored>;

const NOTHING: Stored = { wish: null, kept: [], displaced: [], short: [] };
/** What was decided for days longer ago than this counts no more. */
const DECIDED_DAYS = 7;

/**
 * The stretches kept for focus: chosen before each plan, the same from plan to plan, moved and given up by hand. What the
 * person decided is data of its own (`focusMarks`); what was chosen last is state of this program.
 */
export class FocusTime {
  readonly #ctx: ServiceContext;
  readonly #workProfile: WorkProfile;

  constructor(ctx: ServiceContext, workProfile: WorkProfile) {
    this.#ctx = ctx;
    this.#workProfile = workProfile;
  }

  /** What a problem's days keep for focus. Writes nothing; `remember` does. */
  choose(problem: Pick<Problem, 'now' | 'horizonDays' | 'workingHours' | 'events' | 'profile'>): FocusChoice {
    const goal = this.#ctx.db.settings.get().focusTime;
    const before = this.#stored();
    const same = JSON.stringify(before.wish) === JSON.stringify(goal);
    return chooseFocus(goal, {
      now: problem.now,
      horizonDays: problem.horizonDays,
      workingHours: problem.workingHours,
      events: problem.events,
      energyByHour: problem.profile?.energyByHour,
      bufferMin: problem.profile?.bufferMin ?? 0,
      usuallyFree: this.#workProfile.usuallyFree(),
      kept: [
        ...before.kept.filter((one) => !one.byHand && (same || one.end <= problem.now)),
        ...this.#byHand(),
      ],
      givenUp: this.#givenUp(problem.now),
    });
  }

  /** Makes a choice the one that the next plan begins with. */
  remember(choice: FocusChoice, now: string): void {
    const starts = new Set(choice.kept.map((one) => one.start));
    this.#store({
      wish: this.#ctx.db.settings.get().focusTime,
      kept: choice.kept,
      displaced: this.#byHand().flatMap(({ start }) => (starts.has(start) ? [] : [start])),
      short: choice.short,
    });
    this.#forget(addDays(now.slice(0, 10), -2 * DECIDED_DAYS));
  }

  /** What is kept from a day on, for the views; a new goal shows before the next plan, which takes its time. */
  view(today: string, problem: Problem): NonNullable<PlanView['focus']> {
    const goal = this.#ctx.db.settings.get().focusTime;
    const before = this.#stored();
    const same = JSON.stringify(before.wish) === JSON.stringify(goal);
    const { kept, short } = same ? { kept: this.#kept(before), short: before.short } : this.choose(problem);
    return {
      kept: kept.filter(({ start }) => start.slice(0, 10) >= today).map(keptFocus),
      short: short.flatMap(({ week, found, wanted, longestMin }) =>
        goal && addDays(week, 7) > today
          ? [
              {
                week,
                why: {
                  key: 'plan.focus.short',
                  params: { found, wanted, longestMin, blockMin: goal.blockMin },
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
    const requestTime = requestTimeOf(ctx);
    const { db } = ctx;
    const before = this.#stored();
    const kept = this.#kept(before);
    const moved = from === null ? undefined : kept.find((one) => one.start === from);
    if (from !== null && !moved) throw new DaymarkError('notFound', { what: 'focus time', id: from });
    const rest = kept.filter((one) => one !== moved);
    if (to) this.#check(to, rest, requestTime.tz);
    runIntent(ctx, { name: 'planning.moveFocus', requestTime }, () => {
      for (const { id } of this.#marks('kept').filter((one) => one.start === moved?.start))
        db.focusMarks.remove(id);
      // One that is moved to another day is not missed on its own; one put back is no longer given up.
      const day = (to ?? moved)?.start.slice(0, 10) ?? '';
      if (to) {
        db.focusMarks.remove(givenUpId(day));
        db.focusMarks.put({ id: ctx.ids(), kind: 'kept', ...to });
      } else if (moved) {
        db.focusMarks.put({ id: givenUpId(day), kind: 'givenUp', start: day, end: day });
      }
      this.#store({ ...before, kept: rest });
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

  /** What is kept as far as is known before the next choice. */
  #kept(before: Stored): FocusStretch[] {
    const marks = this.#byHand();
    const fresh = marks.filter(
      ({ start }) =>
        !before.displaced.includes(start) && !before.kept.some((one) => one.byHand && one.start === start),
    );
    const unaffected = before.kept.filter(
      (one) => !one.byHand || marks.some(({ start, end }) => start === one.start && end === one.end),
    );
    return [...unaffected, ...fresh].sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  #marks(kind: FocusMark['kind']): FocusMark[] {
    return this.#ctx.db.focusMarks.list().filter((mark) => mark.kind === kind);
  }

  #byHand(): FocusStretch[] {
    return this.#marks('kept').map(({ start, end }) => ({
      start,
      end,
      byHand: true,
      strong: false,
      quiet: false,
    }));
  }

  #givenUp(now: string): string[] {
    const since = addDays(now.slice(0, 10), -DECIDED_DAYS);
    return this.#marks('givenUp').flatMap(({ start }) => (start >= since ? [start] : []));
  }

  /** Decisions about days that are long over. */
  #forget(before: string): void {
    const { db, ids, clock } = this.#ctx;
    const old = db.focusMarks.list().filter(({ end }) => end.slice(0, 10) < before);
    if (old.length === 0) return;
    db.changes.write({ group: ids(), at: clock(), origin: 'auto' }, () => {
      for (const { id } of old) db.focusMarks.remove(id);
    });
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

/** The same on every device. */
function givenUpId(day: string): string {
  return `givenUp:${day}`;
}

function keptFocus({ start, end, byHand, strong, quiet }: FocusStretch): KeptFocus {
  const why: Message = byHand
    ? { key: 'plan.focus.byHand', params: {} }
    : { key: 'plan.focus.kept', params: { strong, quiet } };
  return { start, end, byHand, why };
}
