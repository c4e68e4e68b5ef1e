import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  add,
  blockOf,
  boxesOf,
  capture,
  drag,
  go,
  gone,
  rowOf,
  timeline,
  todayList,
  type,
  understood,
  visible,
} from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** What is on the screen is true and stays under the hand: waits end, nothing lies on anything, the focus keeps its place. */

const MORNING = '2026-03-04T08:10';

let app: Running;
let page: Page;
withApp('host', { now: MORNING }, (started) => {
  app = started;
  page = started.page;
});

const forecast = (): Locator => page.getByLabel('Forecast');
const settles = (what: () => Promise<boolean>): Promise<boolean> => until(what, 15_000);
const focusedRow = (): Promise<string | null> =>
  page.evaluate(
    () =>
      document.activeElement?.closest('[data-row]')?.querySelector('[data-row-title]')?.textContent ?? null,
  );
const titleOf = (title: string): Locator =>
  rowOf(page, title).getByRole('button', { name: title, exact: true });
const look = (): Promise<void> =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));

async function key(keys: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('body').press(keys);
}

/** Blocks of the timeline that share ground with another one. */
async function drawnOver(): Promise<string[]> {
  const blocks = await timeline(page)
    .getByRole('button')
    .filter({ hasText: /\d:\d\d/ })
    .all();
  const boxes = await Promise.all(
    blocks.map(async (block) => ({
      name: (await block.textContent()) ?? '',
      box: await block.boundingBox(),
    })),
  );
  return boxes.flatMap(({ name, box }, i) => {
    const over = boxes.slice(i + 1).filter(({ box: other }) => {
      if (!box || !other) return false;
      return box.y + 2 < other.y + other.height && other.y + 2 < box.y + box.height;
    });
    return over.map((other) => `${name} | ${other.name}`);
  });
}

describe('in a fresh profile', () => {
  it('R ends: with the forecast in place, and a word when nothing has to move', async () => {
    await add(page, 'Write the offer 30m today p1');
    await add(page, 'Sort the receipts 30m today');
    expect(await visible(forecast().getByText(/^\d+(h|:| ).* planned|planned of/), 15_000)).toBe(true);
    expect(await gone(page.getByText('planning again'), 15_000)).toBe(true);
    await key('r');
    expect(await visible(page.getByText('The plan is up to date', { exact: false }), 15_000)).toBe(true);
    expect(await gone(page.getByText('planning again'))).toBe(true);
    expect(await visible(forecast().getByText('planned', { exact: false }))).toBe(true);
    expect(await visible(forecast().getByText('Done by'))).toBe(true);
  });

  it('draws nothing on anything else while a proposal waits, and loses nothing', async () => {
    await look();
    await titleOf('Sort the receipts').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    const proposal = page.getByRole('region', { name: 'Proposed changes' });
    expect(await visible(proposal, 15_000)).toBe(true);
    await add(page, 'Call the bank 30m today p1 by today 10:00');
    const named = rowOf(page, 'Call the bank').or(proposal.getByText('Call the bank', { exact: false }));
    expect(await visible(named, 15_000)).toBe(true);
    expect(await drawnOver()).toEqual([]);
    const times = await todayList(page)
      .getByText(/^\d+:\d\d – \d+:\d\d$/)
      .allTextContents();
    expect(new Set(times).size).toBe(times.length);
    await key('a');
    expect(await gone(proposal)).toBe(true);
    expect(await visible(rowOf(page, 'Call the bank'), 15_000)).toBe(true);
    // Blocks glide to their new places.
    expect(await settles(async () => (await drawnOver()).length === 0)).toBe(true);
  });
});

describe('a day picked beside the words', () => {
  it('keeps the hour that was typed', async () => {
    await type(page, 'Dinner with Jo today 19:00');
    const chip = understood(page).getByRole('button', { name: /19:00/ });
    expect(await visible(chip)).toBe(true);
    await chip.click();
    await page.getByRole('menuitem', { name: /^Tomorrow/ }).click();
    expect(await visible(understood(page).getByRole('button', { name: /tomorrow 19:00/ }))).toBe(true);
    await capture(page).press('Enter');
    const coming = page.getByRole('list', { name: 'Planned for tomorrow' }).getByRole('listitem');
    const dinner = coming.filter({ hasText: 'Dinner with Jo' });
    expect(await visible(dinner.getByText('19:00', { exact: false }), 15_000)).toBe(true);
    expect(await visible(dinner.getByText('set time'))).toBe(true);

    await dinner.getByRole('button', { name: 'Dinner with Jo', exact: true }).focus();
    await page.keyboard.press('d');
    expect(await visible(page.getByText('is planned for tomorrow or later already', { exact: false }))).toBe(
      true,
    );
    expect(await dinner.getByText('postponed', { exact: false }).count()).toBe(0);
  });
});

describe('the focus', () => {
  it('goes to the next row after finishing and postponing, and back to the row when its panel closes', async () => {
    await titleOf('Call the bank').focus();
    const rows = await todayList(page).locator('[data-row-title]').allTextContents();
    const after = (title: string): string => rows[rows.indexOf(title) + 1] ?? rows[rows.indexOf(title) - 1]!;
    await page.keyboard.press('f');
    expect(await settles(async () => (await focusedRow()) === after('Call the bank'))).toBe(true);

    const here = (await focusedRow())!;
    await page.keyboard.press('o');
    const panel = page.getByRole('dialog', { name: 'Task details' });
    expect(await visible(panel)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await gone(panel)).toBe(true);
    expect(await settles(async () => (await focusedRow()) === here)).toBe(true);

    await page.keyboard.press('d');
    expect(await gone(rowOf(page, here), 15_000)).toBe(true);
    expect(await settles(async () => (await focusedRow()) !== null)).toBe(true);
    expect(await focusedRow()).not.toBe(here);
  });

  it('is where Enter leaves it: in what the command menu found, in a field, on a button that has worked', async () => {
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? 'the page' : (at?.getAttribute('aria-label') ?? at?.textContent ?? '');
      });
    await page.keyboard.press('Control+k');
    const menu = page.getByRole('dialog', { name: 'Command menu' });
    await menu.getByText('Finish', { exact: true }).waitFor();
    expect(await menu.getByText('Reopen', { exact: true }).count()).toBe(0);
    await page.keyboard.type('dinner');
    const found = page.getByRole('dialog', { name: 'Command menu' }).locator('[data-selected]');
    await found.filter({ hasText: 'Dinner' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Task details' }).waitFor();
    expect(await settles(async () => (await focused()) === 'Title')).toBe(true);
    await page.keyboard.press('Enter');
    expect(await settles(async () => (await focused()) === 'Task details')).toBe(true);
    await page.keyboard.press('Escape');

    await go(page, 'Settings');
    const backUp = page.getByRole('button', { name: 'Back up now' });
    await backUp.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Restore…' }).first().waitFor();
    expect(await settles(async () => (await focused()) === 'Back up now')).toBe(true);
    const from = page.getByLabel('Monday from');
    await from.fill('8:30');
    await from.press('Enter');
    expect(await focused()).toBe('Monday from');
    await go(page, 'Today');
  });

  it('stays with its task when the list is sorted again', async () => {
    await go(page, 'Tasks');
    for (const line of ['Alpha 15m', 'Beta 15m', 'Gamma 15m']) await add(page, line);
    const rows = page.getByRole('list', { name: 'Tasks' }).locator('[data-row-title]');
    expect(await settles(async () => (await rows.allTextContents()).includes('Gamma'))).toBe(true);
    await rows.filter({ hasText: 'Gamma' }).focus();
    const place = (await rows.allTextContents()).indexOf('Gamma');
    await page.keyboard.press('d');
    expect(await settles(async () => (await rows.allTextContents()).indexOf('Gamma') !== place)).toBe(true);
    expect(await focusedRow()).toBe('Gamma');
    await page.keyboard.press('f');
    expect(await settles(async () => !(await rows.allTextContents()).includes('Gamma'))).toBe(true);
    expect(await rows.allTextContents()).toEqual(expect.arrayContaining(['Alpha', 'Beta']));
    expect(await settles(async () => (await focusedRow()) !== null)).toBe(true);
    expect(app.problems).toEqual([]);
  });

  it('Ctrl Z takes back a drag although the line for new tasks still has the focus, and Ctrl Y does it again', async () => {
    await go(page, 'Today');
    await add(page, 'Sweep the yard 30m today');
    const block = blockOf(page, 'Sweep the yard');
    await block.first().waitFor();
    await capture(page).focus();
    const place = async (): Promise<number> => (await boxesOf(block))[0]?.y ?? 0;
    const before = await place();
    const [box] = await boxesOf(block);
    await drag(page, block, { x: box!.x + 20, y: box!.y + 190 });
    await capture(page).focus();
    expect(
      await settles(async () => (await rowOf(page, 'Sweep the yard').getByText('pinned').count()) > 0),
    ).toBe(true);
    await page.keyboard.press('Control+z');
    expect(
      await settles(async () => (await rowOf(page, 'Sweep the yard').getByText('pinned').count()) === 0),
    ).toBe(true);
    expect(await settles(async () => Math.abs((await place()) - before) < 4)).toBe(true);
    await page.keyboard.press('Control+y');
    expect(
      await settles(async () => (await rowOf(page, 'Sweep the yard').getByText('pinned').count()) > 0),
    ).toBe(true);
  });
});
