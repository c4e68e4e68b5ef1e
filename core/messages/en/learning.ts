import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';
import { WEEKDAY_NAMES } from './calendar-names.ts';

/** "6 similar tasks", one without its number's plural. */
function similar(count: unknown): string {
  return count === 1 ? '1 similar task' : `${String(count)} similar tasks`;
}

/** Sentences about guesses and their evidence. */
export const learning: Record<string, Sentence> = {
  'duration.similar': ({ count, low, high }) =>
    low === high
      ? `${similar(count)} took ${lengthWords(Number(low))}`
      : `${similar(count)} took ${lengthWords(Number(low))} to ${lengthWords(Number(high))}`,
  'duration.prior': ({ phrase }) => `typical for “${phrase}”`,
  'duration.learned': ({ count }) => `learned from ${count} finished tasks`,
  'duration.default': () => 'no similar tasks yet',
  'learning.damaged': ({ target, version, instead }) =>
    `Version ${version} of the ${target} model can no longer be read; version ${instead} is used instead.`,
  'learning.damagedBase': ({ target, version }) =>
    `Version ${version} of the ${target} model can no longer be read; Daymark learns again from your finished tasks.`,
  'priority.overdue': ({ days }) => (days === 1 ? 'a day overdue' : `${days} days overdue`),
  'priority.dueToday': () => 'due today',
  'priority.due': ({ days }) => (days === 1 ? 'due tomorrow' : `due in ${days} days`),
  'priority.priority': ({ priority }) => `priority ${priority}`,
  'priority.blocking': ({ count }) =>
    count === 1 ? 'another task is blocked by it' : `${count} tasks are blocked by it`,
  'priority.scheduled': () => 'scheduled for today',
  'priority.active': () => 'already started',
  'priority.old': ({ days }) => (days === 1 ? 'open for a day' : `open for ${days} days`),
  'priority.project': ({ project }) => `you usually do ${project} first`,
  'priority.projectDay': ({ project, weekday }) =>
    `you usually do ${project} first on ${WEEKDAY_NAMES[Number(weekday) - 1]}s`,
  'priority.projectPart': ({ project, hour }) => `you usually do ${project} ${partOfDay(Number(hour))}`,
  'priority.tag': ({ tag }) => `you usually do @${tag} first`,
  'priority.length': ({ minutes }) =>
    `you usually do tasks of about ${lengthWords(Number(minutes))} around now`,
  'priority.energy': ({ energy, hour }) =>
    `${energy === 3 ? 'demanding' : energy === 1 ? 'easy' : 'medium-energy'} tasks suit you ${partOfDay(Number(hour))}`,
  'priority.same': ({ project }) => `you tend to continue with ${project}`,
};

function partOfDay(hour: number): string {
  if (hour < 6 || hour >= 22) return 'at night';
  if (hour < 11) return 'in the morning';
  if (hour < 14) return 'around noon';
  return hour < 18 ? 'in the afternoon' : 'in the evening';
}
