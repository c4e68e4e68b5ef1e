import * as chrono from 'chrono-node';
import { titleOnly, type ParsedFields } from '../core/language.ts';
import { quantileOf } from '../core/statistics.ts';
import { readCorpus, type CorpusLine } from '../ml/language/corpus/corpus.ts';
import { differences } from '../ml/language/corpus/score.ts';
import { createLanguage, type Language } from '../ml/language/index.ts';
import {
  GERMAN,
  isRight,
  lineWith,
  meant,
  plainLines,
  SHORTCUTS,
  SimulatedPerson,
  type Words,
} from '../ml/language/personal/simulated-person.fixture.ts';
import type { Bench, BenchRow } from './types.ts';

const PARSE_MS = 3;
/** Least share of wholly right lines, per cent, by section of the corpus. `doubtful` has no target. */
const TARGETS: Readonly<Record<string, number>> = {
  dates: 95,
  times: 95,
  intervals: 95,
  durations: 98,
  deadlines: 95,
  recurrences: 92,
  quick: 93,
  plain: 97,
};

const heldBack = (): CorpusLine[] => readCorpus().filter((line) => line.heldBack);

/** Lines of 150 to 200 characters, put together from the corpus. */
function longLines(): string[] {
  const all = readCorpus();
  const text = (k: number): string => all[k % all.length]?.text ?? '';
  return Array.from({ length: 400 }, (_, k) =>
    `${text(k)} and ${text(k * 7 + 300)} then ${text(k * 13 + 500)} while ${text(k * 3 + 700)}`.slice(0, 200),
  );
}

/** Milliseconds that each line takes, sorted: the median of five rounds, so that what else the machine does counts less. */
function timesOf(lines: readonly string[], work: (line: string) => unknown): number[] {
  for (const line of lines) work(line);
  const rounds = lines.map((): number[] => []);
  for (let round = 0; round < 5; round++) {
    for (const [k, line] of lines.entries()) {
      const at = performance.now();
      work(line);
      rounds[k]?.push(performance.now() - at);
    }
  }
  return rounds.map((times) => times.sort((x, y) => x - y)[2] ?? Number.NaN).sort((x, y) => x - y);
}

const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin', locale: 'en-US' };

function speed(language: Language): BenchRow[] {
  const short = readCorpus().map((line) => line.text);
  const long = longLines();
  const instant = new Date('2027-03-03T09:00:00Z');
  const rows: BenchRow[] = [];
  for (const [name, lines] of [
    ['a corpus line', short],
    ['200 characters', long],
  ] as const) {
    const ours = timesOf(lines, (line) => language.parse(line, CTX));
    const theirs = timesOf(lines, (line) => chrono.parse(line, instant));
    for (const [label, q] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      rows.push({
        name: `parse ${name}, ${label}`,
        value: quantileOf(ours, q),
        unit: 'ms',
        budget: PARSE_MS,
        peer: { name: 'chrono-node (dates only)', value: quantileOf(theirs, q) },
      });
    }
  }
  return [...rows, growth(language, long)];
}

/** Time per character of a line ten times as long; 1 is exactly linear. */
function growth(language: Language, lines: readonly string[]): BenchRow {
  const perChar = (length: number): number => {
    const text = lines.join(' ').slice(0, length);
    const best = timesOf([text, text, text], (line) => language.parse(line, CTX))[0] ?? Number.NaN;
    return best / length;
  };
  return {
    name: 'parse 10,000 against 1,000 characters, per character',
    value: perChar(10_000) / perChar(1_000),
    unit: '×',
    budget: 2,
  };
}

/** What chrono-node alone makes of a line: its first result's day, time and end; the rest is the title. */
function chronoFields(line: CorpusLine): ParsedFields {
  const { now, locale } = line.context;
  const wall = new Date(`${now}:00`);
  const parser = locale === 'en-US' ? chrono.casual : chrono.en.GB;
  const found = parser.parse(line.text, wall, { forwardDate: true })[0];
  if (found === undefined) return titleOnly(line.text);
  const moment = (c: typeof found.start): string => {
    const pad = (n: number | null): string => String(n ?? 0).padStart(2, '0');
    const day = `${c.get('year') ?? 0}-${pad(c.get('month'))}-${pad(c.get('day'))}`;
    return c.isCertain('hour') ? `${day}T${pad(c.get('hour'))}:${pad(c.get('minute'))}` : day;
  };
  const start = moment(found.start);
  const before = line.text.slice(0, found.index).replace(/[\s,:]*(?:on|at|in|by|for|from)?\s*$/iu, '');
  const after = line.text.slice(found.index + found.text.length).replace(/^[\s,:]+/u, '');
  return {
    ...titleOnly(`${before} ${after}`.trim()),
    date: start.slice(0, 10),
    start: start.length > 10 ? start : null,
    end: found.end ? moment(found.end) : null,
  };
}

function accuracy(language: Language): BenchRow[] {
  const rows: BenchRow[] = [];
  const lines = heldBack();
  const share = (some: readonly CorpusLine[], read: (line: CorpusLine) => ParsedFields): number =>
    (100 * some.filter((line) => differences(line, read(line)).length === 0).length) / some.length;
  for (const category of new Set(lines.map((line) => line.category))) {
    const some = lines.filter((line) => line.category === category);
    rows.push({
      name: `held-back ${category}, wholly right (${some.length} lines)`,
      value: share(some, (line) => language.parse(line.text, line.context)),
      unit: '%',
      ...(TARGETS[category] === undefined ? {} : { budget: TARGETS[category] }),
      peer: { name: 'chrono-node alone', value: share(some, chronoFields) },
    });
  }
  return rows;
}

/** Expected calibration error over ten equal bins of confidence. */
function calibration(language: Language): BenchRow[] {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, right: 0, sure: 0 }));
  const lines = heldBack();
  for (const line of lines) {
    const got = language.parse(line.text, line.context);
    const bin = bins[Math.min(9, Math.floor(got.confidence * 10))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.sure += got.confidence;
    if (differences(line, got).length === 0) bin.right += 1;
  }
  const error = bins.reduce((sum, b) => sum + Math.abs(b.right - b.sure) / lines.length, 0);
  return [{ name: 'expected calibration error, held-back', value: error, unit: '', budget: 0.05 }];
}

/** Words of time in which a slip of one letter is made. */
const SLIPPED =
  'tomorrow evening morning minutes hours weeks through until every quarter between starting except weekend daily weekly jeden viertel nächste nächsten täglich spätestens zwischen stunden minuten'.split(
    ' ',
  );

/** Held-back lines of both languages, with the third letter of one word of time left out. */
function slippedLines(): CorpusLine[] {
  const lines = [...readCorpus(), ...readCorpus('corpus.de.txt')].filter((line) => line.heldBack);
  return lines.flatMap((line) =>
    SLIPPED.flatMap((word) => {
      const text = line.text.replace(
        new RegExp(`(?<=\\s)${word}(?=\\s)`, 'iu'),
        (m) => m.slice(0, 2) + m.slice(3),
      );
      return text === line.text ? [] : [{ ...line, text }];
    }),
  );
}

/** How often fields are right that are said to be, in lines of which a word of time may have been left over. */
function fieldCalibration(language: Language): BenchRow[] {
  const sure = { n: 0, right: 0, said: 0 };
  const asking = { n: 0, right: 0, said: 0 };
  for (const line of slippedLines()) {
    const got = language.parse(line.text, line.context);
    const wrong = new Set(differences(line, got).map((one) => one.split(':', 1)[0] ?? ''));
    for (const [field, said] of Object.entries(got.fieldConfidence ?? {})) {
      const names = field === 'date' ? ['date', 'start', 'end', 'clock'] : [field];
      const bin = said >= 0.9 ? sure : asking;
      bin.n += 1;
      bin.said += said;
      if (!names.some((name) => wrong.has(name))) bin.right += 1;
    }
  }
  const row = (name: string, { n, right, said }: typeof sure): BenchRow => ({
    name: `fields of lines with a slip, ${name} (${n}): right, against ${((100 * said) / n).toFixed(0)} % said`,
    value: (100 * right) / n,
    unit: '%',
  });
  return [row('taken at once', sure), row('asked about', asking)];
}

/** Forty shortcuts, three corrections each, five new lines each. */
function personal(language: Language, name: string, words?: Words): BenchRow[] {
  const person = new SimulatedPerson(language);
  for (let round = 0; round < 3; round++) {
    for (const [k, s] of SHORTCUTS.entries()) {
      const line = lineWith(s.phrase, k + round * 17, words);
      person.correct(line, meant(language, line, s));
    }
  }
  const trials = SHORTCUTS.flatMap((s, k) =>
    Array.from({ length: 5 }, (_, n) => ({ s, line: lineWith(s.phrase, 101 + k * 3 + n * 29, words) })),
  );
  const right = trials.filter(({ s, line }) => isRight(person.parse(line), meant(language, line, s))).length;
  const changed = plainLines(words).filter(
    (line) => JSON.stringify(person.parse(line)) !== JSON.stringify(language.parse(line, CTX)),
  );
  return [
    {
      name: `${name} lines with a learned shortcut, wholly right`,
      value: (100 * right) / trials.length,
      unit: '%',
      budget: 90,
    },
    { name: `${name} lines without one that changed`, value: changed.length, unit: 'lines', budget: 0 },
  ];
}

const benches: Bench[] = [
  { name: 'language: speed', run: () => Promise.resolve(speed(createLanguage())) },
  { name: 'language: accuracy', run: () => Promise.resolve(accuracy(createLanguage())) },
  {
    name: 'language: confidence',
    run: () => Promise.resolve([...calibration(createLanguage()), ...fieldCalibration(createLanguage())]),
  },
  {
    name: 'language: personal',
    run: () =>
      Promise.resolve([
        ...personal(createLanguage(), 'English'),
        ...personal(createLanguage(), 'German', GERMAN),
      ]),
  },
];

export default benches;
