import { describe, expect, it } from 'vitest';
import { parsedFields, titleOnly } from '../language.ts';
import { fieldsWith, initialFields, taskFields } from './task-fields.ts';
import { newTask } from './task-record.ts';
import { task, taskPatch } from './task.ts';

describe('the fields of a task', () => {
  it('give new tasks values that their own schemas accept', () => {
    const refused = Object.entries(initialFields()).filter(
      ([name, value]) => !taskFields[name as keyof typeof taskFields].type.safeParse(value).success,
    );
    expect(refused).toEqual([]);
  });

  it('take from hand nothing that the field can’t hold', () => {
    const samples = ['text', '', 'low', 1, 3.5, null, true, [], ['a'], '2027-05-03', '2027-05-03T09:00'];
    const unholdable = fieldsWith('byHand').flatMap((name) =>
      samples
        .map((sample) => taskFields[name].byHand.safeParse(sample))
        .filter(({ success, data }) => success && !taskFields[name].type.safeParse(data).success)
        .map(({ data }) => ({ name, data })),
    );
    expect(unholdable).toEqual([]);
  });

  it('are typed exactly where words can set them', () => {
    const ofHabitsAndRules = new Set(['timesPerWeek', 'dayPart', 'skipHolidays']);
    const read = Object.keys(parsedFields.shape).filter((name) => !ofHabitsAndRules.has(name));
    expect([...fieldsWith('typed')].sort()).toEqual(read.sort());
    expect(Object.keys(titleOnly('')).sort()).toEqual(read.sort());
  });

  it('share no list between two new tasks', () => {
    const made = { id: '01900000-0000-7000-8000-000000000001', at: 0, tz: 'UTC' } as Parameters<
      typeof newTask
    >[1];
    newTask('One', made).tags.push('a');
    expect(newTask('Two', made).tags).toEqual([]);
  });

  it('are what the schemas of tasks and of patches have', () => {
    expect(Object.keys(task.shape)).toEqual(Object.keys(taskFields));
    expect(Object.keys(taskPatch.shape)).toEqual(fieldsWith('byHand'));
  });
});
