import type { TaskPatch } from '../../../core/domain/task.ts';
import type { ParseResult, SureField, VocabularyEffect, VocabularyRule } from '../../../core/language.ts';
import { percent } from '../../wording/format.ts';

/** Below this share of readings kept, saying so helps; most lines are above it and stay free of figures. */
const WORTH_SAYING = 0.9;

/** Parts that an uncertain word is about: when something is to be done. What a mark gives (`p1`, `#Work`) is certain. */
const WHEN: ReadonlyMap<string, SureField> = new Map([
  ['date', 'date'],
  ['deadline', 'deadline'],
  ['earliest', 'earliest'],
  ['recurrence', 'rrule'],
]);

/**
 * Says for a part of a reading why it is less than sure: a learned word set it, or the line leaves room for uncertainty.
 * Null for what the words or the hand say plainly.
 */
export function confidence(
  result: ParseResult | undefined,
  picked: TaskPatch,
  rules: readonly VocabularyRule[],
): (partId: string) => string | null {
  if (!result) return () => null;
  const applied = rules.filter((rule) => result.appliedRules.includes(rule.id));
  const byWords = applied.reduce((share, rule) => share / rule.confidence, result.confidence);
  return (partId) => {
    if (isPicked(partId, picked)) return null;
    const rule = applied.find(({ effect }) => sets(effect, partId, result));
    if (rule) return `“${rule.phrase}” means this to you, ${percent(rule.confidence)} sure`;
    const own = WHEN.get(partId);
    if (own === undefined) return null;
    const sure = Math.min(result.fieldConfidence?.[own] ?? byWords, byWords);
    if (sure >= WORTH_SAYING) return null;
    return `${percent(sure)} sure; it can also be read as plain words`;
  };
}

function isPicked(partId: string, picked: TaskPatch): boolean {
  if (partId === 'date') return picked.date !== undefined || picked.start !== undefined;
  if (partId === 'duration') return picked.durationMin !== undefined;
  if (partId.startsWith('tag-')) return picked.tags !== undefined;
  if (partId.startsWith('person-')) return picked.people !== undefined;
  return partId in picked || (partId === 'recurrence' && picked.rrule !== undefined);
}

/** Whether a rule is where the part's value comes from. */
function sets(effect: VocabularyEffect, partId: string, result: ParseResult): boolean {
  switch (partId) {
    case 'date':
      return effect.timeOfDay !== undefined && result.start?.slice(11) === effect.timeOfDay;
    case 'duration':
      return effect.durationMin !== undefined && effect.durationMin === result.durationMin;
    case 'priority':
      return effect.priority !== undefined && effect.priority === result.priority;
    case 'project':
      return effect.project !== undefined && effect.project.toLowerCase() === result.project?.toLowerCase();
    case 'energy':
      return effect.energy !== undefined && effect.energy === result.energy;
    default:
      return (
        (effect.tags ?? []).some((tag) => partId === `tag-${tag}`) ||
        (effect.people ?? []).some((person) => partId === `person-${person}`)
      );
  }
}
