import { skippingHolidays } from '../../../core/time/skip-holidays.ts';
import { roundGuess } from '../../../core/guess.ts';
import { keepTimes } from '../../../core/domain/picked.ts';
import type { TaskPatch } from '../../../core/domain/task.ts';
import type { CaptureAnswer, Suggestion } from '../../../core/domain/views.ts';
import type { ParsedFields, ParseResult, VocabularyRule } from '../../../core/language.ts';
import { clockTime, minutes } from '../../wording/format.ts';
import { readingParts, readingWords, type ReadingField, type Reading } from '../../wording/reading.ts';
import { confidence } from './confidence.ts';

/** Fields a person can also set with the mouse; such a choice beats the words. */
export type PickedField = ReadingField;

export interface Chip {
  id: string;
  label: string;
  /** `given` by words or hand, `unsure` of the words, `guess` of Daymark's own, `uncertain` reading, `suggested` ghost. */
  look: 'given' | 'unsure' | 'guess' | 'uncertain' | 'suggested';
  /** The menu that a click opens; null for a chip that only says or applies something. */
  field: PickedField | null;
  project?: string;
  /** For a repetition of which the words name no days: the days it would have if they were fixed. */
  fixedDays?: string;
  /** What taking an uncertain or suggested chip sets. */
  takes?: TaskPatch;
  /** The rule or suggestion to report as accepted. */
  accepts?: string;
  why?: Suggestion['why'];
  /** Why an `unsure` chip is, and how sure Daymark is of it. */
  hint?: string;
}

/** The chips under the line, in reading order: what was understood, then what is uncertain, then what is offered. */
export function chipsOf(
  answer: CaptureAnswer | null,
  picked: TaskPatch,
  today: string,
  rules: readonly VocabularyRule[] = [],
): Chip[] {
  const result = answer?.result;
  const fields = readingOf(result, picked);
  const hintOf = confidence(result, picked, rules);
  const chips: Chip[] = readingParts(fields, today).map(({ id, label, field, project }) => {
    const hint = hintOf(id);
    const chip: Chip = { id, label, field, look: hint ? 'unsure' : 'given' };
    if (project !== undefined) chip.project = project;
    if (hint) chip.hint = hint;
    if (id === 'recurrence' && result?.timesPerWeek && result.rrule) {
      chip.field = 'repeat';
      chip.fixedDays = result.rrule;
    }
    return chip;
  });
  if (answer?.duration && !fields.durationMin && result?.title) {
    chips.push({
      id: 'guess',
      label: minutes(roundGuess(answer.duration.p50)),
      look: 'guess',
      field: 'durationMin',
      why: answer.duration.why,
    });
  }
  for (const [index, alternative] of (result?.alternatives ?? []).entries()) {
    const label = readingWords(alternative.fields, today);
    if (label === '' || saysAlready(fields, patchOf(alternative.fields))) continue;
    chips.push({
      id: `alternative-${index}`,
      label: `${label}?`,
      look: 'uncertain',
      field: null,
      takes: patchOf(alternative.fields),
      accepts: `reading:${alternative.token.kind}`,
    });
  }
  for (const suggestion of answer?.suggestions ?? []) {
    const takes = suggestionPatch(suggestion, fields, today);
    if (!takes) continue;
    chips.push({
      id: `suggestion-${suggestion.field}`,
      label: suggestionLabel(suggestion),
      look: 'suggested',
      field: null,
      takes,
      accepts: `suggestion:${suggestion.field}`,
      why: suggestion.why,
      ...(suggestion.field === 'project' ? { project: String(suggestion.value) } : {}),
    });
  }
  return chips;
}

/** Choices that give a repetition its days; then it is no habit any more. */
export const FIXING = ['rrule', 'recurFrom', 'date', 'start', 'deadline', 'earliest'] as const;

/** What the line means with what was picked by hand above its words. */
function readingOf(result: ParseResult | undefined, picked: TaskPatch): Reading {
  const fields: Reading = { ...result, ...dropUndefined(keepTimes(picked, result ?? {})) };
  if (FIXING.every((name) => picked[name] === undefined) && !fields.deadline && !fields.earliest)
    return fields;
  const { timesPerWeek: _times, dayPart: _part, ...fixed } = fields;
  return fixed;
}

/** The chip that Tab takes: the first one offered, uncertain readings last. */
export function ghostOf(chips: readonly Chip[]): Chip | null {
  return (
    chips.find((chip) => chip.look === 'suggested') ?? chips.find((chip) => chip.look === 'uncertain') ?? null
  );
}

/** The part of a reading that a patch can carry; nothing that reading leaves open. */
export function patchOf(fields: Partial<ParsedFields>): TaskPatch {
  // Titles name what it waits for, and a habit is no task: neither is part of a patch.
  const { dependsOn: _titles, timesPerWeek: _times, dayPart: _part, skipHolidays, ...settable } = fields;
  const isSaid = (value: unknown): boolean =>
    value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  const patch: TaskPatch = Object.fromEntries(Object.entries(settable).filter(([, value]) => isSaid(value)));
  return patch.rrule && skipHolidays ? { ...patch, rrule: skippingHolidays(patch.rrule) } : patch;
}

/** Whether everything a reading would set is set already, the title aside. */
function saysAlready(fields: Reading, patch: TaskPatch): boolean {
  const { title: _title, ...rest } = patch;
  const known: Record<string, unknown> = fields;
  return Object.entries(rest).every(([name, value]) => JSON.stringify(known[name]) === JSON.stringify(value));
}

function suggestionPatch({ field, value }: Suggestion, fields: Reading, today: string): TaskPatch | null {
  if (field === 'timeOfDay') {
    if (fields.start || typeof value !== 'string') return null;
    return { start: `${fields.date ?? today}T${value}`, date: fields.date ?? today };
  }
  if (field === 'tags') {
    const offered = Array.isArray(value) ? value : [String(value)];
    const fresh = offered.filter((tag) => !fields.tags?.includes(tag));
    return fresh.length > 0 ? { tags: [...(fields.tags ?? []), ...fresh] } : null;
  }
  if (fields[field]) return null;
  return { [field]: value };
}

function suggestionLabel({ field, value }: Suggestion): string {
  if (field === 'durationMin') return minutes(Number(value));
  if (field === 'timeOfDay') return `at ${clockTime(String(value))}`;
  if (field === 'energy') return `${String(value)} energy`;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function dropUndefined(patch: TaskPatch): TaskPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
