import { describe, expect, it } from 'vitest';
import { aTask } from '../testing.ts';
import { choiceOf, lineOfTask, momentOf, orderedTasks, packVectors } from './examples.ts';

const DAY = 86_400_000;
const at = Date.parse('2027-05-03T08:00:00Z');
const requestTime = { at, tz: 'Europe/Berlin', local: '2027-05-03T10:00' };

describe('tasks in the words of the learners', () => {
  it('are lines of a history, without what no one said', () => {
    const task = aTask({ title: 'Pay rent', project: 'Home', createdAt: at, priority: 4, durationMin: 15 });
    expect(lineOfTask(task)).toMatchObject({
      title: 'Pay rent',
      project: 'Home',
      priority: null,
      estimateMin: 15,
      actualMin: null,
      createdAt: '2027-05-03T08:00:00.000Z',
      completedAt: null,
    });
    expect(lineOfTask(aTask({ priority: 2 })).priority).toBe(2);
  });

  it('carry their days to the deadline, and what waits for them', () => {
    const first = aTask({ deadline: '2027-05-05', createdAt: at - 3 * DAY });
    const second = aTask({ deadline: '2027-05-03T22:00', dependsOn: [first.id], energy: 'high' });
    const third = aTask({ date: '2027-05-01', earliest: '2027-05-04' });
    const [one, two, three] = orderedTasks([first, second, third], requestTime);
    expect(one).toMatchObject({ dueInDays: 2, ageDays: 3, blocking: 1, blocked: false, waiting: false });
    expect(two).toMatchObject({ dueInDays: 0.5, blocked: true, blocking: 0, energy: 3 });
    expect(three).toMatchObject({ dueInDays: null, scheduledInDays: -2, waiting: true });
    expect(momentOf(requestTime, 'Home')).toEqual({ hour: 10, weekday: 1, lastProject: 'Home' });
  });

  it('pack vectors in order, zeros for none', () => {
    const bytes = Buffer.from(packVectors([null, new Float32Array(384).fill(0.5)]), 'base64');
    const numbers = new Float32Array(new Uint8Array(bytes).buffer);
    expect(numbers).toHaveLength(2 * 384);
    expect([numbers[0], numbers[383], numbers[384], numbers[767]]).toEqual([0, 0, 0.5, 0.5]);
  });
});

describe('what someone chose among', () => {
  it('is everything that could have been done as well', () => {
    const chosen = aTask({});
    const other = aTask({});
    const blocked = aTask({ dependsOn: [other.id] });
    const later = aTask({ earliest: '2027-06-01' });
    const choice = choiceOf(chosen, [other, blocked, later, chosen], requestTime, null);
    expect(choice?.chosenId).toBe(chosen.id);
    expect(choice?.open.map((task) => task.id).sort()).toEqual([chosen.id, other.id].sort());
  });

  it('is no choice when the task has its time, or when there is nothing else', () => {
    const chosen = aTask({});
    expect(choiceOf(chosen, [chosen], requestTime, null)).toBeNull();
    const fixed = aTask({ start: '2027-05-03T10:00' });
    expect(choiceOf(fixed, [fixed, chosen], requestTime, null)).toBeNull();
  });

  it('remembers at most 25, the urgent ones first', () => {
    const chosen = aTask({});
    const many = Array.from({ length: 60 }, (_, i) => aTask({ deadline: i < 5 ? '2027-05-03' : null }));
    const choice = choiceOf(chosen, [...many, chosen], requestTime, null)!;
    expect(choice.open).toHaveLength(25);
    const urgent = many.slice(0, 5).map((task) => task.id as string);
    expect(choice.open.map((task) => task.id)).toEqual(expect.arrayContaining(urgent));
  });
});
