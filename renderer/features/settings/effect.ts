import type { VocabularyEffect } from '../../../core/language.ts';
import { clockTime, minutes } from '../../wording/format.ts';

/** What a learned rule does, in words: "Meeting with Julia, project Atlas, 30 min". */
export function effectWords(effect: VocabularyEffect): string {
  const parts: string[] = [];
  if (effect.replaceWith) parts.push(`“${effect.replaceWith}”`);
  if (effect.replaceWith === '') parts.push('no words in the title');
  if (effect.project) parts.push(`project ${effect.project}`);
  if (effect.tags?.length) parts.push(effect.tags.map((tag) => `@${tag}`).join(' '));
  if (effect.people?.length) parts.push(`with ${effect.people.join(' and ')}`);
  if (effect.durationMin) parts.push(minutes(effect.durationMin));
  if (effect.priority) parts.push(`P${effect.priority}`);
  if (effect.energy) parts.push(`${effect.energy} energy`);
  if (effect.timeOfDay) parts.push(`at ${clockTime(effect.timeOfDay)}`);
  return parts.join(', ');
}
