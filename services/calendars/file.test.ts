import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText } from './file.ts';
import { readCalendar } from './ics/calendar.ts';

/** Bytes of a line with a fold after every `width` octets, wherever that falls. */
function foldedBytes(line: string, width: number, lineBreak: string): Buffer {
  const bytes = Buffer.from(line);
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += width) {
    if (from > 0) parts.push(Buffer.from(`${lineBreak} `));
    parts.push(bytes.subarray(from, from + width));
  }
  return Buffer.concat(parts);
}

it('a calendar is read alike wherever its lines are folded, within characters too', () => {
  const title = fc.string({
    unit: fc.constantFrom('a', 'ü', '€', '😀', '漢', ' x'),
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      title,
      fc.integer({ min: 9, max: 80 }),
      fc.constantFrom('\n', '\r\n'),
      (text, width, lineBreak) => {
        const file = Buffer.concat([
          Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270401T100000Z\n'),
          foldedBytes(`SUMMARY:${text}.`, width, lineBreak),
          Buffer.from('\nEND:VEVENT\nEND:VCALENDAR\n'),
        ]);
        expect(readCalendar(decodeText(file), '', 'UTC')?.series[0]?.[0]?.title).toBe(`${text}.`);
      },
    ),
    { seed: 1 },
  );
  const windows = Buffer.from([0x53, 0xfc, 0xdf, 0x0a, 0x20, 0x80]);
  expect(decodeText(windows)).toBe('Süß\n €');
});
