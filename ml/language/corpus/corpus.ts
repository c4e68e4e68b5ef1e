import { readFileSync } from 'node:fs';

/** One line of the corpus with the fields it must yield; fields that are not named must be empty. */
export interface CorpusLine {
  category: string;
  text: string;
  title: string;
  /** `date`, `start`, …; lists joined by commas. `clock` is the time of day of a recurrence. */
  fields: Record<string, string>;
  /** When, where and in which locale it is read. */
  context: CorpusContext;
  /** Not looked at while the grammar was tuned. */
  heldBack: boolean;
}

export interface CorpusContext {
  now: string;
  tz: string;
  locale: string;
}

/** The moment a section is read at unless it says otherwise: a Wednesday morning. */
const NOW: CorpusContext = { now: '2027-03-03T10:00', tz: 'Europe/Berlin', locale: 'en-US' };

/** Lines the phrases of a section are put into; every phrase takes the next one. */
const CARRIERS: readonly string[] = [
  'Call the bank {}',
  '{} sort the receipts',
  'Prepare slides for Nora {}',
  'Clean the garage {}',
  'Send the contract to the lawyer {}',
];

/**
 * Reads a corpus, the English one unless another is named: `@section`, `@at now zone locale` within a section, `phrase => fields`, `= line => title ; fields`.
 * Every second line, counted within its section, is held back.
 */
export function readCorpus(file: 'corpus.txt' | 'corpus.de.txt' = 'corpus.txt'): CorpusLine[] {
  const source = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
  const out: CorpusLine[] = [];
  let category = '';
  let count = 0;
  let context = NOW;
  for (const raw of source.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('@at ')) {
      const [, now = '', tz = '', locale = ''] = line.split(' ');
      context = { now, tz, locale };
      continue;
    }
    if (line.startsWith('@') && !line.includes('=>')) {
      context = NOW;
      category = line.slice(1);
      count = 0;
      continue;
    }
    out.push({ ...readLine(category, line, count), context });
    count += 1;
  }
  return out;
}

function readLine(category: string, line: string, count: number): Omit<CorpusLine, 'context'> {
  const whole = line.startsWith('= ');
  const [left = '', right = ''] = (whole ? line.slice(2) : line).split(' => ');
  const parts = right.split(' ; ').map((p) => p.trim());
  const carrier = CARRIERS[count % CARRIERS.length] ?? '{}';
  const text = whole ? left : carrier.replace('{}', left);
  const title = whole ? (right === '' ? left : (parts.shift() ?? '')) : carrier.replace('{}', '').trim();
  const fields: Record<string, string> = {};
  for (const p of parts) {
    const eq = p.indexOf('=');
    if (eq > 0) fields[p.slice(0, eq)] = p.slice(eq + 1);
  }
  if (fields['start'] !== undefined) fields['date'] ??= fields['start'].slice(0, 10);
  return { category, text, title, fields, heldBack: count % 2 === 1 };
}
