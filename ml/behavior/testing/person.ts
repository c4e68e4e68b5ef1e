import { seededRandom, type Random } from '../../../core/random.ts';
import { MINUTE_MS } from '../../../core/time/units.ts';
import { addDays, instantOf, weekdayOf } from '../../../core/time/zoned.ts';
import type { BusyEvent, Completion, WorkEntry } from '../types.ts';

/** A simulated person: what is true about them, and the history they leave. */
export interface Person {
  /** Work finished per available minute by hour, relative. */
  productivity: number[];
  weekday: number[];
  peakHours: number[];
  focusMin: number;
  switchCostMin: number;
  startMin: number;
  endMin: number;
  entries: WorkEntry[];
  completions: Completion[];
  events: BusyEvent[];
  tz: string;
  /** Instant after the last day. */
  now: number;
}

const FIRST_DAY = '2027-03-01';

/**
 * Lets a person work for some weeks. In each hour they start from a hidden rate: part of it shows as pauses,
 * part as speed. Tasks take longer or shorter than expected by luck, days differ, meetings cut in.
 */
export function simulatePerson(seed: number, weeks: number, tz = 'Europe/Berlin'): Person {
  const random = seededRandom(seed);
  const peak = 9 + Math.floor(random() * 7);
  const width = 1.2 + 0.6 * random();
  const dip = 0.25 + 0.2 * random();
  const productivity = Array.from({ length: 24 }, (_, hour) => {
    return dip + (1 - dip) * Math.exp(-(((hour + 0.5 - (peak + 1.5)) / width) ** 2) / 2);
  });
  const person: Person = {
    productivity,
    weekday: Array.from({ length: 7 }, () => 0.85 + 0.3 * random()),
    peakHours: [peak, peak + 1, peak + 2],
    focusMin: 40 + Math.floor(random() * 50),
    switchCostMin: 4 + Math.floor(random() * 10),
    startMin: 480 + 15 * Math.floor(random() * 4),
    endMin: 1065 + 15 * Math.floor(random() * 6),
    entries: [],
    completions: [],
    events: [],
    tz,
    now: instantOf(`${addDays(FIRST_DAY, weeks * 7)}T00:00`, tz),
  };
  const worker = new Worker(person, random);
  for (let day = 0; day < weeks * 7; day++) {
    const date = addDays(FIRST_DAY, day);
    if (weekdayOf(date) <= 5) worker.live(date);
  }
  return person;
}

const PROJECTS = ['atlas', 'garden', 'taxes', 'thesis'];

class Worker {
  readonly #person: Person;
  readonly #random: Random;
  #task = 0;
  /** Expected minutes of the current task that are not done yet, and the task's luck. */
  #left = 0;
  #expected = 0;
  #luck = 1;
  #project = PROJECTS[0]!;
  #sinceBreak = 0;

  constructor(person: Person, random: Random) {
    this.#person = person;
    this.#random = random;
    this.#nextTask();
  }

  live(date: string): void {
    const { person, midnight } = {
      person: this.#person,
      midnight: instantOf(`${date}T00:00`, this.#person.tz),
    };
    const at = (minute: number): number => midnight + minute * MINUTE_MS;
    const begin = person.startMin + Math.round(this.#normal() * 10);
    const finish = person.endMin + Math.round(this.#normal() * 15);
    const meetings = Array.from({ length: Math.floor(this.#random() * 3) }, () => {
      const start = begin + 60 + 30 * Math.floor(this.#random() * ((finish - begin - 150) / 30));
      return { start, end: start + 30 + 30 * Math.floor(this.#random() * 2) };
    });
    for (const { start, end } of meetings) person.events.push({ start: at(start), end: at(end) });
    const mood = Math.exp(0.1 * this.#normal()) * person.weekday[weekdayOf(date) - 1]!;
    let open = -1;
    // Breaks fall anywhere in the first hour, or it would look better than it is.
    this.#sinceBreak = person.focusMin * this.#random();
    const close = (minute: number): void => {
      if (open >= 0 && minute > open) {
        person.entries.push({
          taskId: `w${this.#task}`,
          start: at(open),
          end: at(minute),
          project: this.#project,
        });
      }
      open = -1;
    };
    for (let minute = begin; minute < finish; minute++) {
      const meeting = meetings.find(({ start, end }) => start <= minute && minute < end);
      if (meeting) {
        close(minute);
        minute = meeting.end - 1;
        this.#sinceBreak = 0;
        continue;
      }
      const rate = person.productivity[Math.floor(minute / 60) % 24]!;
      if (this.#sinceBreak >= person.focusMin * (0.8 + 0.4 * this.#random())) {
        close(minute);
        // Weak hours show as longer pauses as well as slower work.
        minute += Math.round(5 + 12 * (1 - rate) * (0.5 + this.#random()));
        this.#sinceBreak = 0;
        continue;
      }
      if (open < 0) open = minute;
      this.#sinceBreak++;
      this.#left -= (0.4 + 0.6 * rate) * mood * this.#luck;
      if (this.#left > 0) continue;
      close(minute + 1);
      person.completions.push({
        taskId: `w${this.#task}`,
        at: at(minute + 1),
        expectedMin: this.#expected,
        plannedMin: this.#expected,
        project: this.#project,
      });
      const before = this.#project;
      this.#nextTask();
      minute += Math.round(1 + 2 * this.#random()) + (before === this.#project ? 0 : person.switchCostMin);
    }
    close(finish);
  }

  #nextTask(): void {
    this.#task++;
    this.#expected = 10 + Math.round(60 * this.#random() ** 2);
    this.#left = this.#expected;
    this.#luck = Math.exp(0.3 * this.#normal());
    if (this.#random() < 0.5) this.#project = PROJECTS[Math.floor(this.#random() * PROJECTS.length)]!;
  }

  #normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.#random();
    return sum;
  }
}
