import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { lexicalVector, vectorsOf } from './lexical-vector.ts';

const cosine = (a: string, b: string): number => {
  const [x, y] = [lexicalVector(a), lexicalVector(b)];
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
};

it('has the same direction for the same text, and hardly one in common for others', () => {
  const texts = ['会議の準備', '牛乳を買う', '🎂', '🦷', 'купить молоко', 'позвонить маме', 'ตัดผม'];
  for (const [i, one] of texts.entries()) {
    expect(cosine(one, one)).toBeCloseTo(1, 5);
    for (const other of texts.slice(i + 1)) expect(Math.abs(cosine(one, other))).toBeLessThan(0.25);
  }
  expect(cosine('会議の準備', '会議の資料')).toBeGreaterThan(0.4);
  expect(cosine('Купить молоко', 'купить Молоко')).toBeCloseTo(1, 5);
});

it('is of length one for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const vector = lexicalVector(text);
      expect(vector).toHaveLength(384);
      expect(vector.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
    }),
  );
});

it('asks the model only for what it can read, in the order of the texts', async () => {
  const asked: string[][] = [];
  const vectors = await vectorsOf(['Call Ann', '会議', 'Pay rent'], async (texts) => {
    asked.push(texts);
    return texts.map((_, i) => [i, 0, 0]);
  });
  expect(asked).toEqual([['Call Ann', 'Pay rent']]);
  expect(vectors).toEqual([[0, 0, 0], lexicalVector('会議'), [1, 0, 0]]);
  expect(await vectorsOf(['🎂'], () => Promise.reject(new Error('not asked')))).toHaveLength(1);
});
