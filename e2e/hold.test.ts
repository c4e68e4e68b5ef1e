import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, go, gone, rowOf, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** What a row's menu offers: skipping one of a series, ending it, and putting a task on hold. */

const MORNING = '2026-03-04T08:10';

let app: Running;
let page: Page;
withApp('host', { now: MORNING }, (started) => {
  app = started;
  page = started.page;
});

const told = (words: string | RegExp): Promise<boolean> =>
  visible(page.getByRole('alert').filter({ hasText: words }));
const listed = (list: string, title: string): Locator =>
  page.getByRole('list', { name: list, exact: true }).getByRole('button', { name: title, exact: true });

/** Uses the menu of a row by keyboard alone: the row may move under a pointer. */
async function choose(title: string, item: string): Promise<void> {
  const more = page.getByRole('button', { name: `More for ${title}` }).first();
  const choice = page.getByRole('menuitem', { name: item, exact: true });
  const shown = await until(async () => {
    if ((await choice.count()) > 0) return true;
    await more.press('Enter', { timeout: 1_000 }).catch(() => {});
    return visible(choice, 1_000);
  });
  expect(shown).toBe(true);
  await choice.press('Enter');
}

describe('the menu of a row', () => {
  it('skips one of a series, and ends it, each by its own name and with a way back', async () => {
    await add(page, 'Water the plants every day 20m');
    await rowOf(page, 'Water the plants').waitFor();
    await choose('Water the plants', 'Skip this one');
    expect(await told('Skipped “Water the plants”')).toBe(true);
    expect(await gone(rowOf(page, 'Water the plants'))).toBe(true);
    const skipped = page.getByRole('alert').filter({ hasText: 'Skipped “Water the plants”' });
    await skipped.getByRole('button', { name: 'Undo' }).click();
    expect(await visible(rowOf(page, 'Water the plants'))).toBe(true);
    await choose('Water the plants', 'End repeating');
    expect(await told('no longer repeats')).toBe(true);
    expect(await visible(rowOf(page, 'Water the plants'))).toBe(true);
  });

  it('puts a task on hold, which is shown apart and planned again from there', async () => {
    await add(page, 'Learn to sail 60m');
    await rowOf(page, 'Learn to sail').waitFor();
    await choose('Learn to sail', 'Move to Someday');
    expect(await told('Moved “Learn to sail” to Someday')).toBe(true);
    expect(await gone(rowOf(page, 'Learn to sail'))).toBe(true);
    await go(page, 'Tasks');
    const group = page.getByRole('button', { name: 'Someday 1' });
    expect(await visible(group)).toBe(true);
    expect(await gone(listed('Tasks', 'Learn to sail'))).toBe(true);
    await group.click();
    expect(await visible(listed('Someday tasks', 'Learn to sail'))).toBe(true);
    await choose('Learn to sail', 'Mark as waiting');
    const waiting = page.getByRole('button', { name: 'Waiting 1' });
    expect(await visible(waiting)).toBe(true);
    await waiting.click();
    expect(await visible(listed('Waiting tasks', 'Learn to sail'))).toBe(true);
    await choose('Learn to sail', 'Plan again');
    expect(await visible(listed('Tasks', 'Learn to sail'))).toBe(true);
    await go(page, 'Today');
    expect(await visible(rowOf(page, 'Learn to sail'))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
