import { searchTokens } from '../../core/search-text.ts';
import { searchTerms, type SearchTerm } from '../../core/search-query.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import type { SearchFilter, SearchReader, WordHit } from './types.ts';

/**
 * Ranking reads the index for every hit. A word that stands in a third of 100,000 tasks would take several
 * tenths of a second, so only so many of the newest hits are ranked.
 */
const RANKED = 2_000;

/** A word in the title counts as much as this many in the notes. */
const TITLE_WEIGHT = 4;

/** Of a pasted text so many words, and so many pieces of one word, are looked for: more would narrow nothing. */
const MAX_TERMS = 40;
const MAX_PIECES = 60;

export const SEARCH_SQL = rankedSql('');

/** The plus keeps SQLite from asking the index again for each row that the filter lets through. */
function rankedSql(condition: string): string {
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
      const { condition, params } = conditionOf(filter);
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

/** Each list is "any of these"; the lists are joined by "and". */
function conditionOf(filter: SearchFilter | undefined): { condition: string; params: SqlValue[] } {
  const parts: string[] = [];
  const params: SqlValue[] = [];
  const add = (sql: (marks: string) => string, values: readonly (string | number)[]) => {
    parts.push(sql(values.map(() => '?').join(', ')));
    params.push(...values);
  };
  if (filter?.priorities.length) {
    add((marks) => `t.priority IN (${marks})`, filter.priorities);
  }
  for (const projects of filter?.projectIds ?? []) add((marks) => `t.project_id IN (${marks})`, projects);
  for (const tags of filter?.tags ?? []) {
    add(
      (marks) =>
        `t.rid IN (SELECT l.task_rid FROM task_tags l JOIN tags g USING (tag_id) WHERE g.name IN (${marks}))`,
      tags,
    );
  }
  return { condition: parts.join(' AND '), params };
}

/**
 * FTS5's expression for what a person typed. Every token is quoted, so that none of it is read as FTS5 syntax; terms
 * without a letter, digit or symbol find nothing in the index and are left out. Null when nothing is left.
 */
function matchExpression(terms: readonly SearchTerm[], includeDone: boolean): string | null {
  const phrases = new Set<string>();
  for (const { text, isBeginning } of terms) {
    if (phrases.size >= MAX_TERMS) break;
    const tokens = searchTokens(text).slice(0, MAX_PIECES);
    const last = tokens.at(-1);
    if (!last) continue;
    // The last sign of a run stands first in a pair wherever the run goes on.
    const isPrefix = isBeginning || last.isRunEnd;
    phrases.add(`"${tokens.map((token) => token.text).join(' ')}"${isPrefix ? '*' : ''}`);
  }
  if (phrases.size === 0) return null;
  const words = `{title notes} : (${[...phrases].join(' AND ')})`;
  return includeDone ? words : `${words} AND status : "open"`;
}
