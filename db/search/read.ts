import { searchTerms } from '../../core/search-query.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import { conditionClause } from '../tasks/conditions.ts';
import { matchExpression } from './expression.ts';
import type { SearchReader, WordHit } from './types.ts';

/**
 * Ranking reads the index for every hit. A word that stands in a third of 100,000 tasks would take several
 * tenths of a second, so only so many of the newest hits are ranked.
 */
const RANKED = 2_000;

/** A word in the title counts as much as this many in the notes. */
const TITLE_WEIGHT = 4;

/** Ranked hits of a match, newest first, of the tasks that `condition` lets through. The plus keeps SQLite from asking the index again for each row that the filter lets through. */
export function rankedSql(condition: string): string {
  return `
SELECT t.id, t.title, t.status, s.rank FROM (
  SELECT rowid AS rid, bm25(task_search, ${TITLE_WEIGHT}.0, 1.0, 0.0) AS rank
  FROM task_search WHERE task_search MATCH ? ${condition && `AND +rowid IN (SELECT t.rid FROM tasks t WHERE ${condition})`}
  ORDER BY rowid DESC LIMIT ${RANKED}
) s JOIN tasks t ON t.rid = s.rid ORDER BY s.rank, s.rid DESC LIMIT ?`;
}

interface HitRow {
  id: string;
  title: string;
  status: WordHit['status'];
  rank: number;
}

export function searchReader(db: Connection): SearchReader {
  return {
    words: (words, { limit = 20, includeDone = true, filter } = {}) => {
      const { sql: condition, params } = filter
        ? conditionClause(filter.condition, filter.tz)
        : { sql: '', params: [] };
      const terms = searchTerms(words);
      const match = matchExpression(terms, includeDone);
      if (match === null) {
        if (condition === '' || terms.length > 0) return [];
        const open = includeDone ? '' : `AND t.status = 'open'`;
        return toHits(
          db.all<HitRow>(
            `SELECT t.id, t.title, t.status, -1 AS rank FROM tasks t WHERE ${condition} ${open}
             ORDER BY t.status <> 'open', t.rid DESC LIMIT ?`,
            ...params,
            limit,
          ),
        );
      }
      return toHits(db.all<HitRow>(rankedSql(condition), match, ...params, limit));
    },
  };
}

function toHits(rows: readonly HitRow[]): WordHit[] {
  const best = rows[0]?.rank ?? -1;
  return rows.map((row) => ({
    taskId: row.id as TaskId,
    title: row.title,
    status: row.status,
    // bm25 is negative and better when smaller.
    score: best === 0 ? 1 : Math.min(1, row.rank / best),
  }));
}
