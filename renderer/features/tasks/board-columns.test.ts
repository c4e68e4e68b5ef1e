import { describe, expect, it } from 'vitest';
import { boardColumns, boardGrouping } from './board-columns.ts';

const nothing = { today: '2027-05-06', projects: [], sections: [] };

describe('the columns of a board', () => {
  it('are by status unless the tasks are grouped', () => {
    const kitchen = { sections: [{ id: 'a' as never, name: 'Kitchen' }] };
    expect(boardGrouping('none', kitchen)).toBe('status');
    expect(boardGrouping('section', kitchen)).toBe('section');
    expect(boardGrouping('section', { sections: [] })).toBe('status');
    expect(boardColumns('status', nothing).map(({ name }) => name)).toEqual([
      'To do',
      'Waiting',
      'Someday',
      'Done',
    ]);
  });

  it('set the first day of their stretch, none for what has passed', () => {
    const days = boardColumns('date', nothing).map(({ key, patch }) => [key, patch?.date]);
    expect(days).toEqual([
      ['overdue', undefined],
      ['today', '2027-05-06'],
      ['tomorrow', '2027-05-07'],
      ['week', '2027-05-08'],
      ['nextWeek', '2027-05-10'],
      ['later', '2027-05-17'],
      ['never', null],
    ]);
    // On a Saturday no day of this week is left after tomorrow.
    const saturday = boardColumns('deadline', { ...nothing, today: '2027-05-08' });
    expect(saturday.find(({ key }) => key === 'week')?.patch).toBeNull();
    expect(saturday.find(({ key }) => key === 'today')?.patch).toEqual({ deadline: '2027-05-08' });
  });

  it('have every section, and what stands in none', () => {
    const sections = [{ id: 'a' as never, name: 'Kitchen' }];
    expect(boardColumns('section', { ...nothing, sections }).map(({ patch }) => patch)).toEqual([
      { section: null },
      { section: 'Kitchen' },
    ]);
  });
});
