import type { TaskGrouping } from '../../core/domain/saved-filter.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';
import type { SqlValue } from '../sqlite.ts';

/** How the tasks `t` of the projects `p` and sections `c` fall into groups, as SQL. */
export interface GroupColumn {
  /** Tells the groups apart. */
  key: string;
  /** Puts them into their order. */
  rank: string;
  /** Parameters of the key, and of the rank likewise. */
  params: SqlValue[];
  /** The group's name on the wire. */
  name(key: string | number): string;
}

const DAY_GROUPS = ['overdue', 'today', 'tomorrow', 'week', 'nextWeek', 'later', 'never'];

export function groupColumn(by: TaskGrouping, today: string): GroupColumn {
  switch (by) {
    case 'none':
      return { key: `''`, rank: '1', params: [], name: String };
    case 'priority':
      return { key: 't.priority', rank: 't.priority', params: [], name: String };
    case 'project':
      return {
        key: `coalesce(t.project_id, '')`,
        rank: 't.project_id IS NULL, p.position IS NULL, p.position, p.name_key, p.id',
        params: [],
        name: String,
      };
    case 'section':
      return {
        key: `coalesce(c.id, '')`,
        rank: 'c.id IS NOT NULL, c.position, c.id',
        params: [],
        name: String,
      };
    case 'date':
    case 'deadline':
      return dayColumn(by === 'date' ? 't.day' : 'substr(t.deadline, 1, 10)', today);
  }
}

/** Days near the present one by themselves, the others by weeks. */
function dayColumn(day: string, today: string): GroupColumn {
  const sunday = addDays(today, 7 - weekdayOf(today));
  const key = `CASE WHEN ${day} IS NULL THEN 6 WHEN ${day} < ? THEN 0 WHEN ${day} = ? THEN 1 WHEN ${day} = ? THEN 2
    WHEN ${day} <= ? THEN 3 WHEN ${day} <= ? THEN 4 ELSE 5 END`;
  const params = [today, today, addDays(today, 1), sunday, addDays(sunday, 7)];
  return { key, rank: key, params, name: (index) => DAY_GROUPS[Number(index)] ?? 'never' };
}
