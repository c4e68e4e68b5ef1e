import type { ParsedFields } from '../../../core/language.ts';
import type { CorpusLine } from './corpus.ts';

const SIMPLE = [
  'date',
  'start',
  'end',
  'deadline',
  'earliest',
  'durationMin',
  'rrule',
  'priority',
  'project',
  'energy',
] as const;
const LISTS = ['tags', 'people', 'dependsOn'] as const;

/** Differences between a reading and what the corpus wants; empty when the line is wholly right. */
export function differences(want: CorpusLine, got: ParsedFields): string[] {
  const out: string[] = [];
  const say = (name: string, wanted: string, given: string): void => {
    if (wanted !== given) out.push(`${name}: want ${wanted || '–'}, got ${given || '–'}`);
  };
  say('title', want.title, got.title);
  const recurring = want.fields['rrule'] !== undefined;
  for (const name of SIMPLE) {
    // Of a recurrence only the clock is said; its first day is checked where the corpus names it.
    if (
      recurring &&
      want.fields[name] === undefined &&
      (name === 'date' || name === 'start' || name === 'end')
    )
      continue;
    const value = got[name];
    say(name, want.fields[name] ?? '', value === null ? '' : String(value));
  }
  for (const name of LISTS) say(name, want.fields[name] ?? '', got[name].join(','));
  if (recurring) {
    say('clock', want.fields['clock'] ?? '', got.start?.slice(11) ?? '');
    say('recurFrom', want.fields['recurFrom'] ?? 'schedule', got.recurFrom ?? '');
  }
  return out;
}
