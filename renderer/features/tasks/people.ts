import type { Task } from '../../../core/domain/task.ts';

/** Open tasks with people, and those that wait for someone. */
export const PEOPLE_FILTER = '(open & has people) | waiting';

export interface Person {
  /** Empty where a task waits and does not say for whom. */
  name: string;
  /** Whether the name is that of a person on tasks, so that they can be listed by it. */
  known: boolean;
  /** What is waited for, the longest first. */
  waiting: Task[];
  /** What is to be done with them. */
  others: Task[];
}

/** Tasks by the people they wait for or are done with; those that something waits for come first. */
export function byPerson(tasks: readonly Task[]): Person[] {
  const people = new Map<string, Person>();
  const personOf = (name: string, known: boolean): Person => {
    const key = name.toLowerCase();
    const person = people.get(key) ?? { name, known, waiting: [], others: [] };
    person.known ||= known;
    people.set(key, person);
    return person;
  };
  for (const task of tasks) {
    const isWaiting = task.onHold === 'waiting';
    const named = isWaiting && task.waitingFor ? [task.waitingFor] : [];
    const among = new Set(named.map((name) => name.toLowerCase()));
    const names = [...named, ...task.people.filter((name) => !among.has(name.toLowerCase()))];
    for (const name of names.length > 0 ? names : [''])
      personOf(name, task.people.includes(name))[isWaiting ? 'waiting' : 'others'].push(task);
  }
  for (const { waiting } of people.values())
    waiting.sort((a, b) => ((a.waitingSince ?? '9') < (b.waitingSince ?? '9') ? -1 : 1));
  return [...people.values()].sort(
    (a, b) =>
      b.waiting.length - a.waiting.length || b.others.length - a.others.length || (a.name < b.name ? -1 : 1),
  );
}
