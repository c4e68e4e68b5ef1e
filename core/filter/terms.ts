import type { Condition, DayField, Emptiable, Flag, Test } from './condition.ts';
import { readMinutes, readSpan } from './spans.ts';

/** What words mean in a filter, one term at a time. Words come in lower case. */

export interface Term {
  condition: Condition;
  /** How many words it is written with. */
  words: number;
}

type Reader = (words: readonly string[], today: string) => Term | null;

const one = (condition: Condition, words = 1): Term => ({ condition, words });

const EMPTIABLE: Record<string, Emptiable> = {
  project: 'project',
  tag: 'tags',
  tags: 'tags',
  people: 'people',
  person: 'people',
  deadline: 'deadline',
  due: 'deadline',
  day: 'date',
  date: 'date',
  length: 'length',
  duration: 'length',
  estimate: 'length',
  energy: 'energy',
  notes: 'notes',
  dependencies: 'dependencies',
};

const FLAGS: Record<string, Flag> = {
  running: 'running',
  started: 'running',
  repeating: 'repeating',
  recurring: 'repeating',
  blocked: 'blocked',
  habit: 'habit',
  habits: 'habit',
  pinned: 'pinned',
  postponed: 'postponed',
};

const STATUSES: Record<string, Extract<Test, { kind: 'status' }>['status']> = {
  open: 'open',
  done: 'done',
  finished: 'done',
  completed: 'done',
  dropped: 'dropped',
  someday: 'someday',
  waiting: 'waiting',
};

const DAY_FIELDS: Record<string, DayField> = {
  due: 'deadline',
  deadline: 'deadline',
  on: 'date',
  do: 'date',
  planned: 'date',
  created: 'created',
  added: 'created',
  done: 'done',
  finished: 'done',
  completed: 'done',
};

const COMPARISONS: ReadonlyArray<[readonly string[], Extract<Test, { kind: 'length' }>['compare']]> = [
  [['under'], '<'],
  [['less', 'than'], '<'],
  [['shorter', 'than'], '<'],
  [['over'], '>'],
  [['more', 'than'], '>'],
  [['longer', 'than'], '>'],
  [['up', 'to'], '<='],
  [['at', 'most'], '<='],
  [['at', 'least'], '>='],
];

const READERS: readonly Reader[] = [
  ([word = '']) => {
    const level = /^p([1-4])$/.exec(word)?.[1];
    return level === undefined ? null : one(priority(level));
  },
  ([word, level = '']) => (word === 'priority' && /^[1-4]$/.test(level) ? one(priority(level), 2) : null),
  ([word, field = '']) => {
    const named = EMPTIABLE[field];
    if (named === undefined) return null;
    const empty: Condition = { kind: 'empty', field: named };
    if (word === 'no' || word === 'without') return one(empty, 2);
    return word === 'has' || word === 'with' ? one({ kind: 'not', of: empty }, 2) : null;
  },
  ([first, second]) =>
    first === 'hard' && second === 'deadline' ? one({ kind: 'flag', flag: 'hardDeadline' }, 2) : null,
  ([level = '', word]) => (word === 'energy' ? energy(level) : null),
  ([word, level = '']) => (word === 'energy' ? energy(level) : null),
  (words) => {
    for (const [said, compare] of COMPARISONS) {
      if (!said.every((word, at) => words[at] === word)) continue;
      const length = readMinutes(words.slice(said.length));
      if (length) return one({ kind: 'length', compare, minutes: length.value }, said.length + length.words);
    }
    return null;
  },
  ([word], today) =>
    word === 'overdue'
      ? one({ kind: 'days', field: 'deadline', from: null, to: readSpan(['yesterday'], today)!.value.to })
      : null,
  (words, today) => {
    const field = DAY_FIELDS[words[0] ?? ''];
    const span = field && readSpan(words.slice(1), today);
    return span ? one({ kind: 'days', field, ...span.value }, span.words + 1) : null;
  },
  (words, today) => {
    const span = readSpan(words, today);
    return span && one({ kind: 'days', field: 'date', ...span.value }, span.words);
  },
  ([word]) => (word === 'due' ? one({ kind: 'not', of: { kind: 'empty', field: 'deadline' } }) : null),
  ([first, second]) => {
    const wont = first === 'won’t' || first === "won't" || first === 'wont';
    return wont && second === 'do' ? one({ kind: 'status', status: 'dropped' }, 2) : null;
  },
  ([word = '', next]) => {
    const status = STATUSES[word];
    if (status === undefined) return null;
    return one({ kind: 'status', status }, word === 'waiting' && next === 'for' ? 2 : 1);
  },
  ([word = '']) => {
    const flag = FLAGS[word];
    return flag === undefined ? null : one({ kind: 'flag', flag });
  },
  ([word]) => (word === 'any' || word === 'everything' ? one(EVERYTHING) : null),
];

/** Any status: the only way to say that a filter is not about open tasks alone. */
const EVERYTHING: Condition = {
  kind: 'any',
  of: [
    { kind: 'status', status: 'open' },
    { kind: 'not', of: { kind: 'status', status: 'open' } },
  ],
};

function priority(level: string): Condition {
  return { kind: 'priority', level: Number(level) as 1 | 2 | 3 | 4 };
}

function energy(level: string): Term | null {
  if (level !== 'low' && level !== 'medium' && level !== 'high') return null;
  return one({ kind: 'energy', level }, 2);
}

/** The term that the words begin with; the longest where several read them. Null when they begin with none. */
export function readTerm(words: readonly string[], today: string): Term | null {
  let best: Term | null = null;
  for (const reader of READERS) {
    const term = reader(words, today);
    if (term && term.words > (best?.words ?? 0)) best = term;
  }
  return best;
}

/** Terms as they are offered while one types. */
export const OFFERED: readonly string[] = [
  'today',
  'tomorrow',
  'this week',
  'next week',
  'this weekend',
  'overdue',
  'due today',
  'due tomorrow',
  'due this week',
  'due this weekend',
  'due next week',
  'due this month',
  'p1',
  'p2',
  'p3',
  'p4',
  'no project',
  'no tags',
  'no deadline',
  'no day',
  'no length',
  'has notes',
  'under 15 min',
  'under 30 min',
  'over 1h',
  'over 2h',
  'low energy',
  'medium energy',
  'high energy',
  'waiting',
  'someday',
  'done this week',
  'done',
  'created today',
  'created this week',
  'repeating',
  'blocked',
  'postponed',
  'running',
  'pinned',
];
