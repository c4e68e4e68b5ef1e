import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type { SearchReader, WordHit } from '../types/system.ts';

/**
 * Ranking reads the index for every hit. A word that stands in a third of 100,000 tasks would take several
 * tenths of a second, so only so many of the newest hits are ranked.
 */
const RANKED = 2_000;

/** A word in the title counts as much as this many in the notes. */
const TITLE_WEIGHT = 4;

export const SEARCH_SQL = `
SELECT t.id, t.title, t.status, s.rank FROM (
  SELECT rowid AS rid, bm25(task_search, ${TITLE_WEIGHT}.0, 1.0, 0.0) AS rank
  FROM task_search WHERE task_search MATCH ? ORDER BY rowid DESC LIMIT ${RANKED}
) s JOIN tasks t ON t.rid = s.rid ORDER BY s.rank, s.rid DESC LIMIT ?`;

export function searchReader(db: Connection): SearchReader {
  return {
    words: (query, options = {}) => {
      const match = matchExpression(query, options.includeDone ?? true);
      if (match === null) return [];
      const rows = db.all<{ id: string; title: string; status: WordHit['status']; rank: number }>(
        SEARCH_SQL,
        match,
        options.limit ?? 20,
      );
      const best = rows[0]?.rank ?? -1;
      return rows.map((row) => ({
        taskId: row.id as TaskId,
        title: row.title,
        status: row.status,
        // bm25 is negative and better when smaller.
        score: best === 0 ? 1 : Math.min(1, row.rank / best),
      }));
    },
  };
}

/**
 * FTS5's expression for what a person typed. Every term is quoted, so that none of it is read as FTS5 syntax; terms
 * without a letter or digit find nothing in the index and are left out. Null when nothing is left.
 */
function matchExpression(query: string, includeDone: boolean): string | null {
  const terms: string[] = [];
  const pattern = /"([^"]*)"|([^\s"]+)/gu;
  const text = query.replaceAll('\0', ' ');
  for (const found of text.matchAll(pattern)) {
    const term = found[1] ?? found[2] ?? '';
    if (!/[\p{L}\p{N}\p{Co}]/u.test(term)) continue;
    const isLast = found.index + found[0].length === text.trimEnd().length;
    const isPrefix = isLast && found[2] !== undefined && text === text.trimEnd();
    terms.push(`"${term}"${isPrefix ? '*' : ''}`);
  }
  if (terms.length === 0) return null;
  const words = `{title notes} : (${terms.join(' AND ')})`;
  return includeDone ? words : `${words} AND status : "open"`;
}
