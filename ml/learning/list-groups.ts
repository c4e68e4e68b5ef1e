import { LIST_COLUMNS } from './list-features.ts';

/** What a column is about; reasons are given by group. */
export type ListGroup = 'recent' | 'labels' | 'title' | 'load' | 'weekday';
const GROUP_OF: Readonly<Record<string, ListGroup>> = {
  ...named('recent', 'recentDay recentWeek recentMonth dayBefore gap todaysMean'),
  ...named('labels', 'labels labelMean labelLeast labelMost labelWeek labelCount labelsSince labelsLastTime'),
  ...named('load', 'place placeInUsual usualLength sameTitleToday sameLabelToday sameLabelsToday freshToday'),
  ...named('weekday', 'weekend weekday'),
};
/** The group of each column; what isn't listed is about the title. */
export const LIST_GROUPS: readonly ListGroup[] = LIST_COLUMNS.map((name) => GROUP_OF[name] ?? 'title');

function named(group: ListGroup, names: string): Record<string, ListGroup> {
  return Object.fromEntries(names.split(' ').map((name) => [name, group]));
}
