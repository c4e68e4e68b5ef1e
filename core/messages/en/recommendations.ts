import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';
import { dayWords, momentWords } from '../moment.ts';

function times(count: unknown): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${Number(count)} times`;
}

function days(count: unknown): string {
  return count === 1 ? 'a day' : `${Number(count)} days`;
}

/** Why a task counts as stalled, what would get it moving, and why that. */
export const recommendations: Record<string, Sentence> = {
  'stall.postponed': ({ count, days: age }) => `Postponed ${times(count)} in ${days(age)}.`,
  'stall.leftOver': ({ days: over }) => `Left over for ${days(over)}.`,
  'stall.overdue': ({ days: over }) => `Overdue by ${days(over)}.`,

  'recommendation.firstStep.action': ({ minutes }) => `Start with ${Number(minutes)} minutes`,
  'recommendation.firstStep.title': ({ title }) => `First step: ${String(title)}`,
  'recommendation.firstStep.reason': ({ minutes }) =>
    `It takes about ${lengthWords(Number(minutes))} and isn’t started.`,
  'recommendation.firstStep.vague': () => 'Its title names no first step.',
  'recommendation.firstStep.done': ({ minutes, day }) =>
    `Planned a first step of ${Number(minutes)} minutes for ${dayWords(String(day))}`,

  'recommendation.split.action': ({ parts, minutes }) =>
    `Split into ${Number(parts)} parts of ${lengthWords(Number(minutes))}`,
  'recommendation.split.title': ({ title, part, parts }) =>
    `${String(title)} (${Number(part)} of ${Number(parts)})`,
  'recommendation.split.reason': ({ minutes, usual }) =>
    usual === null
      ? `It takes about ${lengthWords(Number(minutes))} at once.`
      : `It takes about ${lengthWords(Number(minutes))}; you usually work ${lengthWords(Number(usual))} at a time.`,
  'recommendation.split.done': ({ parts }) => `Split into ${Number(parts)} parts`,

  'recommendation.betterHour.action': ({ start }) => `Move to ${momentWords(String(start))}`,
  'recommendation.betterHour.learned': ({ hour }) => `You get most done around ${Number(hour)}:00.`,
  'recommendation.betterHour.said': ({ hour }) => `You said your energy is high around ${Number(hour)}:00.`,
  'recommendation.betterHour.done': ({ start }) => `Moved to ${momentWords(String(start))}`,

  'recommendation.pair.action': ({ other, start }) =>
    `After “${String(other)}”, ${momentWords(String(start))}`,
  'recommendation.pair.reason': ({ other, count, of }) =>
    `You did “${String(other)}” ${Number(count)} of the last ${Number(of)} times.`,
  'recommendation.pair.done': ({ other, start }) =>
    `Moved right after “${String(other)}”, ${momentWords(String(start))}`,

  'recommendation.delegate.action': ({ person }) => `Ask ${String(person)}, and wait`,
  'recommendation.delegate.named': ({ person }) => `${String(person)} is named on it.`,
  'recommendation.delegate.reason': ({ person, count, project }) =>
    `${String(person)} is on ${count === 1 ? 'another task' : `${Number(count)} other tasks`} in ${String(project)}.`,
  'recommendation.delegate.done': ({ person }) => `Waiting for ${String(person)}`,

  'recommendation.drop.action': () => 'Let it go',
  'recommendation.drop.reason': ({ count, days: age }) =>
    Number(count) > 0
      ? `You have postponed it ${times(count)}, and it is open for ${days(age)}.`
      : `It is open for ${days(age)}.`,
  'recommendation.drop.done': () => 'Let go',
};
