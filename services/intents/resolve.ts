import type { Task } from '../../core/domain/task.ts';
import type { IntentObject } from '../../core/intents.ts';
import { foldText } from '../../core/search-text.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { Search } from '../search.ts';

/** Which of the person's tasks are meant: by the words of their titles, else by likeness, which only ever asks. */

/** Tasks that one sentence may change. */
export const MAX_TASKS = 500;
const SEARCHED = 30;
const MAX_CHOICES = 6;
/** Words from which a beginning is enough: "report" means "Reports", not "at" "Attic". */
const STEM = 4;
const LONGEST_ENDING = 3;
/** From this length on a word may be part of a compound: "Rechnung" in "Stromrechnung". */
const COMPOUND = 5;
const SMALL_WORDS: ReadonlySet<string> = new Set(
  'a an the my our of for to with and in on at der die das den dem des ein eine einen und mit fur von zum zur im am meine meinen'.split(
    ' ',
  ),
);

export interface Meant {
  tasks: Task[];
  /** One of them is meant, and it isn't known which. */
  ask: boolean;
}

const NO_MATCH: Meant = { tasks: [], ask: false };

export async function meantBy(
  ctx: ServiceContext,
  search: Search,
  object: IntentObject,
  requestTime: RequestTime,
): Promise<Meant> {
  return object.kind === 'all'
    ? { tasks: allOf(ctx, object, requestTime), ask: false }
    : titled(ctx, search, object.words);
}

function allOf(
  ctx: ServiceContext,
  object: IntentObject & { kind: 'all' },
  requestTime: RequestTime,
): Task[] {
  const { db } = ctx;
  const today = requestTime.local.slice(0, 10);
  const project =
    object.project === null
      ? undefined
      : db.projects.list().find(({ name }) => foldText(name) === foldText(object.project ?? ''));
  if (object.project !== null && project === undefined) return [];
  const page = db.tasks.list({
    status: 'open',
    withoutSessions: true,
    limit: 2_000,
    ...(project ? { projectId: project.id } : {}),
  });
  const { tag, day, overdue } = object;
  return page.tasks.filter(
    (task) =>
      (tag === null || task.tags.some((own) => foldText(own) === foldText(tag))) &&
      (day === null || task.date === day) &&
      (!overdue || (task.date ?? task.deadline?.slice(0, 10) ?? today) < today),
  );
}

async function titled(ctx: ServiceContext, search: Search, words: string): Promise<Meant> {
  const { results } = await search.find(words, SEARCHED, false);
  const stored = new Map(
    ctx.db.tasks.getMany(results.map(({ id }) => id)).map((task) => [task.id, task] as const),
  );
  const found = results.flatMap(({ id }) => stored.get(id) ?? []).filter(({ status }) => status === 'open');
  const same = onceASeries(found.filter(({ title }) => foldText(title).trim() === foldText(words).trim()));
  if (same.length > 0) return { tasks: same.slice(0, MAX_CHOICES), ask: same.length > 1 };
  const holding = onceASeries(found.filter(({ title }) => holds(title, words)));
  if (holding.length > 0) return { tasks: holding.slice(0, MAX_CHOICES), ask: holding.length > 1 };
  const alike = onceASeries(found.filter(({ id }) => results.some((hit) => hit.id === id && isAlike(hit))));
  return alike.length > 0 ? { tasks: alike.slice(0, MAX_CHOICES), ask: true } : NO_MATCH;
}

/**
 * Least score of a search by meaning alone: only what stands first is offered. A word that two titles share is no
 * likeness of what is asked.
 */
const isAlike = (hit: { matched: string; score: number }): boolean =>
  hit.matched === 'meaning' && hit.score > 0.48;

/** Of the sessions of one habit the next; another one can't be meant by its name. */
function onceASeries(tasks: readonly Task[]): Task[] {
  const seen = new Set<string>();
  return tasks
    .toSorted((a, b) => ((a.date ?? '9999') < (b.date ?? '9999') ? -1 : 1))
    .filter(({ habitId, recurrenceId }) => {
      const series = habitId ?? recurrenceId;
      if (series === null) return true;
      if (seen.has(series)) return false;
      seen.add(series);
      return true;
    });
}

const wordsOf = (text: string): string[] => foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether a title has all the words that were spoken, their endings aside. */
export function holds(title: string, spoken: string): boolean {
  const own = wordsOf(title);
  const asked = wordsOf(spoken).filter((word) => !SMALL_WORDS.has(word));
  return asked.length > 0 && asked.every((word) => own.some((one) => isSameWord(one, word)));
}

function isSameWord(own: string, spoken: string): boolean {
  if (own === spoken) return true;
  const [short, long] = own.length < spoken.length ? [own, spoken] : [spoken, own];
  if (short.length >= STEM && long.startsWith(short) && long.length - short.length <= LONGEST_ENDING)
    return true;
  return spoken.length >= COMPOUND && (own.endsWith(spoken) || own.startsWith(spoken));
}
