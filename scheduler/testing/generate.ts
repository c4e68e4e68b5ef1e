import type { ProblemInput } from '../../core/problem.ts';
import { seededRandom } from '../../core/random.ts';
import { addDays } from '../../core/time/zoned.ts';

/** Size and flavour of a generated problem. */
export interface WeekOptions {
  tasks?: number;
  events?: number;
  days?: number;
  tz?: string;
  now?: string;
  /** Work as a share of the hours that meetings leave; above 1 not everything can fit. */
  load?: number;
  /** Share of tasks that may be split, wait for others, have a due date, a hard one, a pin. */
  splittable?: number;
  dependent?: number;
  due?: number;
  dueHard?: number;
  pinned?: number;
  /** Share of tasks with windows of their own. */
  windows?: number;
  /** Share of tasks whose windows count instead of the working hours; their Fridays are evenings. */
  ownHours?: number;
  /** Share of tasks that are sessions of one of two habits; share of days that keep two hours for demanding work. */
  series?: number;
  focusTime?: number;
}

const PROJECTS = ['atlas', 'garden', 'taxes', 'thesis', 'home', undefined];
const ENERGY = ['low', 'medium', 'high', undefined] as const;

/** Energy of someone who is best before noon, dips after lunch and recovers a little. */
export const MORNING_PERSON: readonly number[] = [
  0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.5, 0.7, 0.95, 1, 0.9, 0.6, 0.35, 0.4, 0.55, 0.65, 0.6, 0.45, 0.4, 0.35,
  0.3, 0.2, 0.1,
];

/**
 * A believable stretch of days: tasks of 15 minutes to four hours in a few projects, meetings, dependencies,
 * deadlines, demands on energy. The same seed gives the same problem.
 */
export function generateWeek(seed: number, options: WeekOptions = {}): ProblemInput {
  const { tasks = 60, events = 25, days = 7, tz = 'Europe/Berlin', now = '2027-05-03T08:10' } = options;
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const chance = (share: number | undefined, usual: number): boolean => random() < (share ?? usual);
  const today = now.slice(0, 10);
  const moment = (day: number, minute: number): string =>
    `${addDays(today, day)}T${clock(Math.min(23 * 60 + 59, Math.max(0, minute)))}`;
  const hours: [string, string][] = [
    ['09:00', '12:30'],
    ['13:15', '18:00'],
  ];
  const workMin = 405 * days * 0.75 - 45 * events;
  const meanMin = Math.max(15, ((options.load ?? 0.8) * workMin) / Math.max(1, tasks));
  const afternoon: [string, string][] = [['13:00', '17:30']];
  const evening: [string, string][] = [['17:00', '21:30']];
  return {
    now,
    tz,
    horizonDays: days,
    workingHours: {
      mon: hours,
      tue: hours,
      wed: hours,
      thu: hours,
      fri: [['09:00', '16:00']],
      sat: [['10:00', '12:00']],
    },
    events: Array.from({ length: events }, (_, i) => {
      const day = below(days);
      const start = 540 + 15 * below(34);
      const travelBeforeMin = random() < 0.15 ? 10 + below(20) : undefined;
      return {
        travelBeforeMin,
        id: `e${i}`,
        start: moment(day, start),
        end: moment(day, start + 15 * (1 + below(6))),
      };
    }),
    tasks: Array.from({ length: tasks }, (_, i) => {
      // A third of the mean at least, and a long tail, as real lists have.
      const durationMin = 5 * Math.max(2, Math.round((meanMin * (0.35 + 2.6 * random() ** 3)) / 5));
      const dueDay = below(days + 1);
      const due = chance(options.due, 0.6)
        ? random() < 0.5
          ? addDays(today, dueDay)
          : moment(dueDay, 600 + 60 * below(9))
        : undefined;
      return {
        id: `t${i}`,
        durationMin,
        due,
        dueHard: due !== undefined && chance(options.dueHard, 0.1),
        earliest: random() < 0.15 ? moment(below(days), 540) : undefined,
        priority: ([1, 2, 3, 4] as const)[below(4)]!,
        dependsOn: i > 0 && chance(options.dependent, 0.2) ? [`t${below(i)}`] : undefined,
        splittable: durationMin >= 60 && chance(options.splittable, 0.5),
        minChunkMin: 15 * (1 + below(3)),
        energy: ENERGY[below(4)],
        project: PROJECTS[below(PROJECTS.length)],
        windows: chance(options.windows, 0.05)
          ? { mon: afternoon, wed: afternoon, fri: options.ownHours ? evening : afternoon }
          : undefined,
        ownHours: options.ownHours && chance(options.ownHours, 0) ? true : undefined,
        preferred: random() < 0.15 ? { hour: 9 + below(9), strength: random() } : undefined,
        pinnedStart: chance(options.pinned, 0.03) ? moment(below(days), 540 + 15 * below(30)) : undefined,
        series: options.series && chance(options.series, 0) ? `habit ${below(2)}` : undefined,
      };
    }),
    focusTime: options.focusTime
      ? Array.from({ length: days }, (_, day) => day)
          .filter(() => chance(options.focusTime, 0))
          .map((day) => ({ start: moment(day, 570), end: moment(day, 690) }))
      : undefined,
    profile: {
      energyByHour: [...MORNING_PERSON],
      focusMin: 90,
      breakMin: 10,
      switchCostMin: 8,
      bufferMin: 5,
    },
  };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
