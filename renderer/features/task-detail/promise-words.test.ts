import { expect, it } from 'vitest';
import { taskId } from '../../../core/ids.ts';
import { movesWords } from './promise-words.ts';

it('says what a promise would push out', () => {
  const id = taskId.parse('01900000-0000-7000-8000-000000000001');
  const day = { day: '2027-05-04', chance: 0.9 };
  const move = (title: string, to: string | null) => ({ taskId: id, title, to });
  expect(movesWords({ ...day, moves: [] }, '2027-05-03')).toBe('Nothing else has to move.');
  expect(
    movesWords({ ...day, moves: [move('Flights', '2027-05-07'), move('Audit', null)] }, '2027-05-03'),
  ).toBe('Moves Flights to Fri 7 May, Audit out of the days planned.');
  const many = ['a', 'b', 'c', 'd'].map((title) => move(title, '2027-05-05'));
  expect(movesWords({ ...day, moves: many }, '2027-05-03')).toContain('and 1 more');
});
