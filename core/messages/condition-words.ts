import type { Condition, DayField, Emptiable, Flag, Test } from '../filter/condition.ts';
import { lengthWords } from './length.ts';
import { dayWords } from './moment.ts';

/** What a filter asks, in plain words: "priority 1, not in Work, due by Sun 29 Nov". */
export function conditionWords(asked: Condition): string {
  return wordsOf(asked, false);
}

/** `nested`: part of a larger condition, so that alternatives need brackets. */
function wordsOf(asked: Condition, nested: boolean): string {
  switch (asked.kind) {
    case 'all':
      return bracketed(asked.of.map((part) => wordsOf(part, true)).join(', '), nested && asked.of.length > 1);
    case 'any':
      return bracketed(
        asked.of.map((part) => wordsOf(part, true)).join(' or '),
        nested && asked.of.length > 1,
      );
    case 'not':
      return asked.of.kind === 'empty'
        ? `with ${EMPTIABLE[asked.of.field]}`
        : `not ${wordsOf(asked.of, true)}`;
    default:
      return testWords(asked);
  }
}

function bracketed(words: string, needed: boolean): string {
  return needed ? `(${words})` : words;
}

function testWords(asked: Test): string {
  switch (asked.kind) {
    case 'priority':
      return `priority ${asked.level}`;
    case 'project':
      return `in ${asked.name}`;
    case 'tag':
      return `tagged ${asked.name}`;
    case 'person':
      return `with ${asked.name}`;
    case 'days':
      return daysWords(asked);
    case 'length':
      return `${COMPARISONS[asked.compare]} ${lengthWords(asked.minutes)}`;
    case 'energy':
      return `${asked.level} energy`;
    case 'status':
      return asked.status === 'dropped' ? 'won’t do' : asked.status;
    case 'flag':
      return FLAGS[asked.flag];
    case 'empty':
      return `no ${EMPTIABLE[asked.field]}`;
    case 'text':
      return `with the words “${asked.text}”`;
  }
}

function daysWords({ field, from, to }: Extract<Test, { kind: 'days' }>): string {
  const name = DAY_FIELDS[field];
  if (from !== null && from === to) return `${name} ${dayWords(from)}`;
  if (from === null) return to === null ? name : `${name} by ${dayWords(to)}`;
  return to === null ? `${name} from ${dayWords(from)}` : `${name} ${dayWords(from)} – ${dayWords(to)}`;
}

const COMPARISONS = { '<': 'under', '<=': 'at most', '>': 'over', '>=': 'at least' };

const DAY_FIELDS: Record<DayField, string> = {
  deadline: 'due',
  date: 'to do',
  created: 'added',
  done: 'done',
};

const FLAGS: Record<Flag, string> = {
  running: 'running',
  repeating: 'repeating',
  blocked: 'blocked',
  habit: 'from a habit',
  pinned: 'pinned',
  postponed: 'postponed',
  hardDeadline: 'with a hard deadline',
};

const EMPTIABLE: Record<Emptiable, string> = {
  project: 'project',
  tags: 'tags',
  people: 'people',
  deadline: 'deadline',
  date: 'day',
  length: 'length',
  energy: 'energy',
  notes: 'notes',
  dependencies: 'dependencies',
};
