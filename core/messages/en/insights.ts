import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';
import { dayWords } from '../moment.ts';
import { WEEKDAY_NAMES } from './calendar-names.ts';

type Params = Parameters<Sentence>[0];

/** 9:00; the hour after the last one is midnight. */
function clock(hour: unknown): string {
  return `${Number(hour) % 24}:00`;
}

/** "1.6 times as long". */
function times(ratio: unknown): string {
  return `${Number(ratio)} times as long as estimated`;
}

/** Which tasks a sentence about estimates means. */
function estimated({ project, besides }: Params): string {
  if (project) return `Tasks in ${String(project)}`;
  return besides ? `Tasks outside ${String(besides)}` : 'Tasks';
}

/** "up from 45%". */
function from(before: number, after: number, words: (value: number) => string): string {
  return `${after > before ? 'up' : 'down'} from ${words(before)}`;
}

const CHANGES: Record<string, (before: number, after: number) => string> = {
  completion: (before, after) =>
    `you have finished ${percent(after)} of each day's tasks, ${from(before, after, percent)}`,
  written: (before, after) => `you have added ${after} tasks a day, ${from(before, after, String)}`,
  finished: (before, after) => `you have finished ${after} tasks a day, ${from(before, after, String)}`,
  minutes: (before, after) =>
    `you have tracked ${lengthWords(after)} a day, ${from(before, after, lengthWords)}`,
  duration: (before, after) =>
    `tasks have taken ${ratio(after)} times their estimate, ${from(before, after, ratio)}`,
  begin: (before, after) =>
    `you have started tasks around ${clockOf(after)}, ${after > before ? 'later' : 'earlier'} than ${clockOf(before)} before`,
  deferrals: (before, after) =>
    `tasks have been postponed ${after} times each, ${from(before, after, String)}`,
  lag: (before, after) => `tasks have been done after ${days(after)}, ${from(before, after, days)}`,
};

/** From its log2. */
function ratio(value: number): string {
  return (2 ** value).toFixed(1);
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function clockOf(hours: number): string {
  const minutes = Math.round(hours * 60);
  return `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Days from log2 of one more. */
function days(value: number): string {
  const count = Math.max(0, Math.round(2 ** value - 1));
  return count === 1 ? '1 day' : `${count} days`;
}

const STALLED: Record<string, (name: string) => string> = {
  project: (name) => `Tasks in ${name}`,
  tag: (name) => `Tasks tagged ${name}`,
  long: () => 'Tasks of 1h 30m or more',
  vague: () => 'Tasks with a title of one or two words',
};

/** What insights say: what was found, and what would help. */
export const insights: Record<string, Sentence> = {
  'insight.peak-hours': ({ from, to, by, effect }) => {
    const when = `Between ${clock(from)} and ${clock(to)}`;
    if (by === 'speed')
      return `${when} your tasks go fastest (${Number(effect)} times your usual speed). Keep demanding work there.`;
    if (by === 'completion') return `${when} you finish more of what you plan. Keep important work there.`;
    return `${when} you get most done. Keep demanding work there.`;
  },
  'insight.under-estimates': (params) =>
    `${estimated(params)} usually take ${times(params['ratio'])} (${params['count']} tasks). Plan more time for them.`,
  'insight.over-estimates': (params) =>
    `${estimated(params)} usually take ${times(params['ratio'])} (${params['count']} tasks). You can plan less time for them.`,
  'insight.deadline-rush': ({ share, count }) =>
    `${share}% of ${count} tasks with a deadline were done in the last quarter of the time there was. An earlier start would leave room.`,
  'insight.change': ({ what, before, after, since }) => {
    const words = CHANGES[String(what)]?.(Number(before), Number(after)) ?? String(what);
    return `Since ${dayWords(String(since))}, ${words}.`;
  },
  'insight.weekday-pattern': ({ by, weekday, value, usual }) => {
    const day = `${WEEKDAY_NAMES[Number(weekday) - 1]}s`;
    return by === 'share'
      ? `On ${day} you finish ${value}% of your tasks, on other days ${usual}%.`
      : `On ${day} you finish ${value} tasks, on other days ${usual}.`;
  },
  'insight.stalls': ({ kind, name, share, others }) => {
    const which = STALLED[String(kind)]?.(String(name)) ?? String(name);
    return `${which} stall more often: ${share}%, others ${others}%. A small first step may help.`;
  },
  'insight.too-full-days': ({ by, usual, length, done, doneOfShort }) => {
    if (by === 'weeks')
      return `You add about ${length} tasks a week and finish about ${usual}. Letting some go would make room for the rest.`;
    if (by === 'always')
      return `You list about ${length} tasks a day and finish about ${usual}. Plan about ${usual} and keep the rest for later.`;
    return `On days with about ${length} tasks you finish ${done}% of them, on short days ${doneOfShort}%. About ${usual} tasks get done a day.`;
  },
  'insight.quiet.too-little': () => 'Not enough history yet.',
  'insight.quiet.nothing-certain': () => 'No clear patterns yet.',
  'chance.rhythm.more': () => 'Days like that one usually go well.',
  'chance.rhythm.less': () => 'Less gets done on days like that one.',
  'chance.title.more': () => 'You usually get this one done.',
  'chance.title.less': () => 'This one has been left undone before.',
  'chance.labels.more': ({ label }) => `Tasks like those in ${label} usually get done.`,
  'chance.labels.less': ({ label }) => `Tasks like those in ${label} are often left undone.`,
  'chance.recent.more': () => 'More got done in recent days.',
  'chance.recent.less': () => 'Less got done in recent days.',
  'chance.load.more': () => 'There is room on the day’s list.',
  'chance.load.less': () => 'There is a lot on the day’s list already.',
  'chance.weekday.more': () => 'More gets done on this weekday.',
  'chance.weekday.less': () => 'Less gets done on this weekday.',
  'chance.due.more': () => 'There is enough time until its deadline.',
  'chance.due.less': () => 'There is little time until its deadline.',
  'chance.plan.more': () => 'It has its place in the plan.',
  'chance.plan.less': () => 'Tasks planned like this one often slip.',
  'chance.hour.more': () => 'It is planned for a good time of day.',
  'chance.hour.less': () => 'It is planned for a time of day when less gets done.',
  'chance.vague.more': () => 'Its title says what is to be done.',
  'chance.vague.less': () => 'Its title names no first step.',
  'chance.length.more': () => 'Tasks of this length usually get done.',
  'chance.length.less': () => 'Tasks of this length are often left undone.',
  'chance.priority.more': () => 'Tasks of this priority usually get done.',
  'chance.priority.less': () => 'Tasks of this priority are often left undone.',
  'procrastination.rhythm': () => 'Less gets done on days like that one.',
  'procrastination.title': () => 'You have postponed this task before.',
  'procrastination.labels': ({ label }) => `Tasks like those in ${label} often start late.`,
  'procrastination.recent': () => 'Tasks have been starting late recently.',
  'procrastination.load': () => 'There is a lot on the list already.',
  'procrastination.weekday': () => 'Tasks on this weekday often start late.',
  'procrastination.noDue': () => 'It has no deadline.',
  'procrastination.dueFar': ({ days }) => `Its deadline is ${days} days away.`,
  'procrastination.dueNear': () => 'Its deadline is close.',
  'procrastination.plan': () => 'It is planned for a day far ahead.',
  'procrastination.hour': () => 'It is planned for a time when you often start late.',
  'procrastination.vague': () => 'Its title names no first step.',
  'procrastination.length': () => 'It is a long task.',
  'procrastination.priority': () => 'Tasks of this priority often start late.',
};
