import { expect, it } from 'vitest';
import type { Task } from '../../../core/domain/task.ts';
import { readFilter } from '../../../core/filter/read.ts';
import { byPerson, PEOPLE_FILTER } from './people.ts';

const task = (id: string, people: string[], fields: Partial<Task> = {}): Task =>
  ({ id, people, onHold: null, waitingFor: null, waitingSince: null, ...fields }) as Task;

it('puts tasks under the people they wait for or are done with, what waits longest first', () => {
  const people = byPerson([
    task('a', ['Julia', 'Sam']),
    task('b', ['Julia'], { onHold: 'waiting', waitingFor: 'julia', waitingSince: '2027-05-03' }),
    task('c', [], { onHold: 'waiting', waitingFor: 'Julia', waitingSince: '2027-05-01' }),
    task('d', [], { onHold: 'waiting' }),
    task('e', ['Ana'], { onHold: 'waiting', waitingFor: 'the bank' }),
  ]);
  const ids = (tasks: readonly Task[]): string => tasks.map(({ id }) => id).join('');
  expect(people.map(({ name, known, waiting, others }) => [name, known, ids(waiting), ids(others)])).toEqual([
    ['Julia', true, 'cb', 'a'],
    ['', false, 'd', ''],
    ['Ana', true, 'e', ''],
    ['the bank', false, 'e', ''],
    ['Sam', true, '', 'a'],
  ]);
});

it('asks for a list that can be read', () => {
  expect(readFilter(PEOPLE_FILTER, { projects: [], tags: [], people: [] }, '2027-05-06').error).toBeNull();
});
