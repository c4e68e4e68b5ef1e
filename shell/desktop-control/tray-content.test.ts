import { describe, expect, it } from 'vitest';
import { taskId } from '../../core/ids.ts';
import { nextBoundary, trayContent, type TrayFacts } from './tray-content.ts';

const A = taskId.parse('0192f0c1-2222-7333-8444-555566667777');
const B = taskId.parse('0192f0c1-2222-7333-8444-555566667778');
const block = (id: typeof A, title: string, start: string, end: string, done = false) => ({
  taskId: id,
  title,
  start: `2027-05-03T${start}`,
  end: `2027-05-03T${end}`,
  done,
});
const facts = (rest: Partial<TrayFacts>): TrayFacts => ({
  blocks: [block(B, 'Send invoice', '14:00', '14:20'), block(A, 'Write report', '10:00', '11:30')],
  running: null,
  now: '2027-05-03T09:00',
  windows: true,
  ...rest,
});
const labels = (given: TrayFacts | null) =>
  trayContent(given).groups.map((group) => group.map(({ label }) => label));

describe('trayContent', () => {
  it('says what comes next and offers to start it', () => {
    const content = trayContent(facts({}));
    expect(content.tooltip).toBe('Daymark – Next 10:00  Write report');
    expect(content.groups).toEqual([
      [
        { id: 'line', label: 'Next 10:00  Write report', enabled: false },
        { id: `start:${A}`, label: 'Start “Write report”', enabled: true },
      ],
      [
        { id: 'quickAdd', label: 'Add a task…', enabled: true },
        { id: 'focus', label: 'Focus window', enabled: true },
      ],
      [
        { id: 'open', label: 'Open Daymark', enabled: true },
        { id: 'quit', label: 'Quit Daymark', enabled: true },
      ],
    ]);
  });

  it('says until when the block under way lasts, and pauses or finishes what runs', () => {
    const content = trayContent(
      facts({ now: '2027-05-03T10:10', running: { id: A, title: 'Write report' } }),
    );
    expect(content.tooltip).toBe('Daymark – Timer: Write report');
    expect(content.groups[0]).toEqual([{ id: 'line', label: 'Until 11:30  Write report', enabled: false }]);
    expect(content.groups[1]?.map(({ id }) => id)).toEqual([`pause:${A}`, `finish:${A}`]);
  });

  it('leaves out what is done, what is past and what another day holds', () => {
    const done = block(A, 'Write report', '10:00', '11:30', true);
    const tomorrow = {
      ...block(B, 'Send invoice', '14:00', '14:20'),
      start: '2027-05-04T14:00',
      end: '2027-05-04T14:20',
    };
    expect(labels(facts({ blocks: [done, tomorrow] }))[0]).toEqual(['Nothing more today']);
    expect(labels(facts({ now: '2027-05-03T14:20' }))[0]).toEqual(['Nothing more today']);
  });

  it('names no task while the profile is locked', () => {
    expect(trayContent(null)).toEqual({
      tooltip: 'Daymark is locked',
      groups: [
        [{ id: 'line', label: 'Daymark is locked', enabled: false }],
        [
          { id: 'open', label: 'Open Daymark', enabled: true },
          { id: 'quit', label: 'Quit Daymark', enabled: true },
        ],
      ],
    });
  });

  it('cuts long titles', () => {
    const long = block(A, 'x'.repeat(400), '10:00', '11:30');
    for (const label of labels(facts({ blocks: [long] })).flat()) expect(label.length).toBeLessThan(70);
  });
});

describe('nextBoundary', () => {
  it('is the next moment at which the tray says something else', () => {
    const { blocks } = facts({});
    expect(nextBoundary(blocks, '2027-05-03T09:00')).toBe('2027-05-03T10:00');
    expect(nextBoundary(blocks, '2027-05-03T10:00')).toBe('2027-05-03T11:30');
    expect(nextBoundary(blocks, '2027-05-03T14:20')).toBeNull();
  });
});
