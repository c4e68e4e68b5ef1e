import type { SkippedItem } from '../../../core/domain/exchange.ts';
import { anImportedTask, type ImportedTask, type Reader } from '../types.ts';
import { dayAndStart, instantOfValue, Losses, minutesOf, SUBTASK } from '../values.ts';
import { FileZones } from '../../calendars/ics/file-zones.ts';
import {
  propertiesOf,
  propertyOf,
  readComponents,
  textOf,
  titleOf,
  type Component,
  type Property,
} from '../../calendars/ics/lines.ts';
import { DAY_S, readDuration, readMomentValue, UnreadableError } from '../../calendars/ics/values.ts';
import { formatMoment } from '../../../core/time/civil.ts';
import { eventsOf } from './icalendar-events.ts';
import { ianaZone, instantIn, UTC, wallIn, type Zone } from '../../calendars/ics/zones.ts';

/** Tasks (VTODO) and appointments of an iCalendar file. */

export const readICalendar: Reader = function* (text, { tz, fileName }) {
  const { roots, skipped } = readComponents(text);
  const losses = new Losses();
  const tasks: ImportedTask[] = [];
  for (const root of roots) {
    const name = propertyOf(root, 'X-WR-CALNAME') ?? propertyOf(root, 'NAME');
    const project = name ? textOf(name.value).trim() || null : null;
    const reader = new TodoReader(root, tz, losses, skipped);
    for (const component of root.children) {
      if (component.name === 'VTODO') tasks.push(...reader.read(component, project));
      yield;
    }
    if (root.children.some((child) => child.name === 'VJOURNAL'))
      losses.add('journal entries', 'they have no place here');
  }
  const events = eventsOf(text, fileName, tz, losses, skipped);
  return { tasks, events, skipped: [...losses.list(), ...skipped] };
};

const RELATED = 'RELATED-TO';

class TodoReader {
  readonly #zone: Zone;
  readonly #zones: FileZones;
  readonly #tz: string;
  readonly #losses: Losses;
  readonly #skipped: SkippedItem[];

  constructor(root: Component, tz: string, losses: Losses, skipped: SkippedItem[]) {
    const embedded = root.children.filter((child) => child.name === 'VTIMEZONE');
    this.#zones = new FileZones(
      new Map(embedded.map((one) => [textOf(propertyOf(one, 'TZID')?.value ?? ''), one])),
    );
    this.#zone = ianaZone(tz) ?? UTC;
    this.#tz = tz;
    this.#losses = losses;
    this.#skipped = skipped;
  }

  read(component: Component, project: string | null): ImportedTask[] {
    const text = (name: string): string => textOf(propertyOf(component, name)?.value ?? '').trim();
    const title = text('SUMMARY');
    if (title === '') {
      this.#losses.add('a task without a title', 'it has no title');
      return [];
    }
    try {
      return [this.#task(component, title, text, project)];
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      this.#skipped.push({ what: titleOf(component), why: error.message });
      return [];
    }
  }

  #task(
    component: Component,
    title: string,
    text: (name: string) => string,
    project: string | null,
  ): ImportedTask {
    if (text(RELATED) !== '') this.#losses.add('sub-tasks', SUBTASK);
    if (component.children.length > 0) this.#losses.add('reminders', 'they have no place here');
    const status = text('STATUS').toUpperCase();
    const completed = text('COMPLETED');
    const done = status === 'COMPLETED' || completed !== '' || text('PERCENT-COMPLETE') === '100';
    const duration = text('DURATION') || text('ESTIMATED-DURATION');
    const rule = text('RECURRENCE-ID') === '' ? text('RRULE') : '';
    const priority = Number(text('PRIORITY'));
    const tags = propertiesOf(component, 'CATEGORIES').flatMap(({ value }) =>
      value.split(/(?<!\\),/).map(textOf),
    );
    const once = text('RECURRENCE-ID');
    if (propertiesOf(component, 'EXDATE').length > 0)
      this.#losses.add('days left out of a repeating task', 'they have no place here');
    // A changed occurrence is a task of its own beside the one that repeats.
    return anImportedTask([text('UID') || title, once].filter(Boolean).join(' '), title, {
      notes: [text('DESCRIPTION'), text('URL')].filter(Boolean).join('\n\n'),
      project,
      tags: tags.map((tag) => tag.trim()).filter(Boolean),
      priority:
        priority >= 1 && priority <= 4 ? 1 : priority === 5 ? 2 : priority >= 6 && priority <= 9 ? 3 : 4,
      status: done ? 'done' : status === 'CANCELLED' ? 'dropped' : 'open',
      ...dayAndStart(this.#local(propertyOf(component, 'DTSTART'))),
      deadline: this.#local(propertyOf(component, 'DUE')),
      durationMin: duration === '' ? null : minutesOf(readDuration(duration) / 60),
      rrule: rule === '' ? null : rule,
      recurFrom: rule === '' ? null : 'schedule',
      createdAt: instantOfValue(text('CREATED') || text('DTSTAMP'), this.#tz),
      completedAt: done
        ? instantOfValue(completed || text('LAST-MODIFIED') || text('DTSTAMP'), this.#tz)
        : null,
    });
  }

  #local(property: Property | undefined): string | null {
    if (!property || property.value.trim() === '') return null;
    const { wall, isDate, offset } = readMomentValue(property.value);
    const zone = this.#zones.zoneOf(property.params.get('TZID') ?? this.#tz) ?? this.#zone;
    const here = isDate ? wall : wallIn(this.#zone, offset === null ? instantIn(zone, wall) : wall - offset);
    const day = Math.floor(here / DAY_S);
    const local = formatMoment(day, Math.floor((here - day * DAY_S) / 60));
    return isDate ? local.slice(0, 10) : local;
  }
}
