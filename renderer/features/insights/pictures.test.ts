import { describe, expect, it } from 'vitest';
import { csvOf } from './picture-export.ts';
import {
  deferralBars,
  energyWords,
  estimateWords,
  hoursOf,
  projectBars,
  weekFigures,
  weekWords,
} from './pictures.ts';
import { correlationWords, headlineOf, predictorWords } from './words.ts';

const cell = (weekday: number, hour: number, minutes: number) => ({ weekday, hour, minutes, tasks: 1 });
const week = (from: string, share: number | null) => ({
  from,
  added: 5,
  finished: 4,
  givenUp: 1,
  deferrals: 2,
  share,
  minutes: 90,
});

describe('pictures in words', () => {
  it('name the fullest hour and show the hours that are used', () => {
    const energy = [cell(1, 9, 300), cell(3, 11, 600), cell(7, 23, 2)];
    expect(energyWords(energy)).toBe('Most work gets done on Wednesdays from 11:00 to 12:00: 10h in all.');
    expect(hoursOf(energy)).toEqual([9, 10, 11]);
    expect(energyWords([])).toContain('yet');
  });

  it('count estimates that held', () => {
    const one = (id: string, actualMin: number) => ({
      id,
      title: id,
      day: '2027-05-03',
      estimateMin: 60,
      actualMin,
    });
    expect(estimateWords([one('a', 60), one('b', 70), one('c', 90), one('d', 30)])).toBe(
      'Of 4 tasks 2 took about as long as estimated, 1 over a quarter longer, 1 over a quarter less.',
    );
  });

  it('compare the newest week with the earlier half', () => {
    const weeks = [
      week('2027-04-12', 0.5),
      week('2027-04-19', 0.7),
      week('2027-04-26', null),
      week('2027-05-03', 0.9),
    ];
    expect(weekWords(weeks)).toBe('In the newest week 90% got done, in the earlier half 50% on average.');
    expect(weekFigures(weeks).rows[2]).toEqual(['2027-04-26', 5, 4, 1, 2, '', 90]);
  });

  it('order projects by time, or by tasks without tracking', () => {
    const projects = [
      { project: 'Home', finished: 9, minutes: 0 },
      { project: 'Work', finished: 3, minutes: 0 },
    ];
    expect(projectBars(projects).map(({ words }) => words)).toEqual(['9', '3']);
    expect(projectBars([...projects, { project: 'Club', finished: 1, minutes: 65 }])).toEqual([
      { name: 'Club', value: 65, words: '1h 5m' },
    ]);
    expect(deferralBars([{ project: 'Home', tasks: 8, putOff: 2, perTask: 0.5 }])[0]!.words).toBe('25% of 8');
  });

  it('are safe to open in a spreadsheet', () => {
    expect(
      csvOf({
        head: ['Task', 'Min'],
        rows: [
          ['=cmd()', 5],
          ['say "hi", twice', 7],
        ],
      }),
    ).toBe('Task,Min\r\n\'=cmd(),5\r\n"say ""hi"", twice",7\r\n');
  });
});

describe('what the page says of figures', () => {
  it('has a headline for a finding', () => {
    const insight = {
      id: 'under-estimates',
      params: { project: 'Tax', ratio: 1.62 },
      confidence: 1,
      effect: 1,
      tasks: [],
    };
    expect(headlineOf(insight)).toBe('Tax: plan 1.6 times as long.');
  });

  it('tells a link from none', () => {
    expect(correlationWords('Errors', { r: null, range: null, pairs: 3 })).toBe(
      'Errors: too few weeks to compare (3).',
    );
    expect(correlationWords('Errors', { r: 0.2, range: [-0.3, 0.6], pairs: 20 })).toContain('no clear link');
    expect(correlationWords('Errors', { r: -0.6, range: [-0.8, -0.3], pairs: 20 })).toContain(
      'fewer active days',
    );
  });

  it('says since when a predictor is better than its rule', () => {
    const one = { target: 'duration', outcomes: 60, active: true, inside80: 0.8, series: [] };
    expect(predictorWords({ ...one, error: 12, baseline: 20, usefulAfter: 40, per100: -0.2 })).toBe(
      '12 min off, simple rule 20 min (60 outcomes); better since outcome 40; 20% less error per 100 outcomes.',
    );
    expect(predictorWords({ ...one, error: null, baseline: null, usefulAfter: null, per100: null })).toBe(
      'No outcomes yet.',
    );
  });
});
