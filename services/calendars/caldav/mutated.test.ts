import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../../../core/errors.ts';
import { timesOf, textOf } from '../../publishing/block-text.ts';
import { taskId } from '../../../core/ids.ts';
import { UnreadableError } from '../ics/values.ts';
import { changeAll, changeOne, endBefore, removeOne, seriesFrom } from './edit.ts';
import { readXml } from './xml.ts';

/** What servers answer, changed at random places: it is read, or refused clearly; never a crash, never without end. */

const ANSWER = `<?xml version="1.0"?>
<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/ada/a.ics</d:href><d:propstat><d:prop>
<d:getetag>&quot;1&quot;</d:getetag><c:calendar-data><![CDATA[BEGIN:VCALENDAR]]>&#228;&amp;</c:calendar-data><d:x/></d:prop></d:propstat></d:response></d:multistatus>`;

const OBJECT = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Standup',
  'DTSTART;TZID=Europe/Berlin:20270503T090000',
  'DTEND;TZID=Europe/Berlin:20270503T093000',
  'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=40',
  'EXDATE;TZID=Europe/Berlin:20270505T090000',
  'ATTENDEE;CN="Bo; Co":mailto:bo@example.org',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:1',
  'RECURRENCE-ID;TZID=Europe/Berlin:20270510T090000',
  'DTSTART;TZID=Europe/Berlin:20270511T090000',
  'DURATION:PT1H',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const edits = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(30),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '<',
        '&#x110000;',
        '&#xd800;',
        '<!DOCTYPE x>',
        '-',
        '99999999999',
        ';',
        ':',
        '\n',
        'FREQ=SECONDLY',
        'P9999999D',
        '00000000T000000',
      ),
    ),
  ),
  { minLength: 1, maxLength: 5 },
);

function mutated(text: string, all: readonly (readonly [number, number, string])[]): string {
  let out = text;
  for (const [place, length, put] of all) {
    const from = Math.floor(place * out.length);
    out = out.slice(0, from) + put + out.slice(from + length);
  }
  return out;
}

/** Runs it; whatever it throws is one of ours. */
function answered(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DaymarkError) && !(error instanceof UnreadableError)) throw error;
  }
}

const NOW = Date.parse('2027-05-01T00:00:00Z');
const AT = {
  original: Date.parse('2027-05-17T07:00:00Z') / 1_000,
  start: Date.parse('2027-05-17T07:00:00Z') / 1_000,
};
const FIELDS = { title: 'New', times: { start: AT.start + 3_600, end: AT.start + 7_200, allDay: false } };
const BLOCK = {
  uid: 'u',
  taskId: taskId.parse('01900001-0000-7000-8000-000000000001'),
  title: 'Letter',
  start: NOW,
  end: NOW + 60_000,
};

describe('an answer that was changed at random places', () => {
  it('as XML is a tree or none', () => {
    fc.assert(
      fc.property(edits, (all) => void readXml(mutated(ANSWER, all))),
      { numRuns: 500 },
    );
    for (const text of [
      '<a>'.repeat(100_000),
      `<a>${'&'.repeat(200_000)}</a>`,
      '<'.repeat(200_000),
      `<a ${'x'.repeat(500_000)}`,
      `<!--${'-'.repeat(300_000)}`,
    ])
      expect(readXml(text)?.children ?? null).toSatisfy((found) => found === null || Array.isArray(found));
  });

  it('as a calendar object is changed, or refused', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const text = mutated(OBJECT, all);
        answered(() => changeAll(text, AT, FIELDS, 'Europe/Berlin', NOW));
        answered(() => changeOne(text, AT, FIELDS, 'Europe/Berlin', NOW));
        answered(() => removeOne(text, AT, 'Europe/Berlin', NOW));
        answered(() => endBefore(text, AT, 'Europe/Berlin', NOW));
        answered(() => seriesFrom(text, AT, { uid: 'n', fields: FIELDS }, 'Europe/Berlin', NOW));
        const times = timesOf(text);
        expect(times === null || Number.isFinite(times.start + times.end)).toBe(true);
        expect(timesOf(textOf(BLOCK, text, NOW))).toEqual({ start: BLOCK.start, end: BLOCK.end });
      }),
      { numRuns: 200 },
    );
  });
});
