import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import type { Random } from '../../../core/random.ts';
import type { SimulatedChoice } from './simulator.ts';
import { urgency } from './baseline.ts';

/**
 * People made in another way than those the base models were trained on, to see what carries over: they follow rules
 * instead of weighing preferences, their lists grow and shrink, they work other hours, some projects are far commoner than
 * others, and some change their ways half way through.
 */
export const RULES = ['timetable', 'errands', 'snowball', 'firefighter', 'turncoat', 'taskwarrior'] as const;
type Rule = (typeof RULES)[number];

const PROJECTS = ['Thesis', 'Teaching', 'Garden', 'Taxes', 'Band', 'Kids', 'Website', 'Sport', 'Letters'];
const LENGTHS = [5, 10, 25, 25, 50, 50, 75, 100, 150];
const SLIPS = 0.15;
const CHANGES_AFTER = 60;

interface Thing {
  readonly id: string;
  readonly project: string | null;
  readonly tags: readonly string[];
  readonly priority: number;
  readonly createdDay: number;
  readonly dueDay: number | null;
  readonly durationMin: number;
  readonly energy: number | null;
}

/** One such person's days. Deterministic for a given random source. */
export class OtherPerson {
  readonly #rule: Rule;
  readonly #random: Random;
  readonly #open: Thing[] = [];
  /** Two projects for each weekday, and one for each third of the day. */
  readonly #weekdays: string[][];
  readonly #thirds: string[];
  #minute = 6 * 60 + 30;
  #day = 0;
  #made = 0;
  #choices = 0;
  #last: string | null = null;

  constructor(rule: Rule, random: Random) {
    this.#rule = rule;
    this.#random = random;
    const any = (): string => PROJECTS[Math.floor(random() * PROJECTS.length)]!;
    this.#weekdays = Array.from({ length: 8 }, () => [any(), any()]);
    this.#thirds = Array.from({ length: 3 }, any);
    for (let i = 0; i < 12; i++) this.#add(Math.floor(random() * 20));
  }

  next(): SimulatedChoice {
    const random = this.#random;
    const moment: ChoiceMoment = {
      hour: Math.floor(this.#minute / 60),
      weekday: (this.#day % 7) + 1,
      lastProject: this.#last,
    };
    const open = this.#open.map((thing) => this.#seen(thing));
    const utilities = open.map((task, i) => this.#rank(task, i, moment));
    const best = utilities.indexOf(Math.max(...utilities));
    const at = random() < SLIPS ? Math.floor(random() * open.length) : best;
    const [taken] = this.#open.splice(at, 1);
    this.#last = taken!.project;
    this.#choices++;
    this.#minute += taken!.durationMin + 5;
    if (this.#minute >= 21 * 60) {
      this.#minute = 6 * 60 + 30;
      this.#day += this.#day % 7 === 4 ? 3 : 1;
    }
    const arriving = this.#open.length < 7 ? 4 : this.#open.length > 26 ? 0 : Math.floor(random() * 3);
    for (let i = 0; i < arriving; i++) this.#add(0);
    return { open, moment, chosenId: taken!.id, utilities };
  }

  /** Rules in order of their weight; a later one only settles ties. */
  #rank(task: OrderedTask, index: number, moment: ChoiceMoment): number {
    const early = this.#choices < CHANGES_AFTER;
    const due = task.dueInDays !== null && task.dueInDays <= 0 ? 1 : 0;
    const length = -Math.log2(task.durationMin ?? 25) / 20;
    const newest = index / 100;
    const third = this.#thirds[Math.min(2, Math.floor((moment.hour - 6) / 5))];
    const onDay = this.#weekdays[moment.weekday]!.includes(task.project ?? '') ? 1 : 0;
    switch (this.#rule) {
      case 'timetable':
        return 4 * due + 2 * onDay + (task.project === third ? 1 : 0) + length;
      case 'errands':
        return (
          2 * (task.tags.includes('out') && moment.hour >= 16 ? 1 : 0) +
          (task.tags.includes('desk') && moment.hour < 12 ? 1 : 0) -
          newest
        );
      case 'snowball':
        return (task.project === moment.lastProject ? 0.3 : 0) + length * 4;
      case 'firefighter':
        return 3 * due + (task.priority === 1 ? 2 : 0) + newest;
      case 'turncoat':
        return early ? length * 4 : 2 * (task.project === third ? 1 : 0) + newest;
      case 'taskwarrior':
        return urgency(task);
    }
  }

  #seen(thing: Thing): OrderedTask {
    return {
      id: thing.id,
      project: thing.project,
      tags: [...thing.tags],
      priority: thing.priority,
      dueInDays: thing.dueDay === null ? null : thing.dueDay - this.#day,
      scheduledInDays: null,
      ageDays: this.#day - thing.createdDay,
      blocked: false,
      blocking: 0,
      active: false,
      next: false,
      waiting: false,
      durationMin: thing.durationMin,
      energy: thing.energy,
      deferrals: 0,
    };
  }

  #add(ageDays: number): void {
    const random = this.#random;
    const tag = ['out', 'desk', 'phone'][Math.floor(random() * 6)];
    this.#open.push({
      id: `o${this.#made++}`,
      // The first projects are far commoner than the last; one task in ten has none.
      project: random() < 0.1 ? null : PROJECTS[Math.floor(random() ** 2 * PROJECTS.length)]!,
      tags: tag ? [tag] : [],
      priority: random() < 0.6 ? 4 : 1 + Math.floor(random() * 3),
      createdDay: this.#day - ageDays,
      dueDay: random() < 0.35 ? this.#day + Math.floor(random() * 10) - Math.min(2, ageDays) : null,
      durationMin: LENGTHS[Math.floor(random() * LENGTHS.length)]!,
      energy: random() < 0.5 ? null : 1 + Math.floor(random() * 3),
    });
  }
}
