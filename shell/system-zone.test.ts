import { afterEach, describe, expect, it } from 'vitest';
import { settledSystemZone } from './system-zone.ts';

const before = process.env['TZ'];
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

function settled(tz: string): { zone: string; tz: string | undefined; warnings: string[] } {
  process.env['TZ'] = tz;
  const warnings: string[] = [];
  const zone = settledSystemZone(process.env, (sentence) => warnings.push(sentence));
  return { zone: zone(), tz: process.env['TZ'], warnings };
}

describe('settledSystemZone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    [':Europe/Berlin', 'Europe/Berlin'],
    ['/usr/share/zoneinfo/Asia/Tokyo', 'Asia/Tokyo'],
    [':/usr/share/zoneinfo/posix/America/New_York', 'America/New_York'],
    ['UTC', 'UTC'],
  ])('understands TZ=%s', (tz, zone) => {
    expect(settled(tz)).toEqual({ zone, tz: zone, warnings: [] });
  });

  it('takes the file of the system for the zone of the system', () => {
    delete process.env['TZ'];
    const system = settledSystemZone(process.env, () => {})();
    expect(settled(':/etc/localtime')).toEqual({ zone: system, tz: undefined, warnings: [] });
  });

  it.each(['', 'UTC0', 'CET-1CEST', '<+03>-3', 'Mars/Base', ':', '/etc/passwd'])(
    'counts TZ=%s as UTC and says so once',
    (tz) => {
      const { zone, tz: kept, warnings } = settled(tz);
      expect({ zone, kept }).toEqual({ zone: 'UTC', kept: 'UTC' });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(tz);
    },
  );
});
