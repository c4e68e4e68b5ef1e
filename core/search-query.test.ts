import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchQuery, searchTerms } from './search-query.ts';
import { isReadableByModel } from './search-text.ts';

describe('parseSearchQuery', () => {
  it('tells priorities, projects and tags from words and phrases', () => {
    expect(parseSearchQuery('P2 tax #Home @"far away" "p1 #x" pap')).toEqual({
      words: ' tax   "p1 #x" pap',
      priorities: [2],
      names: [
        { kind: 'project', name: 'Home', part: '#Home' },
        { kind: 'tag', name: 'far away', part: '@"far away"' },
      ],
    });
    expect(parseSearchQuery('# @ p5 p12 a#b')).toMatchObject({ priorities: [], names: [] });
    expect(searchTerms('tax "of May" pap')).toEqual([
      { text: 'tax', isBeginning: false },
      { text: 'of May', isBeginning: false },
      { text: 'pap', isBeginning: true },
    ]);
    expect(searchTerms('pap ').at(-1)?.isBeginning).toBe(false);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(parseSearchQuery(query).words.length).toBeLessThanOrEqual(query.length);
      }),
    );
  });
});

describe('isReadableByModel', () => {
  it.each(['Buy milk', 'Gym', 'Zoë anrufen', 'Send 报告 to Anna'])('reads %s', (text) => {
    expect(isReadableByModel(text)).toBe(true);
  });
  it.each(['치과', '🎂', '🎂 2027', '', '!!', 'Молоко', 'QA 提交季度财务报表', 'x'.repeat(200)])(
    'does not read %s',
    (text) => {
      expect(isReadableByModel(text)).toBe(false);
    },
  );
});
