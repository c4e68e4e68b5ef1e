import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import type { Associations } from './associations.ts';
import { urgency } from './baseline.ts';

/** Columns that the trees see; the same for the population and for the person. */
export const PRIORITY_COLUMNS = [
  'urgency',
  'dueInDays',
  'overdue',
  'scheduledInDays',
  'priority',
  'ageDays',
  'durationLog',
  'energy',
  'deferrals',
  'blocking',
  'hour',
  'weekday',
  'sameProject',
  'shortest',
  'oldest',
  'mostUrgent',
  'liftDay',
  'liftHour',
  'liftToday',
  'liftLately',
] as const;
export const PRIORITY_SCHEMA_VERSION = 2;

/** Where a column stands in a row. */
export function columnOf(name: (typeof PRIORITY_COLUMNS)[number]): number {
  return PRIORITY_COLUMNS.indexOf(name);
}

/** Rows of one choice, row-major: what each open task looks like, also against the others. */
export function choiceRows(
  open: readonly OrderedTask[],
  moment: ChoiceMoment,
  associations: Associations,
): Float64Array {
  const cols = PRIORITY_COLUMNS.length;
  const rows = new Float64Array(open.length * cols);
  const durations = rankShares(open.map((t) => t.durationMin ?? 45));
  const ages = rankShares(open.map((t) => -t.ageDays));
  const urgencies = open.map(urgency);
  const urgent = rankShares(urgencies.map((u) => -u));
  open.forEach((task, i) => {
    const { day, hour, today, lately } = associations.of(task.project, moment);
    rows.set(
      [
        urgencies[i]!,
        task.dueInDays ?? Number.NaN,
        task.dueInDays !== null && task.dueInDays < 0 ? 1 : 0,
        task.scheduledInDays ?? Number.NaN,
        task.priority,
        task.ageDays,
        Math.log2(task.durationMin ?? 45),
        task.energy ?? Number.NaN,
        task.deferrals,
        task.blocking,
        moment.hour,
        moment.weekday,
        task.project !== null && task.project === moment.lastProject ? 1 : 0,
        durations[i]!,
        ages[i]!,
        urgent[i]!,
        day,
        hour,
        today,
        lately,
      ],
      i * cols,
    );
  });
  return rows;
}

/** For each value the share of the others that are smaller, 0–1. */
function rankShares(values: readonly number[]): number[] {
  const others = Math.max(1, values.length - 1);
  return values.map((v) => values.filter((w) => w < v).length / others);
}
