import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, gone, todayList, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';

/** More work than fits: what matters most says what would give it a place, the rest waits in a few quiet lines. */

/** A Wednesday, before work. */
const MORNING = '2026-03-04T08:10';

let app: Running;
let page: Page;
withApp('host', { now: MORNING }, (started) => {
  app = started;
  page = started.page;
});

const pressing = (): Locator => page.getByRole('region', { name: 'More work than fits' });
const later = (): Locator => page.getByRole('list', { name: 'Later' });

const moves = (): Locator => pressing().getByRole('button', { name: /^Move Audit branch \d+ to Wed 18 Mar/ });

describe('more work than fits', () => {
  it('a task of priority 1 without a place gets one by one press, and is back by another', async () => {
    // Two weeks of working days, full to the last minute, and one more.
    for (let n = 1; n <= 21; n += 1) await add(page, `Audit branch ${n} 4h15 p1`);
    expect(await visible(moves(), 30_000)).toBe(true);
    const sentence = pressing().getByText(/^Priority 1 and not planned: Audit branch \d+ fits if you:$/);
    expect(await sentence.count()).toBe(1);
    await pressing().getByRole('button', { name: 'Work until 21:45 today' }).click();
    expect(await visible(todayList(page).getByText('17:30 – 21:45'))).toBe(true);
    expect(await gone(pressing())).toBe(true);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    expect(await visible(moves(), 20_000)).toBe(true);
  });

  it('moves what can wait, by name', async () => {
    await moves().click();
    expect(await visible(page.getByText(/“Audit branch \d+” moved to Wed 18 Mar/))).toBe(true);
    expect(await gone(pressing(), 20_000)).toBe(true);
  });

  it('has the rest as one line a week, which opens', async () => {
    for (const line of ['Paint the hall 5h', 'Sort forty years of photos 80h']) await add(page, line);
    expect(await visible(page.getByRole('heading', { name: /^Later 2 tasks/ }), 20_000)).toBe(true);
    const week = later().getByRole('button', { name: /16 – 22 Mar.*Paint the hall.*1 task/ });
    expect(await visible(week)).toBe(true);
    await week.click();
    await later().getByRole('button', { name: 'Paint the hall', exact: true }).click();
    expect(await visible(page.getByRole('dialog').getByLabel('Title'))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
