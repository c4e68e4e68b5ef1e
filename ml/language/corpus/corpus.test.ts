import { beforeAll, describe, expect, it } from 'vitest';
import { createLanguage, type Language } from '../index.ts';
import { type CorpusLine, readCorpus } from './corpus.ts';
import { differences } from './score.ts';

let language: Language;
beforeAll(() => {
  language = createLanguage();
});

const HELD_BACK = readCorpus().filter((line) => line.heldBack);
const GERMAN = readCorpus('corpus.de.txt').filter((line) => line.heldBack);
const isRight = (line: CorpusLine): boolean =>
  differences(line, language.parse(line.text, line.context)).length === 0;

const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin' };

/** Least share of wholly right lines. */
const TARGETS = {
  dates: 0.95,
  times: 0.95,
  intervals: 0.95,
  durations: 0.98,
  deadlines: 0.95,
  recurrences: 0.92,
  quick: 0.93,
  plain: 0.97,
  composed: 0.97,
} as const;

describe('the held-back half of the corpus', () => {
  it.each(Object.entries(TARGETS))('reads %s wholly right often enough', (category, target) => {
    const lines = HELD_BACK.filter((line) => line.category === category);
    const right = lines.filter(
      (line) => differences(line, language.parse(line.text, line.context)).length === 0,
    );
    expect(lines.length).toBeGreaterThanOrEqual(30);
    expect(right.length / lines.length).toBeGreaterThanOrEqual(target);
  });

  it('is as right in German, and German plain titles stay', () => {
    const [plain, read] = [true, false].map((p) => GERMAN.filter((l) => (l.category === 'plain') === p));
    expect((read ?? []).filter(isRight).length / (read?.length ?? 1)).toBeGreaterThanOrEqual(0.93);
    expect((plain ?? []).filter(isRight).length / (plain?.length ?? 1)).toBeGreaterThanOrEqual(0.97);
  });

  it('reads every line in its own language, however the languages that are on are ordered', () => {
    for (const line of GERMAN) {
      const { title, date } = language.parse(line.text, line.context);
      const swapped = language.parse(line.text, { ...line.context, languages: ['de', 'en'] });
      expect(swapped).toMatchObject({ title, date });
    }
    for (const line of HELD_BACK) {
      const alone = language.parse(line.text, { ...line.context, languages: ['en'] });
      expect(language.parse(line.text, line.context)).toEqual(alone);
    }
    const only = language.parse('Zahnarzt morgen um 15 Uhr', { ...CTX, languages: ['en'] });
    expect(only.title).toBe('Zahnarzt morgen um 15 Uhr');
  });

  it('is kept as often as the confidence says', () => {
    const bins = new Map<number, { n: number; right: number; sure: number }>();
    for (const line of HELD_BACK) {
      const got = language.parse(line.text, line.context);
      const bin = bins.get(Math.floor(got.confidence * 10)) ?? { n: 0, right: 0, sure: 0 };
      bins.set(Math.floor(got.confidence * 10), bin);
      bin.n += 1;
      bin.sure += got.confidence;
      bin.right += differences(line, got).length === 0 ? 1 : 0;
    }
    const error = [...bins.values()].reduce(
      (sum, b) => sum + Math.abs(b.right - b.sure) / HELD_BACK.length,
      0,
    );
    expect(error).toBeLessThanOrEqual(0.05);
  });

  it('offers what it left plain in doubt', () => {
    const r = language.parse('buy 2 May flowers', { now: '2027-03-03T10:00', tz: 'Europe/Berlin' });
    expect(r.title).toBe('buy 2 May flowers');
    expect(r.alternatives).toEqual([
      {
        token: { kind: 'date', from: 4, to: 9, text: '2 May' },
        fields: { date: '2027-05-02', start: null, end: null },
        confidence: 0.3,
      },
    ]);
  });
});
