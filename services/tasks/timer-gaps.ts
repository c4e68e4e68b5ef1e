import type { TimerGap } from '../../core/domain/timer-gap.ts';
import { DaymarkError } from '../../core/errors.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import type { Stretches } from './stretches.ts';

/** A timer that was not seen for so long may have run through a break. */
const LEAST_GAP_MS = 5 * 60_000;
/** Under these names the program's state has when which timer was last seen to run, and the gaps that wait for an answer. */
const SEEN = 'timerSeen';
const GAPS = 'timerGaps';

interface Seen {
  stretchId: string;
  at: number;
}

type StoredGap = Pick<TimerGap, 'stretchId' | 'from' | 'to'>;

/** What the time in a gap was. */
export type GapAnswer = { kind: 'worked' } | { kind: 'break' } | { kind: 'stopped'; at?: string | undefined };

/**
 * A timer survives the end of the program, a crash and the machine's sleep. What it counted meanwhile may be no work, so the
 * person is asked: each minute it is noted that the timer was seen, and a longer pause between two notes is a gap.
 */
export class TimerGaps {
  readonly #ctx: ServiceContext;
  readonly #stretches: Pick<Stretches, 'cut'>;

  constructor(ctx: ServiceContext, stretches: Pick<Stretches, 'cut'>) {
    this.#ctx = ctx;
    this.#stretches = stretches;
  }

  /** Notes that the timer runs, or that it ran unseen. */
  tick(): void {
    const { db, clock, hub } = this.#ctx;
    const running = db.timeEntries.running();
    if (!running) return;
    const now = clock();
    const seen = this.#state<Seen>(SEEN);
    // One that was started right before the end was never noted.
    const from = seen?.stretchId === running.id ? seen.at : running.start;
    if (now - from >= LEAST_GAP_MS) {
      this.#keep([...this.#gaps(), { stretchId: running.id, from, to: now }]);
      hub.publish({ topic: 'tasks', ids: [running.taskId] });
    }
    db.settings.setState(SEEN, JSON.stringify({ stretchId: running.id, at: now } satisfies Seen));
  }

  /** The first gap that waits for an answer. */
  current(): TimerGap | null {
    const { db } = this.#ctx;
    for (const gap of this.#gaps()) {
      const entry = db.timeEntries.get(gap.stretchId);
      const task = entry && db.tasks.get(entry.taskId);
      // It may have been put right by hand.
      if (task && entry.start < gap.to && (entry.end === null || entry.end > gap.from))
        return { ...gap, from: Math.max(gap.from, entry.start), taskId: task.id, title: task.title };
    }
    return null;
  }

  /**
   * Keeps the time, takes it out, or ends the stretch before it, at `at` on the caller's clock or where the gap begins.
   *
   * @throws DaymarkError `notFound` when that gap doesn't wait; `invalidInput` for an end outside of the stretch
   */
  answer(stretchId: string, answer: GapAnswer): TimerGap | null {
    const gap = this.current();
    if (gap?.stretchId !== stretchId) throw new DaymarkError('notFound', { what: 'gap', id: stretchId });
    if (answer.kind === 'break') this.#stretches.cut(stretchId, gap);
    if (answer.kind === 'stopped') {
      const { tz } = requestTimeOf(this.#ctx);
      const end = answer.at === undefined ? gap.from : instantOf(answer.at, tz);
      this.#stretches.cut(stretchId, { from: end, to: null });
    }
    this.#keep(this.#gaps().filter((one) => one.stretchId !== stretchId || one.to > gap.to));
    this.#ctx.hub.publish({ topic: 'tasks', ids: [gap.taskId] });
    return this.current();
  }

  #gaps(): StoredGap[] {
    return this.#state<StoredGap[]>(GAPS) ?? [];
  }

  #keep(gaps: readonly StoredGap[]): void {
    this.#ctx.db.settings.setState(GAPS, JSON.stringify(gaps));
  }

  #state<T>(name: string): T | null {
    const text = this.#ctx.db.settings.state(name);
    return text === null ? null : (JSON.parse(text) as T);
  }
}
