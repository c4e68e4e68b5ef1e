/** What the demo person does. Minutes are the middle of what such a task takes them. */

export interface TaskKind {
  /** `{person}` and `{topic}` are filled in. */
  title: string;
  minutes: number;
  project: string | null;
  tags: string[];
  /** How often it comes up beside the others. */
  weight: number;
  energy?: 'low' | 'medium' | 'high';
  /** Done after work. */
  evening?: boolean;
}

export const projects: readonly { name: string; colour: number }[] = [
  { name: 'Work', colour: 0 },
  { name: 'Atlas', colour: 3 },
  { name: 'Home', colour: 5 },
  { name: 'Health', colour: 7 },
  { name: 'Learning', colour: 9 },
  { name: 'Garden', colour: 4 },
];

export const people = ['Julia', 'Marek', 'Ines', 'Tom', 'Priya', 'Lena'] as const;

export const topics = [
  'pricing page',
  'import wizard',
  'search index',
  'mobile layout',
  'billing emails',
  'access rights',
  'release notes',
  'customer survey',
  'load test',
  'data export',
] as const;

export const kinds: readonly TaskKind[] = [
  {
    title: 'Review pull request for {topic}',
    minutes: 35,
    project: 'Atlas',
    tags: ['code'],
    weight: 9,
    energy: 'medium',
  },
  {
    title: 'Write design note on {topic}',
    minutes: 95,
    project: 'Atlas',
    tags: ['deep', 'writing'],
    weight: 5,
    energy: 'high',
  },
  {
    title: 'Fix bug in {topic}',
    minutes: 80,
    project: 'Atlas',
    tags: ['code', 'deep'],
    weight: 8,
    energy: 'high',
  },
  { title: 'Test {topic} on staging', minutes: 50, project: 'Atlas', tags: ['code'], weight: 4 },
  { title: 'Plan next steps for {topic}', minutes: 40, project: 'Atlas', tags: [], weight: 3 },
  {
    title: 'Prepare slides for {person}',
    minutes: 70,
    project: 'Work',
    tags: ['writing'],
    weight: 4,
    energy: 'high',
  },
  {
    title: 'Answer mail from {person}',
    minutes: 15,
    project: 'Work',
    tags: ['mail'],
    weight: 12,
    energy: 'low',
  },
  { title: 'Clear the inbox', minutes: 25, project: 'Work', tags: ['mail'], weight: 8, energy: 'low' },
  { title: 'Write weekly report', minutes: 45, project: 'Work', tags: ['writing'], weight: 3 },
  { title: 'Expense report', minutes: 30, project: 'Work', tags: ['admin'], weight: 2, energy: 'low' },
  { title: 'Interview notes for {person}', minutes: 40, project: 'Work', tags: ['hiring'], weight: 2 },
  { title: 'Call {person} about {topic}', minutes: 25, project: 'Work', tags: ['call'], weight: 6 },
  { title: 'Check invoices', minutes: 55, project: 'Work', tags: ['admin'], weight: 2, energy: 'low' },
  {
    title: 'Groceries',
    minutes: 45,
    project: 'Home',
    tags: ['errand'],
    weight: 6,
    energy: 'low',
    evening: true,
  },
  {
    title: 'Clean the kitchen',
    minutes: 40,
    project: 'Home',
    tags: [],
    weight: 4,
    energy: 'low',
    evening: true,
  },
  { title: 'Laundry', minutes: 20, project: 'Home', tags: [], weight: 4, energy: 'low', evening: true },
  {
    title: 'Pay bills',
    minutes: 20,
    project: 'Home',
    tags: ['admin'],
    weight: 2,
    energy: 'low',
    evening: true,
  },
  {
    title: 'Run 5 km',
    minutes: 35,
    project: 'Health',
    tags: ['sport'],
    weight: 6,
    energy: 'high',
    evening: true,
  },
  {
    title: 'Stretching',
    minutes: 15,
    project: 'Health',
    tags: ['sport'],
    weight: 5,
    energy: 'low',
    evening: true,
  },
  {
    title: 'Read a chapter on {topic}',
    minutes: 50,
    project: 'Learning',
    tags: ['reading'],
    weight: 4,
    energy: 'medium',
    evening: true,
  },
  { title: 'Spanish lesson', minutes: 30, project: 'Learning', tags: [], weight: 5, evening: true },
  {
    title: 'Water the tomatoes',
    minutes: 10,
    project: 'Garden',
    tags: [],
    weight: 4,
    energy: 'low',
    evening: true,
  },
];

export interface Meeting {
  title: string;
  /** ISO weekdays, Monday 1. */
  days: readonly number[];
  start: string;
  end: string;
  everyWeeks?: number;
}

export const meetings: readonly Meeting[] = [
  { title: 'Standup', days: [1, 2, 3, 4, 5], start: '09:30', end: '09:45' },
  { title: 'Week planning', days: [1], start: '10:00', end: '11:00' },
  { title: 'Atlas sync', days: [2, 4], start: '15:00', end: '15:45' },
  { title: 'One-on-one with Julia', days: [3], start: '14:00', end: '14:30' },
  { title: 'Retrospective', days: [5], start: '14:00', end: '15:00', everyWeeks: 2 },
  { title: 'Lunch', days: [1, 2, 3, 4, 5], start: '12:15', end: '13:00' },
  { title: 'Customer call', days: [4], start: '11:00', end: '11:45', everyWeeks: 2 },
];
