import { PriorityLearner, type BaseCluster, type Moment, type OpenTask } from '../priority/index.ts';
import type { TaskFacts } from '../features/index.ts';

/** Others that a choice is compared with: the newest that were open. */
const COMPARED = 14;
const DAY_MIN = 1440;
/** A history without clock times: people finish things in the middle of the day. */
const USUAL_HOUR = 11;

interface Open {
  readonly facts: TaskFacts;
  readonly expectedMin: number;
}

/**
 * Reads choices out of a history, where nobody wrote them down: what was finished was taken, what stayed open
 * was passed over. Drives the same learner as the app does.
 */
export class ReplayOrder {
  readonly #learner: PriorityLearner;
  readonly #open = new Map<string, Open>();
  readonly #last = new Map<string, string | null>();

  constructor(clusters: readonly BaseCluster[], seed: number) {
    this.#learner = new PriorityLearner({ clusters, seed });
  }

  /** Score of a task just written down, among what its person has open. */
  written(facts: TaskFacts, expectedMin: number): number {
    const others = this.#othersOf(facts);
    this.#open.set(facts.id, { facts, expectedMin });
    const now = facts.createdLocalMin;
    const ranked = this.#learner.rank(
      [{ facts, expectedMin }, ...others].map((o) => openTask(o, now)),
      momentOf(now, facts.hasClock, this.#last.get(`${facts.user}`) ?? null),
    );
    return ranked[0]!.score;
  }

  /** A task was finished at a moment of its person's wall clock. */
  finished(id: string, localMin: number, hasClock: boolean): void {
    const taken = this.#open.get(id);
    if (!taken) return;
    const others = this.#othersOf(taken.facts);
    this.#open.delete(id);
    const user = `${taken.facts.user}`;
    if (others.length > 0) {
      const open = [taken, ...others].map((o) => openTask(o, localMin));
      this.#learner.choose(open, momentOf(localMin, hasClock, this.#last.get(user) ?? null), id);
      if (this.#learner.retrainDue()) this.#learner.retrain();
    }
    this.#last.set(user, taken.facts.project);
  }

  /** A task was given up. */
  dropped(id: string): void {
    this.#open.delete(id);
  }

  #othersOf(facts: TaskFacts): Open[] {
    const same = [...this.#open.values()].filter(
      (o) => o.facts.user === facts.user && o.facts.id !== facts.id,
    );
    return same.slice(-COMPARED);
  }
}

function openTask({ facts, expectedMin }: Open, nowLocalMin: number): OpenTask {
  return {
    id: facts.id,
    project: facts.project ?? facts.category,
    tags: facts.tags,
    priority: priorityLevel(facts.priority),
    dueInDays: null,
    scheduledInDays: null,
    ageDays: Math.max(0, (nowLocalMin - facts.createdLocalMin) / DAY_MIN),
    blocked: false,
    blocking: 0,
    active: false,
    next: false,
    waiting: false,
    durationMin: expectedMin,
    energy: null,
    deferrals: 0,
  };
}

/** 1–4 from whatever a history calls priority; 4 when it says nothing. */
function priorityLevel(label: string | null): number {
  if (label === null || label.trim() === '') return 4;
  const number = Number(label);
  if (Number.isFinite(number)) return Math.min(4, Math.max(1, Math.round(number)));
  const letter = label.trim().toLowerCase();
  if (/^(h|a|urgent|critical|must)/.test(letter)) return 1;
  if (/^(m|b|normal|should)/.test(letter)) return 2;
  return /^(l|c|minor|could)/.test(letter) ? 3 : 4;
}

function momentOf(localMin: number, hasClock: boolean, lastProject: string | null): Moment {
  const day = Math.floor(localMin / DAY_MIN);
  const hour = hasClock ? Math.floor((localMin - day * DAY_MIN) / 60) : USUAL_HOUR;
  return { hour, weekday: ((((day + 3) % 7) + 7) % 7) + 1, lastProject };
}
