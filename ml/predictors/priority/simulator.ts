import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import type { Random } from '../../../core/random.ts';
import { urgency } from './baseline.ts';

/**
 * A made-up person for tests, benchmarks and base models. Tasks arrive in a few projects; whenever the person is
 * free they take one of the open ones, by a preferences of their own. Nothing in here comes from real people: the preferences
 * are the ones that planning literature names (deadline-driven, quick wins first, deep work in the morning, batching
 * by project, fixed days for fixed things, oldest first, priorities first, home in the evening).
 */
export interface Preferences {
  /** How much Taskwarrior's urgency counts. */
  readonly urgency: number;
  /** Above 0: short tasks first. */
  readonly short: number;
  readonly old: number;
  readonly priority: number;
  /** Staying with the last project. */
  readonly momentum: number;
  /** Demanding tasks in the morning, easy ones in the afternoon. */
  readonly morningDepth: number;
  /** Projects on their own weekdays. */
  readonly weekdays: number;
  /** Projects at their own time of day. */
  readonly parts: number;
  /** Liking of some projects over others. */
  readonly liking: number;
  /** Randomness of choices; 1 is human, 0 is a machine. */
  readonly noise: number;
}

const NEUTRAL: Preferences = {
  urgency: 0.12,
  short: 0,
  old: 0,
  priority: 0,
  momentum: 0,
  morningDepth: 0,
  weekdays: 0,
  parts: 0,
  liking: 0,
  noise: 0.7,
};

/** The clusters of the simulated population: base models are trained for each. */
export const CLUSTERS: Readonly<Record<string, Preferences>> = {
  deadlines: { ...NEUTRAL, urgency: 0.8 },
  quickWins: { ...NEUTRAL, short: 2.2 },
  deepMornings: { ...NEUTRAL, morningDepth: 2.2 },
  batching: { ...NEUTRAL, momentum: 2.6, liking: 0.5 },
  rituals: { ...NEUTRAL, weekdays: 2.6, parts: 1 },
  oldestFirst: { ...NEUTRAL, old: 2.4 },
  priorities: { ...NEUTRAL, priority: 2.2 },
  dayParts: { ...NEUTRAL, parts: 2.6, liking: 0.8 },
};

const PROJECTS = ['Office', 'Home', 'Health', 'Study', 'Finance', 'Club'];
const TAGS = ['deep', 'call', 'errand', 'mail'];
const OPEN_TASKS = 15;

/** One choice: what was open, when, and which was taken. */
export interface SimulatedChoice {
  readonly open: readonly OrderedTask[];
  readonly moment: ChoiceMoment;
  readonly chosenId: string;
  /** How much each task attracted the person before chance had its say: the best any predictor can know. */
  readonly utilities: readonly number[];
}

interface OpenTask {
  readonly id: string;
  readonly project: string;
  readonly tags: readonly string[];
  readonly priority: number;
  readonly createdDay: number;
  readonly dueDay: number | null;
  readonly durationMin: number;
  readonly energy: number;
  deferrals: number;
}

/** One person's days. Deterministic for a given random source. */
export class SimulatedPerson {
  readonly #preferences: Preferences;
  readonly #random: Random;
  readonly #homeDay: Map<string, number>;
  readonly #homePart: Map<string, number>;
  readonly #liking: Map<string, number>;
  readonly #open: OpenTask[] = [];
  #minute = 8 * 60;
  #day = 0;
  #made = 0;
  #lastProject: string | null = null;

  constructor(preferences: Preferences, random: Random) {
    this.#preferences = preferences;
    this.#random = random;
    const assign = (of: () => number): Map<string, number> => new Map(PROJECTS.map((p) => [p, of()]));
    this.#homeDay = assign(() => 1 + Math.floor(random() * 5));
    this.#homePart = assign(() => Math.floor(random() * 3));
    this.#liking = assign(() => random() * 2 - 1);
    while (this.#open.length < OPEN_TASKS) this.#add(Math.floor(random() * 14));
  }

  /** The next choice; time passes by the length of the task taken. */
  next(): SimulatedChoice {
    const moment: ChoiceMoment = {
      hour: Math.floor(this.#minute / 60),
      weekday: (this.#day % 7) + 1,
      lastProject: this.#lastProject,
    };
    const open = this.#open.map((task) => this.#seen(task));
    const utilities = open.map((task, i) => this.#utility(task, this.#open[i]!, moment));
    const scores = utilities.map((utility) => utility + this.#preferences.noise * gumbel(this.#random));
    const at = scores.indexOf(Math.max(...scores));
    const taken = this.#open[at]!;
    const mostUrgent = open.reduce((best, task, i) => (urgency(task) > urgency(open[best]!) ? i : best), 0);
    if (mostUrgent !== at && this.#random() < 0.3) this.#open[mostUrgent]!.deferrals++;
    this.#open.splice(at, 1);
    this.#lastProject = taken.project;
    this.#pass(taken.durationMin);
    this.#add(0);
    return { open, moment, chosenId: taken.id, utilities };
  }

  #seen(task: OpenTask): OrderedTask {
    return {
      id: task.id,
      project: task.project,
      tags: [...task.tags],
      priority: task.priority,
      dueInDays: task.dueDay === null ? null : task.dueDay - this.#day,
      scheduledInDays: null,
      ageDays: this.#day - task.createdDay,
      blocked: false,
      blocking: 0,
      active: false,
      next: false,
      waiting: false,
      durationMin: task.durationMin,
      energy: task.energy,
      deferrals: task.deferrals,
    };
  }

  #utility(task: OrderedTask, openTask: OpenTask, moment: ChoiceMoment): number {
    const preferences = this.#preferences;
    const part = Math.min(2, Math.max(0, Math.floor((moment.hour - 8) / 4)));
    const morning = moment.hour < 12 ? 1 : -1;
    return (
      preferences.urgency * urgency(task) -
      preferences.short * Math.log2(openTask.durationMin / 45) +
      preferences.old * Math.log2(1 + task.ageDays) +
      preferences.priority * (2.5 - task.priority) +
      preferences.momentum * (openTask.project === moment.lastProject ? 1 : 0) +
      preferences.morningDepth * morning * (openTask.energy - 2) +
      preferences.weekdays * (this.#homeDay.get(openTask.project) === moment.weekday ? 1 : 0) +
      preferences.parts * (this.#homePart.get(openTask.project) === part ? 1 : 0) +
      preferences.liking * this.#liking.get(openTask.project)!
    );
  }

  #pass(minutes: number): void {
    this.#minute += minutes + 10;
    if (this.#minute < 20 * 60) return;
    this.#minute = 8 * 60;
    this.#day++;
  }

  #add(ageDays: number): void {
    const random = this.#random;
    const due = random() < 0.45 ? this.#day + Math.floor(random() * 16) - Math.min(ageDays, 3) : null;
    this.#open.push({
      id: `t${this.#made++}`,
      project: PROJECTS[Math.floor(random() * PROJECTS.length)]!,
      tags: random() < 0.5 ? [TAGS[Math.floor(random() * TAGS.length)]!] : [],
      priority: 1 + Math.floor(random() ** 0.6 * 4),
      createdDay: this.#day - ageDays,
      dueDay: due,
      durationMin: [10, 15, 20, 30, 45, 60, 90, 120, 180][Math.floor(random() * 9)]!,
      energy: 1 + Math.floor(random() * 3),
      deferrals: 0,
    });
  }
}

/** Noise that makes the largest of noisy scores a softmax choice. */
function gumbel(random: Random): number {
  return -Math.log(-Math.log(Math.max(1e-12, random())));
}

/** A person near a cluster's preferences: each weight varied by up to a third. */
export function nearPreferences(preferences: Preferences, random: Random): Preferences {
  const vary = (v: number): number => v * (1 + (random() * 2 - 1) / 3);
  return {
    urgency: vary(preferences.urgency),
    short: vary(preferences.short),
    old: vary(preferences.old),
    priority: vary(preferences.priority),
    momentum: vary(preferences.momentum),
    morningDepth: vary(preferences.morningDepth),
    weekdays: vary(preferences.weekdays),
    parts: vary(preferences.parts),
    liking: vary(preferences.liking),
    noise: preferences.noise,
  };
}
