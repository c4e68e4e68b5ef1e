import { describe, expect, it } from 'vitest';
import { readCommandLine } from './arguments.ts';
import { patchOf } from './personal-commands.ts';
import { settingsOf } from './settings-command.ts';

describe('readCommandLine', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['fly']],
    ['an unknown option', ['list', '--colour']],
    ['an option of another command', ['solve', '--now', '2027-05-03T09:00']],
    ['a moment that is none', ['parse', 'x', '--now', 'tomorrow']],
    ['a day that does not exist', ['parse', 'x', '--now', '2027-02-30T09:00']],
    ['a year that nothing can be counted from', ['list', '--now', '9999-12-31T23:59']],
    ['a zone that does not exist', ['parse', 'x', '--tz', 'Mars/Base']],
    ['a time limit that is none', ['solve', '--time-limit-ms', '-1']],
    ['minutes that are none', ['done', 'x', '--minutes', 'many']],
  ])('refuses %s', (_name, args) => {
    expect(() => readCommandLine(args)).toThrow('Invalid input');
  });

  it('reads what a command may be given', () => {
    const line = readCommandLine([
      'done',
      'ID',
      '--minutes',
      '12.5',
      '--now',
      '2027-05-03T09:00',
      '--tz',
      'UTC',
      '--data-dir',
      'd',
    ]);
    expect(line).toMatchObject({
      command: 'done',
      positionals: ['ID'],
      minutes: 12.5,
      now: '2027-05-03T09:00',
      tz: 'UTC',
      dataDir: 'd',
    });
    expect(readCommandLine(['solve']).seed).toBe(1);
    expect(readCommandLine(['help']).command).toBe('help');
  });

  it('takes words that look like options after --', () => {
    expect(readCommandLine(['add', '--', '--now is a word']).positionals).toEqual(['--now is a word']);
  });
});

describe('patchOf', () => {
  it('reads every kind of field', () => {
    expect(
      patchOf([
        'title=a = b',
        'project=#Atlas',
        'tags=@x, y',
        'priority=p2',
        'durationMin=45',
        'splittable=false',
      ]),
    ).toEqual({
      title: 'a = b',
      project: 'Atlas',
      tags: ['x', 'y'],
      priority: 2,
      durationMin: 45,
      splittable: false,
    });
  });

  it('clears a field with an empty value', () => {
    expect(patchOf(['project=', 'deadline=', 'durationMin=', 'tags=', 'priority='])).toEqual({
      project: null,
      deadline: null,
      durationMin: null,
      tags: [],
      priority: 4,
    });
  });

  it.each([
    'title',
    'colour=red',
    'priority=9',
    'durationMin=soon',
    'deadline=friday',
    'splittable=maybe',
    'title=',
  ])('refuses %s', (pair) => {
    expect(() => patchOf([pair])).toThrow('Invalid input');
  });
});

describe('settingsOf', () => {
  it('reads JSON, plain text and lists with commas', () => {
    expect(
      settingsOf(['languages=de', 'theme=dark', 'zone=null', 'horizonDays=7', 'kindsOfWork=a, b']),
    ).toEqual({
      languages: ['de'],
      theme: 'dark',
      zone: null,
      horizonDays: 7,
      kindsOfWork: ['a', 'b'],
    });
  });

  it.each(['theme', 'colour=red', 'languages=', 'languages=en,fr', 'horizonDays=none'])(
    'refuses %s',
    (pair) => {
      expect(() => settingsOf([pair])).toThrow('Invalid input');
    },
  );
});
