/** How somebody works and what they write down of it. */
export const WORLDS = ['office', 'freelance', 'student', 'household', 'paper'] as const;
export type World = (typeof WORLDS)[number];

/** How people of a world work; chances are 0–1, times of day hours, lengths minutes. */
export interface Manner {
  /** Tasks that come up on a working day, on average. */
  readonly perDay: number;
  /** Chance to work on Monday … Sunday. */
  readonly week: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly lunch: boolean;
  /** Standard deviation of log2 actual over estimated. */
  readonly noise: number;
  readonly typicalMin: number;
  /** Standard deviation of log2 lengths. */
  readonly lengths: number;
  readonly dated: number;
  readonly window: readonly [number, number];
  readonly estimated: number;
  readonly tracked: number;
  readonly started: number;
  readonly planned: 'clock' | 'day' | 'never';
  readonly plainDays: boolean;
  /** Chance a day to give up something that has waited a week. */
  readonly givesUp: number;
  readonly saysDropped: boolean;
  readonly offset: string;
  readonly projects: readonly string[];
  readonly weights: readonly number[];
  readonly holidays: number;
}

export const MANNERS: Record<World, Manner> = {
  office: {
    perDay: 6,
    week: [1, 1, 1, 1, 1, 0.02, 0],
    from: 8.5,
    to: 17.5,
    lunch: true,
    noise: 0.5,
    typicalMin: 35,
    lengths: 0.8,
    dated: 0.35,
    window: [2, 12],
    estimated: 0.9,
    tracked: 0.9,
    started: 0.9,
    planned: 'clock',
    plainDays: false,
    givesUp: 0.05,
    saysDropped: true,
    offset: '+02:00',
    projects: ['Clients', 'Internal', 'Hiring', 'Reports', 'Team'],
    weights: [5, 3, 1, 2, 2],
    holidays: 1,
  },
  freelance: {
    perDay: 3.5,
    week: [0.9, 0.95, 0.9, 0.9, 0.8, 0.35, 0.3],
    from: 9,
    to: 21,
    lunch: false,
    noise: 0.8,
    typicalMin: 60,
    lengths: 1.1,
    dated: 0.5,
    window: [3, 21],
    estimated: 0.6,
    tracked: 0.8,
    started: 0.5,
    planned: 'never',
    plainDays: false,
    givesUp: 0.04,
    saysDropped: false,
    offset: 'Z',
    projects: ['Site', 'Magazine', 'Taxes', 'Pitches'],
    weights: [4, 3, 1, 1],
    holidays: 2,
  },
  student: {
    perDay: 4,
    week: [0.95, 0.95, 0.95, 0.95, 0.8, 0.5, 0.6],
    from: 10,
    to: 22,
    lunch: true,
    noise: 0.6,
    typicalMin: 50,
    lengths: 0.7,
    dated: 0.8,
    window: [3, 15],
    estimated: 0.5,
    tracked: 0.6,
    started: 0.7,
    planned: 'day',
    plainDays: false,
    givesUp: 0.06,
    saysDropped: true,
    offset: '-05:00',
    projects: ['Physics', 'History', 'Thesis', 'Flat', 'Choir'],
    weights: [3, 3, 3, 2, 1],
    holidays: 1,
  },
  household: {
    perDay: 5,
    week: [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8],
    from: 7,
    to: 22,
    lunch: false,
    noise: 0.7,
    typicalMin: 20,
    lengths: 0.7,
    dated: 0.2,
    window: [2, 9],
    estimated: 0.35,
    tracked: 0.4,
    started: 0.1,
    planned: 'day',
    plainDays: false,
    givesUp: 0.08,
    saysDropped: false,
    offset: '',
    projects: ['Kids', 'House', 'Garden'],
    weights: [4, 4, 2],
    holidays: 1,
  },
  paper: {
    perDay: 7,
    week: [1, 1, 1, 1, 0.95, 0.1, 0.05],
    from: 9,
    to: 17,
    lunch: true,
    noise: 0.6,
    typicalMin: 30,
    lengths: 0.6,
    dated: 0.3,
    window: [3, 14],
    estimated: 0.7,
    tracked: 0.7,
    started: 0,
    planned: 'day',
    plainDays: true,
    givesUp: 0.08,
    saysDropped: true,
    offset: '',
    projects: ['Ward', 'Papers', 'Teaching'],
    weights: [4, 2, 2],
    holidays: 1,
  },
};
