import { seededRandom, type Random } from '../../../core/random.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { DAY_MS } from '../../../core/time/units.ts';
import { MANNERS, type Manner, type World } from './manners.ts';

/**
 * People made by other rules than those of `lives.ts`: tasks arrive, wait, are worked on one after the other until the day is over, are
 * carried over or given up. They keep their records differently: with or without times of day, estimates, tracked minutes and plans; some
 * write down lists, others deadlines; they take holidays, and are ill.
 */
export type StrangerTrait = 'morning' | 'rusher' | 'underEstimates' | 'changes' | 'fullLists';

/** What changes in the week of the change. */
export const CHANGES = ['lateHours', 'slower', 'lessDone', 'givesUp', 'puller'] as const;
export type ChangeKind = (typeof CHANGES)[number];

export interface StrangerOptions {
  readonly seed: number;
  readonly trait: StrangerTrait | null;
  readonly world: World;
  readonly weeks?: number;
  /** First day of the new habit, counted from the first day. */
  readonly changeDay?: number;
  readonly change?: ChangeKind;
}

const VERBS = ['Draft', 'Ring', 'Mend', 'Order', 'Read', 'Check', 'Plan', 'Clean', 'Send', 'Book'] as const;
const NOUNS = [
  'offer',
  'lamp',
  'chapter four',
  'forms',
  'the results',
  'a room',
  'shoes',
  'notes for May',
  'Anna',
  'timetable',
] as const;
/** Midnight of the Monday on which every such life begins, epoch ms. */
export const FIRST_DAY = Date.UTC(2024, 8, 2);

interface Open {
  readonly line: HistoryTask;
  readonly day: number;
  readonly dueDay: number | null;
  readonly wakes: number;
  readonly project: string;
  readonly sizeMin: number;
  deferrals: number;
}

/** A life by such rules, oldest task first; the same for the same options. */
export function strangerLife(options: StrangerOptions): HistoryTask[] {
  return new Stranger(options).live();
}

class Stranger {
  readonly #options: Required<StrangerOptions>;
  readonly #manner: Manner;
  readonly #random: Random;
  readonly #strength: number;
  readonly #days: number;
  readonly #off = new Set<number>();
  readonly #lines: HistoryTask[] = [];
  #open: Open[] = [];
  readonly #misjudged: string;
  readonly #ratio: number;
  readonly #capacity: number;

  constructor(options: StrangerOptions) {
    this.#options = { weeks: 15, changeDay: 63, change: 'lessDone', ...options };
    this.#manner = MANNERS[options.world];
    this.#random = seededRandom(options.seed * 7919 + 13);
    this.#strength = 0.85 + 0.3 * this.#random();
    this.#days = this.#options.weeks * 7;
    for (let i = 0; i < this.#manner.holidays; i++) {
      const length = 3 + Math.floor(this.#random() * 6);
      // No one changes their habits by going on holiday: those lie well before.
      const from = 14 + Math.floor(this.#random() * 30);
      for (let day = from; day < from + length; day++) this.#off.add(day);
    }
    for (let day = 0; day < this.#days; day++) if (this.#random() < 0.02) this.#off.add(day);
    this.#misjudged = this.#manner.projects[Math.floor(this.#random() * 2)]!;
    this.#ratio = 1.5 + 0.7 * this.#random();
    this.#capacity = 1.35 + 0.3 * this.#random();
  }

  live(): HistoryTask[] {
    const { week } = this.#manner;
    for (let day = 0; day < this.#days; day++) {
      const works = !this.#off.has(day) && this.#random() < week[day % 7]!;
      if (!works) continue;
      this.#write(day);
      this.#work(day);
      this.#giveUp(day);
    }
    this.#lines.push(...this.#open.map(({ line, deferrals }) => ({ ...line, ...this.#put(deferrals) })));
    return this.#lines.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  #isChanged(day: number): boolean {
    return this.#options.trait === 'changes' && day >= this.#options.changeDay;
  }

  #write(day: number): void {
    const m = this.#manner;
    const isOptimist = this.#options.trait === 'fullLists';
    const wanted = m.perDay * (isOptimist ? 2.4 * this.#strength : 1);
    const count = this.#poisson(wanted);
    for (let i = 0; i < count; i++) {
      const project = this.#project();
      const sizeMin = Math.max(4, m.typicalMin * 2 ** (m.lengths * this.#normal()));
      const estimate = Math.max(5, 5 * Math.round(sizeMin / 5));
      const isDated = this.#random() < m.dated;
      const window = m.window[0] + Math.floor(this.#random() * (m.window[1] - m.window[0] + 1));
      const dueDay = isDated ? day + window : null;
      const created = FIRST_DAY + day * DAY_MS + (m.from - 0.7 + 0.6 * this.#random()) * 3_600_000;
      const planned =
        FIRST_DAY + day * DAY_MS + Math.floor(m.from + this.#random() * (m.to - m.from - 1)) * 3_600_000;
      const line: HistoryTask = {
        id: `${day}.${i}`,
        title: `${VERBS[this.#below(VERBS.length)]!} ${NOUNS[this.#below(NOUNS.length)]!}`,
        createdAt: this.#stamp(created),
        ...(this.#random() < 0.9 ? { project } : {}),
        ...(this.#random() < m.estimated ? { estimateMin: estimate } : {}),
        ...(dueDay === null ? {} : { due: new Date(FIRST_DAY + dueDay * DAY_MS).toISOString().slice(0, 10) }),
        ...(m.planned === 'never' || isDated
          ? {}
          : {
              plannedStart: m.planned === 'clock' ? this.#stamp(planned) : this.#stamp(planned).slice(0, 10),
            }),
      };
      const isDoomed =
        this.#isChanged(day) && this.#options.change === 'givesUp' && this.#random() < 0.5 * this.#strength;
      const wakes = isDoomed
        ? this.#days
        : this.#options.trait === 'rusher' && dueDay !== null
          ? dueDay - Math.floor(0.22 * window * this.#random())
          : day + (isDated ? Math.floor(this.#random() * window * 0.9) : 0);
      this.#open.push({ line, day, dueDay, wakes, project, sizeMin, deferrals: 0 });
    }
  }

  /** Works from the list until the day is over. */
  #work(day: number): void {
    const m = this.#manner;
    const { trait, change } = this.#options;
    const changed = this.#isChanged(day);
    const late = changed && change === 'lateHours' ? 3.5 * this.#strength : 0;
    const isMorning = trait === 'morning';
    const budget = Math.max(
      1,
      this.#poisson(m.perDay * this.#capacity * (changed && change === 'lessDone' ? 0.45 : 1)),
    );
    const todo = this.#shuffled(this.#open.filter(({ wakes }) => wakes <= day)).toSorted(
      (a, b) => Number(b.wakes < day) * this.#random() - Number(a.wakes < day) * this.#random(),
    );
    let done = 0;
    const finished = new Set<Open>();
    for (const task of todo) {
      const skips = changed && change === 'puller' ? 0.75 : 0.12;
      if (done >= budget || this.#random() < skips) {
        task.deferrals += this.#random() < 0.4 ? 1 : 0;
        continue;
      }
      const morning = isMorning && this.#random() < 0.68 * this.#strength;
      let hour = morning ? m.from + 3 * this.#random() : m.from + late + (m.to - m.from) * this.#random();
      if (m.lunch && !morning && hour >= 12 && hour < 13) hour += 1;
      const bias =
        trait === 'underEstimates' && task.project === this.#misjudged ? Math.log2(this.#ratio) : 0;
      const slower = changed && change === 'slower' ? 0.85 * this.#strength : 0;
      const minutes = Math.max(2, task.sizeMin * 2 ** (bias + slower + m.noise * this.#normal()));
      this.#finish(task, day, hour, minutes);
      finished.add(task);
      done++;
    }
    this.#open = this.#open.filter((task) => !finished.has(task));
  }

  #finish({ line, deferrals }: Open, day: number, hour: number, minutes: number): void {
    const m = this.#manner;
    const begun = FIRST_DAY + day * DAY_MS + hour * 3_600_000;
    const ended = Math.min(begun + minutes * 60_000 * 1.1, FIRST_DAY + (day + 1) * DAY_MS - 120_000);
    this.#lines.push({
      ...line,
      ...(this.#random() < m.started ? { startedAt: this.#stamp(begun) } : {}),
      completedAt: this.#stamp(ended),
      ...(this.#random() < m.tracked ? { actualMin: Math.round(minutes * 10) / 10 } : {}),
      ...this.#put(deferrals),
      done: true,
    });
  }

  #giveUp(day: number): void {
    const m = this.#manner;
    const { change, trait } = this.#options;
    const changed = this.#isChanged(day) && change === 'givesUp';
    const kept: Open[] = [];
    for (const task of this.#open) {
      const waited = task.wakes === this.#days ? day - task.day : day - task.wakes;
      const isOptimist = trait === 'fullLists';
      const chance = changed && waited >= 2 ? 0.3 : waited >= 7 ? m.givesUp * 4 : isOptimist ? 0.25 : 0.01;
      if (waited < 0 || this.#random() >= chance) {
        kept.push(task);
        continue;
      }
      this.#lines.push({
        ...task.line,
        ...this.#put(task.deferrals),
        ...(m.saysDropped ? { done: false, dropped: true } : { done: false }),
      });
    }
    this.#open = kept;
  }

  #put(deferrals: number): { deferrals?: number } {
    return deferrals > 0 ? { deferrals } : {};
  }

  #project(): string {
    const { projects, weights } = this.#manner;
    let left = this.#random() * weights.reduce((a, b) => a + b, 0);
    for (const [i, weight] of weights.entries()) {
      left -= weight;
      if (left <= 0) return projects[i]!;
    }
    return projects[0]!;
  }

  #stamp(ms: number): string {
    const { plainDays, offset } = this.#manner;
    const text = new Date(Math.round(ms / 60_000) * 60_000).toISOString();
    return plainDays ? text.slice(0, 10) : `${text.slice(0, 16)}${offset === '' ? '' : `:00${offset}`}`;
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }

  #poisson(mean: number): number {
    let product = this.#random();
    let count = 0;
    for (const limit = Math.exp(-mean); product > limit; count++) product *= this.#random();
    return count;
  }

  #shuffled<T>(values: readonly T[]): T[] {
    return values
      .map((value) => ({ value, at: this.#random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }
}
