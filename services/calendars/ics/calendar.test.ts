import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { localOf } from '../../../core/time/zoned.ts';
import { expandCalendar, readCalendar } from './calendar.ts';
import { occurrencesOf } from './rule-expand.ts';
import { readRule } from './rule.ts';

const BERLIN = 'Europe/Berlin';

/** A calendar of events, each given by its lines. */
function file(events: readonly string[], head = ''): string {
  const bodies = events.map((lines) => `BEGIN:VEVENT\n${lines.trim()}\nEND:VEVENT`);
  return `BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Team\n${head}${bodies.join('\n')}\nEND:VCALENDAR\n`;
}

function expanded(text: string, from = '2027-03-01', to = '2027-05-01', tz = BERLIN) {
  const calendar = readCalendar(text, 'file', tz);
  if (!calendar) throw new Error('no calendar');
  const { events, skipped } = expandCalendar(calendar, { from, to }, tz);
  return { events, skipped, spans: events.map(({ title, start, end }) => `${title} ${start}–${end}`) };
}

const spans = (events: readonly string[], head?: string): string[] => expanded(file(events, head)).spans;

describe('a series', () => {
  it('keeps the wall clock of its zone when clocks change, and is shown on the clock asked for', () => {
    const weekly = `UID:1\nSUMMARY:Call\nDTSTART;TZID=America/New_York:20270308T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=4`;
    // New York changes on 14 March, Berlin on 28 March.
    expect(spans([weekly])).toEqual([
      'Call 2027-03-08T15:00–2027-03-08T15:30',
      'Call 2027-03-15T14:00–2027-03-15T14:30',
      'Call 2027-03-22T14:00–2027-03-22T14:30',
      'Call 2027-03-29T15:00–2027-03-29T15:30',
    ]);
  });

  it('leaves out exceptions, whether they name the moment, the instant or the day, and adds dates', () => {
    const daily = `UID:1\nSUMMARY:D\nDTSTART;TZID=Europe/Berlin:20270301T090000\nDTEND;TZID=Europe/Berlin:20270301T100000
RRULE:FREQ=DAILY;COUNT=6
EXDATE;TZID=Europe/Berlin:20270302T090000,20270303T100000
EXDATE:20270304T080000Z
EXDATE;VALUE=DATE:20270305
RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20270310T120000/PT2H,20270311T120000/20270311T123000`;
    expect(spans([daily])).toEqual([
      'D 2027-03-01T09:00–2027-03-01T10:00',
      'D 2027-03-03T09:00–2027-03-03T10:00',
      'D 2027-03-06T09:00–2027-03-06T10:00',
      'D 2027-03-10T12:00–2027-03-10T14:00',
      'D 2027-03-11T12:00–2027-03-11T12:30',
    ]);
  });

  it('takes changed occurrences as they are, also those that come into the span or leave it', () => {
    const main =
      'UID:1\nSUMMARY:S\nDTSTART:20270201T090000Z\nDTEND:20270201T100000Z\nRRULE:FREQ=WEEKLY;COUNT=12';
    const into =
      'UID:1\nSUMMARY:In\nRECURRENCE-ID:20270208T090000Z\nDTSTART:20270302T090000Z\nDTEND:20270302T093000Z';
    const out =
      'UID:1\nSUMMARY:Out\nRECURRENCE-ID:20270308T090000Z\nDTSTART:20270601T090000Z\nDTEND:20270601T093000Z';
    const off =
      'UID:1\nSUMMARY:S\nSTATUS:CANCELLED\nRECURRENCE-ID:20270315T090000Z\nDTSTART:20270315T090000Z';
    const older = into.replace('In', 'Older').replace('DTSTART:20270302', 'SEQUENCE:-1\nDTSTART:20270303');
    expect(spans([main, into, older, out, off])).toEqual([
      'S 2027-03-01T10:00–2027-03-01T11:00',
      'In 2027-03-02T10:00–2027-03-02T10:30',
      'S 2027-03-22T10:00–2027-03-22T11:00',
      'S 2027-03-29T11:00–2027-03-29T12:00',
      'S 2027-04-05T11:00–2027-04-05T12:00',
      'S 2027-04-12T11:00–2027-04-12T12:00',
      'S 2027-04-19T11:00–2027-04-19T12:00',
    ]);
  });

  it('changes this one and what follows', () => {
    const main =
      'UID:1\nSUMMARY:S\nDTSTART:20270301T090000Z\nDTEND:20270301T100000Z\nRRULE:FREQ=DAILY;COUNT=4';
    const later =
      'UID:1\nSUMMARY:Later\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270303T090000Z\nDTSTART:20270303T110000Z\nDTEND:20270303T113000Z';
    expect(spans([main, later])).toEqual([
      'S 2027-03-01T10:00–2027-03-01T11:00',
      'S 2027-03-02T10:00–2027-03-02T11:00',
      'Later 2027-03-03T12:00–2027-03-03T12:30',
      'Later 2027-03-04T12:00–2027-03-04T12:30',
    ]);
  });

  it('ends with UNTIL, on the clock that it is written for', () => {
    const until = (value: string): number =>
      spans([`UID:1\nSUMMARY:S\nDTSTART;TZID=Europe/Berlin:20270301T090000\nRRULE:FREQ=DAILY;UNTIL=${value}`])
        .length;
    expect([until('20270303T080000Z'), until('20270303T075959Z')]).toEqual([3, 2]);
    // A day is its first moment, as other programs have it.
    expect([until('20270303T090000'), until('20270303')]).toEqual([3, 2]);
  });

  it('moves what a clock change skips forward, and takes the first of what comes twice', () => {
    const night = 'UID:1\nSUMMARY:N\nDTSTART;TZID=Europe/Berlin:20270327T023000\nRRULE:FREQ=DAILY;COUNT=3';
    expect(spans([night]).map((span) => span.slice(2, 18))).toEqual([
      '2027-03-27T02:30',
      '2027-03-28T03:30',
      '2027-03-29T02:30',
    ]);
    const autumn = expanded(
      file(['UID:1\nSUMMARY:N\nDTSTART;TZID=Europe/Berlin:20271031T023000']),
      '2027-10-01',
      '2027-11-01',
      'UTC',
    );
    expect(autumn.events[0]?.start).toBe('2027-10-31T00:30');
  });
});

describe('zones', () => {
  const at = (tzid: string, head = ''): string | undefined =>
    expanded(
      file([`UID:1\nSUMMARY:Z\nDTSTART;TZID=${tzid}:20270401T120000`], head),
      '2027-03-30',
      '2027-04-03',
      'UTC',
    ).events[0]?.start;

  it('are known by the names that programs give them', () => {
    expect(at('Europe/Berlin')).toBe('2027-04-01T10:00');
    expect(at('europe/berlin')).toBe('2027-04-01T10:00');
    expect(at('"W. Europe Standard Time"')).toBe('2027-04-01T10:00');
    expect(at('/mozilla.org/20070129_1/Europe/Berlin')).toBe('2027-04-01T10:00');
    expect(at('/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires')).toBe('2027-04-01T15:00');
    expect(at('GMT+1')).toBe('2027-04-01T11:00');
    expect(at('"(UTC-05:00) Bogota, Lima"')).toBe('2027-04-01T17:00');
    expect(at('(UTC-05:00) Bogota')).toBe('2027-04-01T17:00');
    expect(at('Nowhere/At_All')).toBe('2027-04-01T12:00');
  });

  it('are taken from the file when no one knows them', () => {
    const zone = `BEGIN:VTIMEZONE
TZID:Office\\, upstairs
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0430
TZOFFSETTO:+0330
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0330
TZOFFSETTO:+0430
END:DAYLIGHT
END:VTIMEZONE
`;
    expect(at('"Office, upstairs"', zone)).toBe('2027-04-01T07:30');
  });

  it('of moments without one are where one is, or the calendar’s own', () => {
    const floating = ['UID:1\nSUMMARY:F\nDTSTART:20270401T120000'];
    expect(expanded(file(floating), '2027-04-01', '2027-04-02', 'Asia/Tokyo').events[0]?.start).toBe(
      '2027-04-01T12:00',
    );
    expect(spans(floating, 'X-WR-TIMEZONE:America/New_York\n')).toEqual([
      'F 2027-04-01T18:00–2027-04-01T18:00',
    ]);
  });
});

describe('one entry', () => {
  it('has days for a whole day, and is busy as it says', () => {
    const { events } = expanded(
      file([
        'UID:1\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20270401\nDTEND;VALUE=DATE:20270404',
        'UID:2\nSUMMARY:Leave\nDTSTART;VALUE=DATE:20270402\nTRANSP:OPAQUE',
        'UID:3\nSUMMARY:Held\\, maybe\\nTwo\nDTSTART:20270403T100000Z\nTRANSP:TRANSPARENT',
      ]),
    );
    expect(
      events.map(({ title, start, end, allDay, busy, calendar }) => ({
        title,
        start,
        end,
        allDay,
        busy,
        calendar,
      })),
    ).toEqual([
      { title: 'Fair', start: '2027-04-01', end: '2027-04-04', allDay: true, busy: false, calendar: 'Team' },
      { title: 'Leave', start: '2027-04-02', end: '2027-04-03', allDay: true, busy: true, calendar: 'Team' },
      {
        title: 'Held, maybe\nTwo',
        start: '2027-04-03T12:00',
        end: '2027-04-03T12:00',
        allDay: false,
        busy: false,
        calendar: 'Team',
      },
    ]);
  });
});

describe('a broken file', () => {
  it('loses what is broken, with the reason, and keeps the rest', () => {
    const text = file([
      'UID:1\nSUMMARY:Good\nDTSTART:20270401T100000Z\nDTEND:20270401T110000Z',
      'UID:2\nSUMMARY:No start',
      'UID:3\nSUMMARY:No such day\nDTSTART:20270230T100000Z',
      'UID:4\nSUMMARY:Odd rule\nDTSTART:20270401T100000Z\nRRULE:FREQ=FORTNIGHTLY',
      'UID:5\nSUMMARY:Garbage inside\nDTSTART:20270402T100000Z\n%%% no line at all\nDTEND:20270402T103000Z',
    ]).replace('END:VEVENT\nBEGIN:VEVENT\nUID:5', 'BEGIN:VEVENT\nUID:5');
    const { events, skipped } = expanded(text);
    expect(events.map((event) => event.title)).toEqual(['Good', 'Garbage inside']);
    expect(skipped.map(({ what }) => what)).toEqual(['No start', 'No such day', 'Odd rule']);
    const cut = expanded(
      `${text.slice(0, text.indexOf('END:VCALENDAR'))}BEGIN:VEVENT\nSUMMARY:Cut\nDTSTART:20270403T1000`,
    );
    expect(cut.skipped).toContainEqual({ what: 'Cut', why: 'the file ends in the middle of it' });
  });

  it('is refused as a calendar when it is none', () => {
    expect(readCalendar('', 'f', BERLIN)).toBeNull();
    expect(readCalendar('{"a": 1}', 'f', BERLIN)).toBeNull();
    expect(readCalendar('BEGIN:VCALENDAR\nEND:VCALENDAR', 'f', BERLIN)?.series).toEqual([]);
  });

  it('can’t make work without end', () => {
    const bombs = [
      'SECONDLY',
      'MINUTELY',
      'SECONDLY;BYMONTH=2;BYMONTHDAY=30',
      'DAILY;BYMONTH=2;BYMONTHDAY=31',
      'SECONDLY;COUNT=999999999;BYHOUR=3',
    ].map((rule, n) => `UID:${n}\nSUMMARY:Bomb ${n}\nDTSTART:19700101T000000Z\nRRULE:FREQ=${rule}`);
    const deep = `${'BEGIN:VEVENT\n'.repeat(50)}${'BEGIN:X\n'.repeat(50_000)}`;
    const long = `SUMMARY:${'x'.repeat(3_000_000)}\nDESCRIPTION:${'a\n '.repeat(400_000)}`;
    const { events, skipped } = expanded(file([...bombs, `UID:z\nDTSTART:20270401T100000Z\n${long}`]) + deep);
    expect(events).toHaveLength(1);
    expect(skipped.filter(({ why }) => why === 'it repeats too often')).toHaveLength(3);
  });
});

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const some = (low: number, high: number) =>
  fc.uniqueArray(
    fc.integer({ min: low, max: high }).filter((n) => n !== 0),
    { minLength: 1, maxLength: 3 },
  );
const days = fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 4 });
const rules = fc.oneof(
  days.map((all) => `WEEKLY;BYDAY=${all.join(',')};WKST=SU`),
  some(-31, 31).map((all) => `MONTHLY;BYMONTHDAY=${all.join(',')}`),
  fc
    .tuple(days, fc.constantFrom(1, 2, 5, -1, -5))
    .map(([all, n]) => `MONTHLY;BYDAY=${all.map((day) => n + day).join(',')}`),
  fc.tuple(days, some(-3, 3)).map(([all, at]) => `MONTHLY;BYDAY=${all.join(',')};BYSETPOS=${at.join(',')}`),
  fc
    .tuple(some(1, 12), some(-31, 31))
    .map(([m, d]) => `YEARLY;BYMONTH=${m.join(',')};BYMONTHDAY=${d.join(',')}`),
  some(-366, 366).map((all) => `YEARLY;BYYEARDAY=${all.join(',')}`),
  // Programs disagree on whose the days are that a first or last week shares with the next year.
  fc
    .tuple(some(2, 51), days)
    .map(([weeks, all]) => `YEARLY;BYWEEKNO=${weeks.join(',')};BYDAY=${all.join(',')}`),
  fc.tuple(some(1, 23), some(1, 59)).map(([h, m]) => `DAILY;BYHOUR=${h.join(',')};BYMINUTE=${m.join(',')}`),
);

it('expands rules as another program does', () => {
  fc.assert(
    fc.property(
      rules,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 2_000_000 }),
      (rule, interval, minutes) => {
        const text = `FREQ=${rule};INTERVAL=${interval}`;
        const start = Date.UTC(2024, 0, 1) / 1_000 + minutes * 60;
        const to = start + 366 * 86_400;
        const got: string[] = [];
        for (const wall of occurrencesOf(readRule(text), start, { from: start, to }, { left: 1e7 })) {
          if (got.length >= 20) break;
          got.push(localOf(wall * 1_000, 'UTC'));
        }
        const dtstart = Temporal.PlainDateTime.from(localOf(start * 1_000, 'UTC')).toZonedDateTime('UTC');
        const peer = new RRuleTemporal({ rruleString: `RRULE:${text}`, dtstart, tzid: 'UTC' });
        const wanted = peer
          .between(new Date(start * 1_000), new Date(to * 1_000), true)
          .slice(0, 20)
          .map((found) => found.toString().slice(0, 16));
        expect({ text, got }).toEqual({ text, got: wanted });
      },
    ),
    { numRuns: 25 },
  );
});

it('reads whatever bytes are thrown at it', () => {
  const sample = file([
    'UID:1\nSUMMARY:S\nDTSTART;TZID="W. Europe Standard Time":20270301T090000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR\nEXDATE:20270326T080000Z',
    'UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270430T070000Z\nDTSTART:20270430T090000Z\nDURATION:PT1H',
  ]);
  const edits = fc.array(fc.tuple(fc.nat(sample.length), fc.nat(40), fc.string({ maxLength: 12 })), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(edits, (all) => {
      let text = sample;
      for (const [at, length, put] of all) text = text.slice(0, at) + put + text.slice(at + length);
      const calendar = readCalendar(text, 'f', BERLIN);
      if (!calendar) return;
      const { events } = expandCalendar(calendar, { from: '2027-01-01', to: '2028-01-01' }, BERLIN);
      for (const { start, end } of events)
        expect(start <= end && start >= '2027' && start < '2028').toBe(true);
    }),
    { numRuns: 400 },
  );
});
