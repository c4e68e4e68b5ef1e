import type { CaptureObservation, ParsedFields, VocabularyRule } from '../../../core/language.ts';
import type { Language } from '../index.ts';
import { learnVocabulary } from './learn.ts';

/** A private way of saying something, and what the person means by it. */
export interface Shortcut {
  phrase: string;
  /** What the title says instead; absent when the title keeps the shortcut, empty when it is dropped. */
  title?: string;
  project?: string;
  tags?: string[];
  people?: string[];
  durationMin?: number;
  priority?: 1 | 2 | 3 | 4;
  time?: string;
}

/** Forty shortcuts of every kind: abbreviations, signs, initials, nicknames, a few everyday words. */
export const SHORTCUTS: readonly Shortcut[] = [
  { phrase: 'stdup', title: 'standup', project: 'Team', durationMin: 15 },
  { phrase: 'mtg', title: 'meeting', durationMin: 30 },
  { phrase: 'w/ J', title: 'with Julia', people: ['Julia'], project: 'Atlas' },
  { phrase: 'c/b', title: 'call back', durationMin: 10 },
  { phrase: '@@', title: '', project: 'Office' },
  { phrase: 'gm', title: 'gym', time: '07:00', durationMin: 60 },
  { phrase: 'f/u', title: 'follow up', tags: ['followup'] },
  { phrase: 'wkly', title: 'weekly review', project: 'Planning', durationMin: 45 },
  { phrase: '1on1', title: 'one-on-one', durationMin: 30, tags: ['people'] },
  { phrase: 'grc', title: 'groceries', project: 'Home', tags: ['errand'] },
  { phrase: 'dr', title: 'doctor', priority: 1 },
  { phrase: 'inv', title: 'invoice', project: 'Finance' },
  { phrase: 'kita', project: 'Family' },
  { phrase: 'xx', title: '', priority: 1 },
  { phrase: 'zz', title: '', priority: 4 },
  { phrase: 'dw', title: 'deep work', durationMin: 90, tags: ['focus'] },
  { phrase: 'q&a', title: 'questions and answers', durationMin: 20 },
  { phrase: '->', title: '', tags: ['delegated'] },
  { phrase: 'lnch', title: 'lunch', time: '12:30' },
  { phrase: 'blg', title: 'blog post', project: 'Writing' },
  { phrase: 'hw', title: 'homework', project: 'School', durationMin: 40 },
  { phrase: 'rvw', title: 'review', durationMin: 25 },
  { phrase: 'pplan', title: 'project plan', project: 'Atlas' },
  { phrase: 'ph', title: 'phone', durationMin: 5 },
  { phrase: 'big M', title: 'Marta', people: ['Marta'] },
  { phrase: 'nb', title: '', tags: ['note'] },
  { phrase: 'vac', title: 'vacuum', project: 'Home', durationMin: 30 },
  { phrase: 'pt', title: 'physio', time: '18:00', project: 'Health' },
  { phrase: 'exp', title: 'expenses', project: 'Finance', durationMin: 15 },
  { phrase: 'obsd', title: 'Obsidian', tags: ['notes'] },
  { phrase: 'k8s', project: 'Platform', tags: ['ops'] },
  { phrase: 'retro', project: 'Team', durationMin: 60 },
  { phrase: 'spk', title: 'spike', tags: ['research'], durationMin: 120 },
  { phrase: 'choir', project: 'Music', time: '19:30' },
  { phrase: 'allot', title: 'allotment', project: 'Garden' },
  { phrase: 'ptm', title: 'parents evening', project: 'School', priority: 2 },
  { phrase: 'bday', title: 'birthday', tags: ['family'] },
  { phrase: 'pr', title: 'pull request', project: 'Code', durationMin: 20 },
  { phrase: 'stk', title: 'stakeholders', people: ['Ines', 'Omar'] },
  { phrase: 'wfh', project: 'Office', tags: ['home'] },
];

export type Words = { before: string[]; after: string[]; when: string[]; plain: string[] };

const BEFORE = [
  'prepare',
  'call about',
  'finish',
  'sort',
  'notes for',
  'report on',
  'plan',
  'check',
  'email Nora',
  'book',
  'update',
  'pay',
];
const AFTER = [
  'budget',
  'the report',
  'with the client',
  'notes',
  'for Mark',
  'about the contract',
  'slides',
  'call',
  'the team list',
  'agenda',
];
const WHEN = ['', 'tomorrow', 'friday', 'on Monday', 'next week', 'by Friday', '3 May', 'in 3 days'];

const ENGLISH: Words = {
  before: BEFORE,
  after: AFTER,
  when: WHEN,
  plain: ['', 'tomorrow at 5pm', 'every Monday', 'for 30 min', '#work', 'p2', 'with Julia', 'by 3 May'],
};

/** The same person, typing German. */
export const GERMAN: Words = {
  before: [
    'Bericht zu',
    'wegen',
    'Notizen für',
    'Termin mit',
    'Liste für',
    'Angebot an',
    'Plan für',
    'Fragen zu',
    'Post von',
    'Unterlagen für',
    'Rechnung von',
    'Übersicht zu',
  ],
  after: [
    'Budget prüfen',
    'vorbereiten',
    'mit dem Kunden besprechen',
    'Notizen schreiben',
    'für Markus erledigen',
    'wegen Vertrag anrufen',
    'Folien kopieren',
    'bezahlen',
    'für die Schule kaufen',
    'planen',
  ],
  when: ['', 'morgen', 'am Freitag', 'am Montag', 'nächste Woche', 'bis Freitag', 'am 3. Mai', 'in 3 Tagen'],
  plain: [
    '',
    'morgen um 17 Uhr',
    'jeden Montag',
    'für 30 Minuten',
    '#arbeit',
    'p2',
    'mit Julia',
    'bis zum 3. Mai',
  ],
};

/** A line with the shortcut among everyday words; `n` picks the words. */
export function lineWith(phrase: string, n: number, words: Words = ENGLISH): string {
  const pick = (list: readonly string[], k: number): string => list[k % list.length] ?? '';
  const parts = [
    n % 3 === 0 ? '' : pick(words.before, n * 5 + 1),
    phrase,
    n % 4 === 1 ? '' : pick(words.after, n * 7 + 3),
    pick(words.when, n * 3),
  ];
  return parts.filter((p) => p !== '').join(' ');
}

/** Everyday lines that use no shortcut. */
export function plainLines(words: Words = ENGLISH): string[] {
  const out: string[] = [];
  for (let n = 0; n < 240; n++) {
    out.push(
      [words.before[n % 12], words.after[(n * 7) % 10], words.plain[n % 8]]
        .filter((p) => p !== undefined && p !== '')
        .join(' '),
    );
  }
  return out;
}

const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin', locale: 'en-US' };

/** What the person would have the line be. */
export function meant(language: Language, text: string, s: Shortcut): ParsedFields {
  const at = text.toLowerCase().indexOf(s.phrase.toLowerCase());
  const literal = language.parse(text, { ...CTX, literals: [{ from: at, to: at + s.phrase.length }] });
  const parsed: ParsedFields = { ...literal };
  if (s.title !== undefined) {
    const title = ` ${parsed.title} `
      .replace(` ${s.phrase} `, ` ${s.title} `)
      .replaceAll(/\s+/gu, ' ')
      .trim();
    parsed.title = title === '' ? text : title;
  }
  if (s.project !== undefined) parsed.project ??= s.project;
  parsed.tags = [...new Set([...parsed.tags, ...(s.tags ?? [])])];
  parsed.people = [...new Set([...parsed.people, ...(s.people ?? [])])];
  parsed.durationMin ??= s.durationMin ?? null;
  parsed.priority ??= s.priority ?? null;
  if (s.time !== undefined && parsed.start === null && parsed.deadline === null) {
    parsed.date ??= s.time > CTX.now.slice(11) ? '2027-03-03' : '2027-03-04';
    parsed.start = `${parsed.date}T${s.time}`;
  }
  return parsed;
}

const FIELDS = ['title', 'project', 'tags', 'people', 'durationMin', 'priority', 'start'] as const;

/** Whether a reading is what was meant in every field the shortcuts touch. */
export const isRight = (got: ParsedFields, want: ParsedFields): boolean =>
  FIELDS.every((f) => JSON.stringify(got[f]).toLowerCase() === JSON.stringify(want[f]).toLowerCase());

/** Someone who types, looks, and puts right field by field what was not meant. */
export class SimulatedPerson {
  readonly language: Language;
  rules: VocabularyRule[] = [];
  state: string | null = null;
  #at = 1_800_000_000_000;

  constructor(language: Language) {
    this.language = language;
  }

  parse(text: string): ParsedFields & { appliedRules: string[] } {
    return this.language.parse(text, { ...CTX, vocabulary: this.rules });
  }

  /** Types a line and corrects it, one edit per field. */
  correct(text: string, want: ParsedFields): void {
    let now: ParsedFields = this.parse(text);
    for (const field of FIELDS) {
      if (JSON.stringify(now[field]) === JSON.stringify(want[field])) continue;
      const kept: ParsedFields = { ...now, [field]: want[field] };
      if (field === 'start') kept.date = want.date;
      this.observe({ text, parsed: now, kept, at: (this.#at += 5_000) });
      now = kept;
    }
  }

  observe(observation: CaptureObservation): void {
    const learned = learnVocabulary({ state: this.state, rules: this.rules, observations: [observation] });
    this.rules = learned.rules;
    this.state = learned.state;
  }
}
