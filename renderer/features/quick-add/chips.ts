import type { TaskPatch } from '../../../core/domain/task.ts';
import type { CaptureAnswer, Suggestion } from '../../../core/domain/views.ts';
import type { ParsedFields } from '../../../core/language.ts';
import { clockTime, fullMoment, minutes, relativeMoment, shortDay } from '../../ui/format.ts';
import { recurrenceWords } from '../../ui/recurrence.ts';

/** Fields a person can also set with the mouse; such a choice beats the words. */
export type PickedField = 'date' | 'deadline' | 'durationMin' | 'priority' | 'project';

export interface Chip {
  id: string;
  label: string;
  /** `given` by words or hand, `guess` of Daymark's own, `doubtful` reading, `suggested` ghost. */
  look: 'given' | 'guess' | 'doubtful' | 'suggested';
  /** The menu that a click opens; null for a chip that only says or applies something. */
  field: PickedField | null;
  project?: string;
  /** What taking a doubtful or suggested chip sets. */
  takes?: TaskPatch;
  /** The rule or suggestion to report as accepted. */
  accepts?: string;
  why?: Suggestion['why'];
}

type Readable = Partial<ParsedFields> & Pick<TaskPatch, 'date' | 'deadline'>;

/** The chips under the line, in reading order: what was understood, then what is doubtful, then what is offered. */
export function chipsOf(answer: CaptureAnswer | null, picked: TaskPatch, today: string): Chip[] {
  const result = answer?.result;
  const fields: Readable = { ...result, ...dropUndefined(picked) };
  const chips = [...givenChips(fields, today)];
  if (answer?.duration && !fields.durationMin && result?.title) {
    chips.push({
      id: 'guess',
      label: minutes(answer.duration.p50),
      look: 'guess',
      field: 'durationMin',
      why: answer.duration.why,
    });
  }
  for (const [index, alternative] of (result?.alternatives ?? []).entries()) {
    const label = sayFields(alternative.fields, today);
    if (label === '') continue;
    chips.push({
      id: `alternative-${index}`,
      label: `${label}?`,
      look: 'doubtful',
      field: null,
      takes: patchOf(alternative.fields),
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

/** The chip that Tab takes: the first one offered, doubtful readings last. */
export function ghostOf(chips: readonly Chip[]): Chip | null {
  return (
    chips.find((chip) => chip.look === 'suggested') ?? chips.find((chip) => chip.look === 'doubtful') ?? null
  );
}

function givenChips(fields: Readable, today: string): Chip[] {
  const chips: Chip[] = [];
  const add = (id: string, label: string, field: PickedField | null = null): void => {
    chips.push({ id, label, look: 'given', field });
  };
  const when = whenWords(fields, today);
  if (when) add('date', when, 'date');
  if (fields.durationMin) add('duration', minutes(fields.durationMin), 'durationMin');
  if (fields.deadline) add('deadline', `due ${fullMoment(fields.deadline, today)}`, 'deadline');
  if (fields.earliest) add('earliest', `not before ${fullMoment(fields.earliest, today)}`);
  if (fields.rrule) add('recurrence', recurrenceWords(fields.rrule, fields.recurFrom ?? null));
  if (fields.priority) add('priority', `P${fields.priority}`, 'priority');
  if (fields.project) {
    chips.push({
      id: 'project',
      label: fields.project,
      look: 'given',
      field: 'project',
      project: fields.project,
    });
  }
  for (const tag of fields.tags ?? []) add(`tag-${tag}`, tag);
  for (const person of fields.people ?? []) add(`person-${person}`, `with ${person}`);
  if (fields.energy) add('energy', `${fields.energy} energy`);
  for (const title of fields.dependsOn ?? []) add(`after-${title}`, `after “${title}”`);
  return chips;
}

function whenWords({ date, start, end }: Readable, today: string): string | null {
  if (start) {
    const until =
      end && end.length > 10 && end.slice(0, 10) === start.slice(0, 10) ? ` – ${clockTime(end)}` : '';
    return relativeMoment(start, today) + until;
  }
  if (!date) return null;
  if (end && end.slice(0, 10) !== date)
    return `${shortDay(date, today)} – ${shortDay(end.slice(0, 10), today)}`;
  return relativeMoment(date, today);
}

/** Some fields in one phrase, for a doubtful reading. */
export function sayFields(fields: Partial<ParsedFields>, today: string): string {
  return givenChips(fields, today)
    .map((chip) => chip.label)
    .join(', ');
}

const PATCH_FIELDS = [
  'title',
  'date',
  'start',
  'end',
  'deadline',
  'earliest',
  'durationMin',
  'rrule',
  'recurFrom',
  'priority',
  'project',
  'tags',
  'people',
  'energy',
] as const;

/** The part of a reading that a patch can carry; nothing that reading leaves open. */
export function patchOf(fields: Partial<ParsedFields>): TaskPatch {
  const entries = PATCH_FIELDS.flatMap((name) => {
    const value = fields[name];
    const empty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    return empty ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function suggestionPatch({ field, value }: Suggestion, fields: Readable, today: string): TaskPatch | null {
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
