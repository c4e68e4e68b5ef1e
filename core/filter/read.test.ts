import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectId } from '../ids.ts';
import { say } from '../messages/index.ts';
import { conditionWords } from '../messages/condition-words.ts';
import { readFilter, type FilterNames } from './read.ts';
import { readSearch } from './search.ts';
import { completionsOf } from './suggest.ts';

/** A Thursday. */
const TODAY = '2026-11-26';
const id = (last: number) => projectId.parse(`01930000-0000-7000-8000-00000000000${last}`);
const names: FilterNames = {
  projects: [
    { id: id(1), name: 'Work' },
    { id: id(2), name: 'Side project' },
    { id: id(3), name: 'Workshop' },
  ],
  tags: ['phone', 'far away'],
  people: ['Julia'],
};
const words = (text: string): string => {
  const { condition, error } = readFilter(text, names, TODAY);
  return condition ? conditionWords(condition) : `! ${error ? say(error.message) : ''}`;
};

describe('readFilter', () => {
  it.each([
    ['p1 & !#Work & due this week', 'priority 1, not in Work, due Mon 23 Nov – Sun 29 Nov'],
    ['p1 or (overdue and not @phone)', 'priority 1 or (due by Wed 25 Nov, not tagged phone)'],
    ['p1 | p2 & today', 'priority 1 or (priority 2, to do Thu 26 Nov)'],
    ['#Side project p3', 'in Side project, priority 3'],
    ['@"far away" +julia', 'tagged far away, with Julia'],
    ['due before 24 Dec', 'due by Wed 23 Dec'],
    ['due after friday', 'due from Sat 28 Nov'],
    ['due 2 Jan', 'due Sat 2 Jan'],
    ['next 7 days', 'to do Thu 26 Nov – Wed 2 Dec'],
    ['last 2 weeks', 'to do Fri 13 Nov – Thu 26 Nov'],
    ['done last month', 'done Thu 1 Oct – Sat 31 Oct'],
    ['created since 2026-11-01', 'added from Sun 1 Nov'],
    ['under 15 min', 'under 15 min'],
    ['longer than 1h 30m', 'over 1h 30m'],
    ['at least 2 hours low energy', 'at least 2h, low energy'],
    ['no project', 'no project'],
    ['has notes', 'with notes'],
    ['waiting | someday', 'waiting or someday'],
    ['won’t do', 'won’t do'],
    ['!(blocked | repeating)', 'not (blocked or repeating)'],
    ['"call the bank"', 'with the words “call the bank”'],
  ])('reads %s', (text, meaning) => {
    expect(words(text)).toBe(meaning);
  });

  it.each([
    ['urgnt', 'There is no filter “urgnt”. Put words to look for in quotes: "urgnt"'],
    ['p1 & due this we', '“this we” is not finished: “this week”?'],
    ['ovrdue', 'There is no filter “ovrdue”. Did you mean “overdue”?'],
    ['length > 60', 'There is no filter “length”. Put words to look for in quotes: "length"'],
    ['#Wrok', 'There is no project “Wrok”. Did you mean “Work”?'],
    ['p1 &', 'Something is missing here, such as p1, #Project, @tag or due this week'],
    ['(p1', 'This bracket is not closed'],
    ['p1)', 'This bracket was not opened'],
    ['', 'Something is missing here, such as p1, #Project, @tag or due this week'],
  ])('says what is wrong with “%s”', (text, sentence) => {
    expect(words(text)).toBe(`! ${sentence}`);
  });

  it('takes any text, in spans that lie within it', () => {
    const part = fc.constantFrom(
      'p1',
      '&',
      '|',
      '!',
      '(',
      ')',
      '#Work',
      '#"',
      '@',
      'due',
      'this week',
      '"',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(part).map((all) => all.join(' ')),
        ),
        (text) => {
          const { condition, error, spans } = readFilter(text, names, TODAY);
          expect((condition === null) === (error !== null)).toBe(true);
          for (const { from, to } of [...spans, ...(error ? [error] : [])])
            expect(from >= 0 && from <= to && to <= text.length).toBe(true);
        },
      ),
    );
    expect(words('('.repeat(5_000))).toBe('! There are too many brackets');
  });
});

describe('readSearch', () => {
  const found = (text: string) => {
    const { words: left, condition } = readSearch(text, names, TODAY);
    return [left.trim().replaceAll(/\s+/g, ' '), condition && conditionWords(condition)];
  };

  it.each([
    [
      'P2 tax #Side @"far away" "p1 #x" pap',
      'tax "p1 #x" pap',
      'priority 2, in Side project, tagged far away',
    ],
    ['# @ p5 p12 a#b #Nowhere', '# @ p5 p12 a#b #Nowhere', null],
    ['p1 p2', '', 'priority 1 or priority 2'],
    ['dentist due this week', 'dentist', 'due Mon 23 Nov – Sun 29 Nov'],
    ['dentist & overdue & !#Work', 'dentist', 'due by Wed 25 Nov, not in Work'],
    ['#Work | #Workshop', '', 'in Work or in Workshop'],
    ['open account today', 'open account today', null],
    ['rent due', 'rent due', null],
    ['salt & pepper', 'salt pepper', null],
  ])('takes %s apart', (text, left, meaning) => {
    expect(found(text)).toEqual([left, meaning]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(readSearch(query, names, TODAY).words.length).toBeLessThanOrEqual(query.length);
      }),
    );
  });
});

describe('completionsOf', () => {
  const offered = (text: string, isWhole = false) =>
    completionsOf(text, isWhole, names).map((one) => one.text);

  it('completes the last part, and goes on from a filter that stands', () => {
    expect(offered('p1 & due this we')).toEqual(['p1 & due this week', 'p1 & due this weekend']);
    expect(offered('p1 & !#si')).toEqual(['p1 & !#"Side project"']);
    expect(offered('due this week', true)).toEqual(
      expect.arrayContaining(['due this weekend', 'due this week & p1', 'due this week & @phone']),
    );
    expect(offered('due this week', true)).not.toContain('due this week & due this week');
  });
});
