import { expect, it } from 'vitest';
import { liveOneDay } from './day-of-use.ts';

/** Nothing of Daymark lies anywhere but in its profile. The browser is left out: it keeps what it keeps. */

it.runIf(process.platform !== 'win32')(
  'a day of use leaves no file in the home and the temporary folder',
  async () => {
    const { codes, found, leftBehind } = await liveOneDay();
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(found).toContain('Repair the bicycle');
    expect(leftBehind).toEqual([]);
  },
);
