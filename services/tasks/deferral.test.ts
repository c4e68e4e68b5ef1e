import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import { aTask } from '../testing.ts';
import { deferral } from './deferral.ts';

const TODAY = '2027-05-03';
const TOMORROW = '2027-05-04';

function after(task: Partial<Task>, until: string, stands: string | null = null) {
  const answer = deferral(aTask(task), until, stands, TODAY);
  return answer && { ...answer.change, later: answer.later };
}

describe('putting a task on another day', () => {
  it('takes a typed time along, and lets go of a pin that was for the day before', () => {
    const timed = { date: TODAY, start: `${TODAY}T16:00`, end: `${TODAY}T17:30` };
    const moved = { date: TOMORROW, start: `${TOMORROW}T16:00`, end: `${TOMORROW}T17:30`, pinnedStart: null };
    expect(after(timed, TOMORROW)).toMatchObject({ ...moved, later: true });
    expect(after({ date: TODAY, pinnedStart: `${TODAY}T11:00` }, TOMORROW)).toMatchObject({
      pinnedStart: null,
      later: true,
    });
  });

  it('does nothing to what stands there already, and only names the day of what the plan has there', () => {
    expect(after({ date: TOMORROW, start: `${TOMORROW}T16:00` }, TOMORROW)).toBeNull();
    expect(after({ date: TOMORROW, pinnedStart: `${TOMORROW}T11:00` }, TOMORROW)).toBeNull();
    expect(after({ date: TOMORROW }, TOMORROW, `${TOMORROW}T09:00`)).toBeNull();
    expect(after({ pinnedStart: `${TOMORROW}T11:00` }, TOMORROW)).toEqual({ date: TOMORROW, later: false });
    expect(after({}, TOMORROW, `${TOMORROW}T09:00`)).toEqual({ date: TOMORROW, later: false });
  });

  it('counts as put off only when it goes to a later day', () => {
    expect(after({}, TOMORROW, `${TODAY}T09:00`)?.later).toBe(true);
    expect(after({}, TOMORROW)?.later).toBe(true);
    expect(after({ date: '2027-05-07', earliest: '2027-05-07' }, TOMORROW)).toMatchObject({
      date: TOMORROW,
      earliest: null,
      later: false,
    });
    expect(after({ date: TODAY, earliest: '2027-05-09' }, TOMORROW)?.earliest).toBe('2027-05-09');
  });
});

describe('putting a task off for hours', () => {
  it('holds it back until then, with what is later still kept', () => {
    const until = `${TODAY}T12:00`;
    expect(after({}, until, `${TODAY}T10:00`)).toMatchObject({ earliest: until, later: true });
    expect(after({ start: `${TODAY}T10:00` }, until)).toMatchObject({ start: null, later: true });
    expect(after({ start: `${TODAY}T16:00` }, until)).toBeNull();
    expect(after({}, until, `${TODAY}T12:00`)).toBeNull();
    expect(after({}, until, `${TOMORROW}T09:00`)).toBeNull();
  });
});
