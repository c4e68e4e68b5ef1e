import { describe, expect, it } from 'vitest';
import { searchTerms } from './search-query.ts';
import { isReadableByModel } from './search-text.ts';

describe('searchTerms', () => {
  it('tells words and phrases, the last of which may be a beginning', () => {
    expect(searchTerms('tax "of May" pap')).toEqual([
      { text: 'tax', isBeginning: false },
      { text: 'of May', isBeginning: false },
      { text: 'pap', isBeginning: true },
    ]);
    expect(searchTerms('pap ').at(-1)?.isBeginning).toBe(false);
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
