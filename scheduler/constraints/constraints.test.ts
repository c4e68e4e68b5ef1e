import { describe, expect, it } from 'vitest';
import { problem as problemSchema, type ProblemInput } from '../../core/problem.ts';
import { WORSE_EARLIER } from '../report/earlier.ts';
import { knownMessageKeys } from '../../core/messages/index.ts';
import { compile } from '../model/model.ts';
import { partsOf, placementOf } from '../report/placed.ts';
import { Scorer } from '../report/scorer.ts';

const NOW = '2027-05-03T09:00';

/** Magnitudes of a plan given as `[task, start, end]` on one Monday without clock changes. */
function magnitudes(
  input: Partial<ProblemInput> & Pick<ProblemInput, 'tasks'>,
  blocks: [string, string, string][],
): Record<string, number> {
  const problem = problemSchema.parse({
    now: NOW,
    tz: 'UTC',
    horizonDays: 2,
    workingHours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
    ...input,
  });
  const model = compile(problem);
  const planned = blocks.map(([taskId, start, end]) => ({
    taskId,
    start: `2027-05-03T${start}`,
    end: `2027-05-03T${end}`,
    part: 1,
    parts: 1,
  }));
  const { at, heads } = placementOf(model, partsOf(model, planned));
  return new Scorer(model).magnitudes(at, heads);
}

const hour = { durationMin: 60 };
/** Full energy from 10 to 11, half of it otherwise. */
const energyByHour = Array.from({ length: 24 }, (_, h) => (h === 10 ? 1 : 0.5));

describe('constraints', () => {
  it('tardiness: minutes late times weight, by priority where no weight is given', () => {
    const tasks = [
      { id: 'a', ...hour, due: '2027-05-03T09:30', weight: 3 },
      { id: 'b', ...hour, due: '2027-05-03T10:30', priority: 1 as const },
      { id: 'c', ...hour, due: '2027-05-03' },
    ];
    const found = magnitudes({ tasks }, [
      ['a', '09:00', '10:00'],
      ['b', '10:00', '11:00'],
      ['c', '11:00', '12:00'],
    ]);
    expect(found.tardiness).toBe(30 * 3 + 30 * 8);
  });

  it('priority: days until done, in full for priority 1 and not at all for 4', () => {
    const tasks = [
      { id: 'a', ...hour, priority: 1 as const },
      { id: 'b', ...hour, priority: 2 as const },
      { id: 'c', ...hour, priority: 4 as const },
    ];
    const found = magnitudes({ tasks }, [
      ['a', '09:00', '10:00'],
      ['b', '10:00', '11:00'],
      ['c', '11:00', '12:00'],
    ]);
    expect(found.priority).toBeCloseTo(60 / 1440 + (2 / 3) * (120 / 1440), 10);
  });

  it('energy: hours that demanding work lacks and easy work wastes', () => {
    const tasks = [
      { id: 'hard', ...hour, energy: 'high' as const },
      { id: 'easy', ...hour, energy: 'low' as const },
      { id: 'any', ...hour, energy: 'medium' as const },
    ];
    const found = magnitudes({ tasks, profile: { energyByHour } }, [
      ['hard', '09:30', '10:30'],
      ['easy', '10:30', '11:30'],
      ['any', '12:00', '13:00'],
    ]);
    expect(found.energy).toBeCloseTo(0.5 * 0.5 + (0.5 * 1 + 0.5 * 0.5), 10);
  });

  it('switching: the price of a change of project, less for near texts, nothing across an event', () => {
    const tasks = [
      { id: 'a', ...hour, project: 'x', embedding: [1, 0] },
      { id: 'b', ...hour, project: 'x' },
      { id: 'c', ...hour, project: 'y' },
      { id: 'd', ...hour, project: 'z', embedding: [0, 1] },
    ];
    const events = [{ id: 'e', start: '2027-05-03T12:00', end: '2027-05-03T12:30' }];
    const plan: [string, string, string][] = [
      ['a', '09:00', '10:00'],
      ['b', '10:00', '11:00'],
      ['c', '11:00', '12:00'],
      ['d', '12:30', '13:30'],
    ];
    expect(magnitudes({ tasks, events, profile: { switchCostMin: 8 } }, plan).switching).toBe(8);
    const near = [tasks[0]!, { ...tasks[3]!, embedding: [0.6, 0.8] }];
    const pair: [string, string, string][] = [
      ['a', '09:00', '10:00'],
      ['d', '10:00', '11:00'],
    ];
    expect(magnitudes({ tasks: near, profile: { switchCostMin: 10 } }, pair).switching).toBeCloseTo(4, 5);
  });

  it('fragmentation: pieces beyond the first', () => {
    const tasks = [{ id: 'a', durationMin: 90, splittable: true }];
    const found = magnitudes({ tasks }, [
      ['a', '09:00', '09:30'],
      ['a', '10:00', '10:30'],
      ['a', '11:00', '11:30'],
    ]);
    expect(found.fragmentation).toBe(2);
  });

  it('buffers: minutes of work too close to an event', () => {
    const events = [{ id: 'e', start: '2027-05-03T10:00', end: '2027-05-03T11:00' }];
    const tasks = [
      { id: 'a', ...hour },
      { id: 'b', ...hour },
    ];
    const found = magnitudes({ tasks, events, profile: { bufferMin: 15 } }, [
      ['a', '09:00', '10:00'],
      ['b', '11:10', '12:10'],
    ]);
    expect(found.buffers).toBe(15 + 5);
  });

  it('focus: minutes past the focus length without a break', () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ id, durationMin: 60 }));
    const profile = { focusMin: 90, breakMin: 10 };
    const without = magnitudes({ tasks, profile }, [
      ['a', '09:00', '10:00'],
      ['b', '10:00', '11:00'],
      ['c', '11:05', '12:05'],
    ]);
    expect(without.focus).toBe(185 - 90);
    const withBreak = magnitudes({ tasks, profile }, [
      ['a', '09:00', '10:00'],
      ['b', '10:00', '11:00'],
      ['c', '11:10', '12:10'],
    ]);
    expect(withBreak.focus).toBe(30);
  });

  it('focusTime: hours of easy work inside, and of demanding work outside', () => {
    const focusTime = [{ start: '2027-05-03T10:00', end: '2027-05-03T12:00' }];
    const tasks = [
      { id: 'hard', ...hour, energy: 'high' as const },
      { id: 'easy', ...hour, energy: 'low' as const },
      { id: 'small', durationMin: 15 },
      { id: 'any', ...hour, energy: 'medium' as const },
      { id: 'long', ...hour },
    ];
    const found = magnitudes({ tasks, focusTime }, [
      ['hard', '09:15', '10:15'],
      ['small', '10:15', '10:30'],
      ['any', '10:30', '11:30'],
      ['easy', '11:30', '12:30'],
      ['long', '12:30', '13:30'],
    ]);
    expect(found.focusTime).toBe(0.75 + 0.25 + 0.5);
    expect(magnitudes({ tasks }, [['hard', '09:00', '10:00']]).focusTime).toBe(0);
  });

  it('load: minutes beyond the usual day, of today the part that is left', () => {
    const tasks = [
      { id: 'a', ...hour },
      { id: 'b', ...hour },
      { id: 'begun', ...hour, pinnedStart: '2027-05-03T12:30' },
    ];
    const profile = { capacityMin: { mon: 120 } };
    const all: [string, string, string][] = [
      ['begun', '12:30', '13:30'],
      ['a', '14:00', '15:00'],
      ['b', '15:00', '16:00'],
    ];
    const now = '2027-05-03T13:00';
    expect(magnitudes({ now, tasks, profile }, all).load).toBe(150 - 60);
    expect(magnitudes({ now: '2027-05-03T08:00', tasks, profile }, all).load).toBe(60);
    expect(magnitudes({ tasks, profile: { capacityMin: { tue: 0 } } }, all).load).toBe(0);
    const evening = {
      id: 'a',
      ...hour,
      ownHours: true,
      windows: { mon: [['14:00', '15:00']] as [string, string][] },
    };
    expect(magnitudes({ now, tasks: [evening, ...tasks.slice(1)], profile }, all).load).toBe(90 - 60);
  });

  it('preferred: hours from the preferred hour times strength', () => {
    const tasks = [{ id: 'a', ...hour, preferred: { hour: 14, strength: 0.5 } }];
    expect(magnitudes({ tasks }, [['a', '11:30', '12:30']]).preferred).toBe(1.25);
  });

  it('asap: days until each task is done', () => {
    const tasks = [
      { id: 'a', ...hour },
      { id: 'b', ...hour },
    ];
    const found = magnitudes({ tasks }, [
      ['a', '09:00', '10:00'],
      ['b', '11:00', '12:00'],
    ]);
    expect(found.asap).toBeCloseTo((60 + 180) / 1440, 10);
  });

  it('stability: blocks that left their place; those already begun can not move', () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ id, durationMin: 60 }));
    const block = (taskId: string, start: string, end: string) => {
      return { taskId, start: `2027-05-03T${start}`, end: `2027-05-03T${end}`, part: 1, parts: 1 };
    };
    const previous = [
      block('a', '09:00', '10:00'),
      block('b', '10:00', '11:00'),
      block('c', '08:00', '09:00'),
    ];
    const found = magnitudes({ tasks, previous }, [
      ['a', '09:00', '10:00'],
      ['b', '11:00', '12:00'],
      ['c', '10:00', '11:00'],
    ]);
    expect(found.stability).toBe(1);
  });

  it('has one sentence for every constraint that keeps a block from moving', () => {
    for (const name of WORSE_EARLIER) expect(knownMessageKeys).toContain(`plan.earlier.worse.${name}`);
  });
});
