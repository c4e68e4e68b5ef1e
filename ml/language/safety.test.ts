import { array, assert, constantFrom, integer, oneof, property, record, string } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseResult } from '../../core/language.ts';
import { createLanguage, type Language } from './index.ts';

let language: Language;
beforeAll(() => {
  language = createLanguage();
});

const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin' };

/** Pieces that the grammar reacts to, to be put together in every order. */
const PIECES = [
  'tomorrow',
  'every',
  'every!',
  '3',
  '5pm',
  'at',
  'by',
  'from',
  'to',
  '-',
  '–',
  ',',
  'fri',
  'May',
  '31',
  'next',
  'week',
  '"',
  "'",
  '“',
  '#',
  '@',
  '+',
  '!',
  '!!!',
  '{',
  '}',
  '[30m]',
  '~',
  'for',
  '2h',
  'and',
  'a',
  'half',
  '1/2',
  '2027-05-03',
  '99999999999',
  'of',
  'the',
  'last',
  'until',
  'starting',
  'except',
  'weekends',
  'after',
  'before',
  'in',
  'days',
  'ago',
  'PST',
  'İ',
  'ﬀ',
  '👩‍👩‍👧',
  '\u0000',
  '\u202e',
  '\ud800',
  '٣',
  'p1',
  'with',
  'Julia',
  '*30',
  'https://x.y',
  '/a/b',
  'twice',
  'daily',
  'EOM',
  'mid',
  'Q3',
  'w32',
  '24:00',
  '25:61',
  '-1',
  '0',
  '1e9',
  '½',
  '…',
  '\n',
  '\t',
];

const text = oneof(
  array(constantFrom(...PIECES), { maxLength: 25 }).map((p) => p.join(' ')),
  array(constantFrom(...PIECES), { maxLength: 25 }).map((p) => p.join('')),
  string({ unit: 'binary', maxLength: 200 }),
  string({ unit: 'grapheme', maxLength: 120 }),
);

const now = record({
  y: integer({ min: 1990, max: 2090 }),
  m: integer({ min: 1, max: 12 }),
  d: integer({ min: 1, max: 28 }),
  h: integer({ min: 0, max: 23 }),
}).map(({ y, m, d, h }) => {
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${y}-${pad(m)}-${pad(d)}T${pad(h)}:30`;
});

const zone = constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
);

describe('parse on any text', () => {
  it('answers by its schema, with tokens that are slices, in order, apart', () => {
    assert(
      property(text, now, zone, (line, at, tz) => {
        const r = parseResult.parse(language.parse(line, { now: at, tz }));
        let end = 0;
        for (const t of r.tokens) {
          expect(t.from).toBeGreaterThanOrEqual(end);
          expect(t.to).toBeGreaterThan(t.from);
          expect(t.to).toBeLessThanOrEqual(line.length);
          expect(t.text).toBe(line.slice(t.from, t.to));
          end = t.to;
        }
        for (const a of r.alternatives) expect(a.token.text).toBe(line.slice(a.token.from, a.token.to));
        expect(r.title === '').toBe(line.trim() === '');
      }),
      { numRuns: 1_500 },
    );
  });

  it('answers any amount beside any anchor with days that exist', () => {
    const amount = constantFrom(
      'half a',
      '1.5',
      '0.3',
      'two and a half',
      '3',
      'a',
      '0',
      '5000',
      '99999',
      '1/4',
    );
    const unit = constantFrom(
      'day',
      'days',
      'week',
      'weeks',
      'fortnight',
      'months',
      'quarters',
      'years',
      'hours',
      'workdays',
    );
    const anchor = constantFrom(
      'tuesday',
      'monday',
      'tomorrow',
      '3 May',
      'next week',
      'end of month',
      'noon',
      'every day',
      '9999-12-31',
    );
    const order = constantFrom<(a: string, n: string, u: string) => string>(
      (a, n, u) => `call mum ${a} in ${n} ${u}`,
      (a, n, u) => `${n} ${u} after ${a}`,
      (a, n, u) => `${n} ${u} before ${a} pay`,
      (a, n, u) => `${n} ${u} from ${a}`,
      (a, n, u) => `pay ${a} for ${n} ${u}`,
      (a, n, u) => `${a} every ${n} ${u}`,
      (a, n, u) => `due ${a} in ${n} ${u}`,
      (a, n, u) => `not before ${n} ${u} from ${a}`,
    );
    assert(
      property(amount, unit, anchor, order, now, zone, (n, u, a, put, at, tz) => {
        parseResult.parse(language.parse(put(a, n, u), { now: at, tz }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives no weekday half a week of its own', () => {
    for (const line of ['call mum tuesday in half a week', 'monday in 1.5 weeks'])
      expect(language.parse(line, CTX).date).toMatch(/^2027-03-\d\d$/u);
    expect(language.parse('in 1.5 weeks', CTX).date).toBe('2027-03-14');
  });

  it('is a pure function of its arguments', () => {
    assert(
      property(text, now, (line, at) => {
        const ctx = { now: at, tz: 'Europe/Berlin' };
        expect(language.parse(line, ctx)).toEqual(language.parse(line, ctx));
      }),
      { numRuns: 200 },
    );
  });

  it('reads nothing inside quotes', () => {
    assert(
      property(
        array(constantFrom(...PIECES.filter((p) => !/["“'\n]/u.test(p))), {
          minLength: 1,
          maxLength: 8,
        }),
        (parts) => {
          const quoted = `"x ${parts.join(' ')}"`;
          const r = language.parse(`Read ${quoted} soon`, CTX);
          expect(r.tokens.filter((t) => t.kind !== 'literal')).toEqual([]);
          expect(r.title).toContain('"x');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('survives long and adversarial lines', () => {
    const lines = [
      '9'.repeat(100_000),
      '#'.repeat(100_000),
      '"'.repeat(20_000),
      '('.repeat(20_000),
      'every '.repeat(20_000),
      'a week from '.repeat(5_000),
      '3 days after '.repeat(5_000),
      '1,'.repeat(20_000),
      '@a '.repeat(5_000),
      '5pm-'.repeat(10_000),
      'mon, '.repeat(10_000),
      'for 2h and '.repeat(5_000),
      '"tomorrow" '.repeat(5_000),
      '\u0301'.repeat(20_000),
      ' '.repeat(100_000),
    ];
    for (const line of lines) {
      const r = language.parse(line, CTX);
      for (const t of r.tokens) expect(t.text).toBe(line.slice(t.from, t.to));
    }
  });

  it('keeps clicked-away stretches plain', () => {
    const r = language.parse('Read Friday by Ann tomorrow', { ...CTX, literals: [{ from: 19, to: 27 }] });
    expect(r).toMatchObject({ title: 'Read Friday by Ann tomorrow', date: null });
    expect(r.tokens).toContainEqual({ kind: 'literal', from: 19, to: 27, text: 'tomorrow' });
  });
});
