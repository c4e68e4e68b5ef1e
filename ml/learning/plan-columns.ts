import { DAY_MIN } from '../../core/time/units.ts';
import { durationSchema, wordsOf, type TaskFacts } from '../features/index.ts';
import type { Effect } from './online-logistic.ts';
import { NO_OUTLOOK, OUTLOOK_COLUMNS, type Outlook } from './outlook.ts';

/** Columns of `planColumns`, in order; days and counts are logarithms of one more. */
const PLAN_COLUMNS: readonly string[] = [
  'dueDays hasDue slackDays isTight planDays hasPlan planHour planWeekend words isVague length',
  'openTasks createdToday priority',
]
  .flatMap((names) => names.split(' '))
  .concat(OUTLOOK_COLUMNS);
export const PLAN_WIDTH = PLAN_COLUMNS.length;

/** What each column is about; reasons are given by group. */
export type PlanGroup = 'rhythm' | 'due' | 'plan' | 'hour' | 'vague' | 'length' | 'load' | 'priority';
export const PLAN_GROUPS: readonly PlanGroup[] = [
  ...(['due', 'due', 'due', 'due'] as const),
  ...(['plan', 'plan', 'hour', 'hour', 'vague', 'vague', 'length', 'load', 'load', 'priority'] as const),
  ...OUTLOOK_COLUMNS.map(() => 'rhythm' as const),
];

/** The middle of the day, from which hours are counted. */
const MIDDLE_HOUR = 12;
const VAGUE_WORDS = 2;
/** A deadline within this many days of the plan is tight. */
const TIGHT_DAYS = 1;
const HOUR_VARIANCE = 0.1;
const OPEN_TASKS = indexOf('openTasks');
const CREATED_TODAY = indexOf('createdToday');
const CENTRE = indexOf('cellCentre');

function indexOf(name: string): number {
  return durationSchema.columns.findIndex((column) => column.name === name);
}

/** When a task is due and planned for, how large and how clear it is; NaN where nothing is known. */
export function planColumns(
  facts: TaskFacts,
  features: ArrayLike<number>,
  outlook: Outlook = NO_OUTLOOK,
): number[] {
  const { createdLocalMin, dueInDays, plannedLocalMin = null, estimateMin, priority } = facts;
  const planDays = plannedLocalMin === null ? Number.NaN : (plannedLocalMin - createdLocalMin) / DAY_MIN;
  const slack = dueInDays === null ? Number.NaN : dueInDays - (Number.isNaN(planDays) ? 0 : planDays);
  const hour = plannedLocalMin === null ? Number.NaN : hourOf(plannedLocalMin);
  const words = wordsOf(facts.title).length;
  const rank = Number(priority);
  return [
    dueInDays === null ? Number.NaN : Math.log1p(Math.max(0, dueInDays)),
    dueInDays === null ? 0 : 1,
    Number.isNaN(slack) ? Number.NaN : Math.log1p(Math.max(0, slack)),
    Number.isNaN(slack) ? 0 : Number(slack < TIGHT_DAYS),
    Number.isNaN(planDays) ? Number.NaN : Math.log1p(Math.max(0, planDays)),
    plannedLocalMin === null ? 0 : 1,
    hour - MIDDLE_HOUR,
    plannedLocalMin === null ? Number.NaN : Number(weekdayOf(plannedLocalMin) > 4),
    Math.log1p(words),
    Number(words <= VAGUE_WORDS),
    estimateMin === null ? features[CENTRE]! : Math.log2(estimateMin),
    Math.log1p(Math.max(0, features[OPEN_TASKS]!)),
    Math.log1p(Math.max(0, features[CREATED_TODAY]!)),
    priority === null || Number.isNaN(rank) ? Number.NaN : rank,
    ...outlook,
  ];
}

/** The part of the day that a task is planned for, which need not count in one direction. */
export function planEffects({ user, plannedLocalMin = null }: TaskFacts): Effect[] {
  if (plannedLocalMin === null) return [];
  return [[`${user}|part ${Math.floor(hourOf(plannedLocalMin) / 3)}`, HOUR_VARIANCE]];
}

function hourOf(localMin: number): number {
  return (((localMin % DAY_MIN) + DAY_MIN) % DAY_MIN) / 60;
}

/** Monday 0; day 0 of 1970 was a Thursday. */
function weekdayOf(localMin: number): number {
  return (((Math.floor(localMin / DAY_MIN) + 3) % 7) + 7) % 7;
}
