import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanguage } from './index.ts';
import { english } from './languages/english.ts';
import { german } from './languages/german.ts';

const language = createLanguage();
const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin' };

/** The closed list of words that may go without being in the title or in a token. */
const MAY_GO: ReadonlySet<string> = new Set([
  ...[...english.connecting, ...german.connecting].map((w) => w.replace('*', '')),
  ...'is are be will happens takes place goes runs lasts'.split(' '),
]);

const pieces = {
  en: {
    title: [
      'Call Bob',
      'water the plants',
      'Dinner',
      'report for Nora',
      'Buy 3 apples',
      'The recital is',
      'book 2049',
    ],
    time: [
      'tomorrow',
      'Friday',
      '5pm',
      'at noon',
      '6th June',
      'June',
      'next week',
      'at three twenty',
      'for 2h',
      'by Monday',
      'every day',
      'mon/wed/fri',
      '1 hour forty',
      '20ish minutes',
      'at 4',
      '(Thursday)',
      'two Fridays from now',
      '2pm Eastern',
      'on Christmas Eve',
      '3 weeks later',
      'in the morning',
    ],
    join: [
      '',
      'and',
      'or',
      'to',
      'through',
      'until',
      '-',
      ',',
      'on',
      'at',
      'in',
      'of',
      'the',
      'from',
      'last',
      'twice',
      'except',
    ],
  },
  de: {
    title: ['Oma anrufen', 'Bericht schreiben', 'Zahnarzt', 'Blumen gießen', '3 Kisten holen'],
    time: [
      'morgen',
      'am Freitag',
      'um 15 Uhr',
      'halb elf',
      'am 3.5.',
      '6. Juni',
      'nächste Woche',
      'für 2 Stunden',
      'bis Montag',
      'jeden Tag',
      'Mo/Mi/Fr',
      'in 14 Tagen',
      'Freitagabend',
      'alle drei Wochen',
      'heute früh',
      'KW 32',
      'an Silvester',
    ],
    join: ['', 'und', 'oder', 'bis', '-', ',', 'am', 'um', 'von', 'der', 'zum', 'außer', 'letzten'],
  },
};

const lineIn = ({ title, time, join }: (typeof pieces)['en']) =>
  tuple(
    constantFrom(...title),
    array(tuple(constantFrom(...join), constantFrom(...time)), { minLength: 1, maxLength: 4 }),
  ).map(([t, rest]) => [t, ...rest.flat()].filter((p) => p !== '').join(' '));

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

describe('a line of titles and times in any order', () => {
  it('loses no word: each is in the title, in a token, or a connecting word of the closed list', () => {
    assert(
      property(oneof(lineIn(pieces.en), lineIn(pieces.de)), (line) => {
        const { title, tokens } = language.parse(line, CTX);
        const kept = words(title);
        let at = 0;
        let rest = '';
        for (const t of tokens) {
          rest += ` ${line.slice(at, t.from)}`;
          at = t.to;
        }
        const lost = words(rest + line.slice(at)).filter((w) => {
          const k = kept.indexOf(w);
          if (k >= 0) kept.splice(k, 1);
          return k < 0 && !MAY_GO.has(w);
        });
        expect(lost, `${line} → ${title}`).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    'Dinner Friday 7pm last through',
    'Call Bob tomorrow monday',
    'gym friday 7am except',
    'Zahnarzt morgen Dienstag',
    'Exam 5 May until later',
  ])('is doubtful when words of time are left beside what was read: %s', (line) => {
    const { confidence, fieldConfidence } = language.parse(line, CTX);
    expect(confidence).toBeLessThan(0.9);
    expect(fieldConfidence?.date).toBeLessThan(0.9);
  });

  it('keeps a field sure whose own words are whole', () => {
    const { fieldConfidence } = language.parse('Report tomorrow monday by Friday 5pm', CTX);
    expect(fieldConfidence?.deadline).toBeGreaterThan(0.9);
    expect(fieldConfidence?.date).toBeLessThan(0.9);
  });
});
