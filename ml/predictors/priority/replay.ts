import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import { DAY_MIN } from '../../../core/time/units.ts';
import type { HistoryChoices } from '../../learning/predictor.ts';
import type { PriorityLearner } from './learner.ts';
import type { TaskFacts } from '../../features/index.ts';

/** Others that a choice is compared with: the newest that were open. */
const COMPARED = 14;
/** A history without clock times: people finish things in the middle of the day. */
const USUAL_HOUR = 11;

/** Others that a new task is placed among: the newest that are open. */
const RIVALS = 24;
/** Log odds between a task and the one it is placed next to; only their order counts. */
const GAP = 0.02;
/** What leaving its own score by one costs a task, beside 1 for a rival on the wrong side. */
const LEAVING = 0.2;
/** Log odds that a score of 0.73 stands for: places spread wider than chances do. */
const SPREAD = 2;

interface Open {
  readonly facts: TaskFacts;
  readonly expectedMin: number;
  /** Where its score put it, in log odds. */
  readonly place: number;
}

/**
 * Reads choices out of a history, where no one wrote them down: what was finished was taken, what stayed open
 * was passed over. Drives the same learner as the app does.
 */
export class ReplayOrder implements HistoryChoices {
  readonly #learner: PriorityLearner;
  /** By person, in the order they were written down. */
  readonly #open = new Map<string, Map<string, Open>>();
  readonly #last = new Map<string, string | null>();

  constructor(learner: PriorityLearner) {
    this.#learner = learner;
  }

  /**
   * Score of a task just written down: its place among what its person has open, as the learner orders that now. The app
   * scores everything open again at each look; a history has one score for each task, so a new one is put
   * above those that it would be taken before, whatever they scored when they were new.
   */
  created(facts: TaskFacts, expectedMin: number): { score: number } {
    const others = this.#othersOf(facts, RIVALS);
    const now = facts.createdLocalMin;
    const ranked = this.#learner.rank(
      [{ facts, expectedMin }, ...others].map((o) => openTask(o, now)),
      momentOf(now, facts.hasClock, this.#last.get(`${facts.user}`) ?? null),
    );
    const own = logit(ranked[0]!.score);
    const competitors = others.map((other, i) => ({
      place: other.place,
      ahead: own - logit(ranked[i + 1]!.score),
    }));
    const place = placeAmong(own, competitors);
    this.#openOf(facts).set(facts.id, { facts, expectedMin, place });
    return { score: 1 / (1 + Math.exp(-place / SPREAD)) };
  }

  /** A task was finished at a moment of its person's wall clock. */
  finished(facts: TaskFacts, localMin: number, hasClock: boolean): void {
    const taken = this.#openOf(facts).get(facts.id);
    if (!taken) return;
    const others = this.#othersOf(facts, COMPARED);
    this.dropped(facts);
    const user = `${facts.user}`;
    if (others.length > 0) {
      const open = [taken, ...others].map((o) => openTask(o, localMin));
      this.#learner.choose(open, momentOf(localMin, hasClock, this.#last.get(user) ?? null), facts.id);
      if (this.#learner.trainingDue()) this.#learner.retrain();
    }
    this.#last.set(user, facts.project);
  }

  /** A task was given up. */
  dropped(facts: TaskFacts): void {
    this.#openOf(facts).delete(facts.id);
  }

  #openOf(facts: TaskFacts): Map<string, Open> {
    const user = `${facts.user}`;
    let open = this.#open.get(user);
    if (!open) this.#open.set(user, (open = new Map<string, Open>()));
    return open;
  }

  /** The newest other tasks that the same person has open. */
  #othersOf(facts: TaskFacts, most: number): Open[] {
    const open = [...this.#openOf(facts).values()].slice(-most - 1);
    return open.filter((o) => o.facts.id !== facts.id).slice(-most);
  }
}

/** A rival's place, and the log odds that the new task is taken before it. */
interface Competitor {
  readonly place: number;
  readonly ahead: number;
}

/** The place that puts as many rivals as possible on the right side, the surer ones first, near the task's own score. */
function placeAmong(own: number, competitors: readonly Competitor[]): number {
  const candidates = [own, ...competitors.flatMap((r) => [r.place + GAP, r.place - GAP])];
  let best = own;
  let least = Number.POSITIVE_INFINITY;
  for (const place of candidates) {
    let cost = LEAVING * Math.abs(place - own);
    for (const rival of competitors) {
      const wrong = place > rival.place ? rival.ahead < 0 : rival.ahead > 0;
      if (wrong) cost += Math.tanh(Math.abs(rival.ahead) / 2);
    }
    if (cost < least) {
      least = cost;
      best = place;
    }
  }
  return best;
}

function logit(p: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, p));
  return Math.log(inside / (1 - inside));
}

function openTask({ facts, expectedMin }: Omit<Open, 'place'>, nowLocalMin: number): OrderedTask {
  return {
    id: facts.id,
    project: facts.project ?? facts.category,
    tags: [...facts.tags],
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

function momentOf(localMin: number, hasClock: boolean, lastProject: string | null): ChoiceMoment {
  const day = Math.floor(localMin / DAY_MIN);
  const hour = hasClock ? Math.floor((localMin - day * DAY_MIN) / 60) : USUAL_HOUR;
  return { hour, weekday: ((((day + 3) % 7) + 7) % 7) + 1, lastProject };
}
