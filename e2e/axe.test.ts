import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { add, capture, go, paste, rowOf, skipFirstRun, todayList, visible } from './journey.ts';
import { start, type Running } from './targets.ts';

/** axe finds nothing on any view, overlay and theme. */

const NOW = '2026-03-04T09:10';
/** What of these looks at colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** How each overlay is opened from Today. */
const OVERLAYS: Record<string, (page: Page) => Promise<void>> = {
  help: async (page) => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  'command menu': async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  },
  'new event': async (page) => {
    await page.keyboard.press('c');
    await page.getByRole('dialog').waitFor();
  },
  'task details': async (page) => {
    await rowOf(page, 'Prepare the slides')
      .getByRole('button', { name: 'Prepare the slides', exact: true })
      .click();
    await page.getByRole('dialog').waitFor();
  },
  reasons: async (page) => {
    await rowOf(page, 'Prepare the slides').hover();
    await rowOf(page, 'Prepare the slides').getByRole('button', { name: 'Why now?' }).click();
  },
  'what a line asks of existing tasks': async (page) => {
    await capture(page).fill('move the plumber to Friday');
    await page.getByRole('group', { name: 'Existing tasks' }).waitFor();
  },
  'what can be done with a row': async (page) => {
    await rowOf(page, 'Prepare the slides').hover();
    await page.getByRole('button', { name: 'More for Prepare the slides' }).first().click();
    await page.getByRole('menuitem', { name: 'Postpone to tomorrow' }).waitFor();
  },
  'the day of a line': async (page) => openChip(page, /change day$/, /^Tomorrow/),
  'the length of a line': async (page) => openChip(page, /change length$/, /^30 min/),
  'what a line does not say': async (page) => {
    await capture(page).fill('Call Ana 20m');
    await page.getByRole('group', { name: 'Understood' }).getByText('20 min').waitFor();
    await page.getByRole('button', { name: 'Set day, length, priority or project' }).click();
    await page.getByRole('menuitem', { name: 'Priority' }).hover();
    await page.getByRole('menuitem', { name: /most important/ }).waitFor();
  },
  'a pasted list': async (page) => {
    await paste(capture(page), 'Buy stamps 10m\nPost the letter tomorrow\n[x] Find the address');
    await page.getByRole('dialog').waitFor();
  },
  history: async (page) => {
    await page.keyboard.press('h');
    await page.getByRole('dialog').waitFor();
  },
  'focus time': async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').fill('Reserve focus time');
    await page
      .getByRole('option', { name: /Reserve focus time/ })
      .or(page.getByText('Reserve focus time'))
      .last()
      .click();
    await page.getByRole('dialog').getByLabel('From').waitFor();
  },
  'quick add with chips': async (page) => {
    await capture(page).fill('Call Ana tomorrow at 3 20m p2 #Work @phone');
    await page.getByRole('group', { name: 'Understood' }).getByText('Work').waitFor();
  },
};

/** Opens the menu of a chip of a line that says everything. */
async function openChip(page: Page, chip: RegExp, choice: RegExp): Promise<void> {
  await capture(page).fill('Call Ana tomorrow at 3 20m p2 #Work');
  await page.getByRole('group', { name: 'Understood' }).getByRole('button', { name: chip }).click();
  await page.getByRole('menuitem', { name: choice }).waitFor();
}

describe('the app', () => {
  let browser: Browser;
  let app: Running;
  let page: Page;

  /** What axe finds in both themes. The dark one is the same page in other colours, so these are what is looked at again. */
  const findings = async (): Promise<string[]> => {
    const light = await axeFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('[data-mantine-color-scheme="dark"]').first().waitFor({ state: 'attached' });
    const dark = await axeFindings(page, COLOUR_RULES);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('[data-mantine-color-scheme="light"]').first().waitFor({ state: 'attached' });
    return [...light, ...dark.map((line) => `dark: ${line}`)];
  };

  beforeAll(async () => {
    browser = await openBrowser();
    app = await start('host', browser, { now: NOW });
    page = app.page;
  });
  afterAll(async () => {
    await app?.dispose();
    await browser?.close();
  });

  it('asks its first questions', async () => {
    await page.getByRole('button', { name: 'Skip' }).waitFor();
    expect(await findings()).toEqual([]);
  });

  it('is empty at first', async () => {
    await skipFirstRun(page);
    for (const view of ['Today', 'Week', 'Tasks', 'Insights', 'Settings']) {
      await go(page, view);
      await page.locator('main h1').waitFor();
      expect({ view, found: await findings() }).toEqual({ view, found: [] });
    }
  });

  it('holds a day', async () => {
    await go(page, 'Today');
    for (const line of [
      'Prepare the slides 45m p1 #Work @deep',
      'Call the plumber 20m p4',
      'Write the report 2h by Friday p2 #Work',
      'Gym 3 times a week 45m',
      'Water the plants every day 10m',
      'Ring the neighbour today 9:15 20m remind me 10 min before',
    ])
      await add(page, line);
    expect(await visible(rowOf(page, 'Prepare the slides'))).toBe(true);
    expect(await visible(todayList(page).getByRole('listitem'))).toBe(true);
    expect(await visible(page.getByRole('status', { name: 'Reminders' }))).toBe(true);
    for (const view of ['Today', 'Week', 'Tasks', 'Insights', 'Settings']) {
      await go(page, view);
      await page.locator('main h1').waitFor();
      expect({ view, found: await findings() }).toEqual({ view, found: [] });
    }
    for (const view of ['Tags', 'People', 'Trash']) {
      await go(page, view);
      await page.locator('main h1').waitFor();
      expect({ view, found: await findings() }).toEqual({ view, found: [] });
    }
    await page.getByRole('link', { name: /^Work/ }).click();
    for (const layout of ['List', 'Board', 'Month']) {
      await page.getByRole('button', { name: layout, exact: true }).click();
      await page.locator('[data-row]').first().waitFor();
      expect({ layout, found: await findings() }).toEqual({ layout, found: [] });
    }
    await go(page, 'Inbox');
    await page.getByRole('button', { name: 'Sort one by one' }).click();
    await page.getByRole('region', { name: 'Sort the inbox' }).waitFor();
    expect({ view: 'sorting', found: await findings() }).toEqual({ view: 'sorting', found: [] });
    await go(page, 'Today');
  });

  it.each(Object.entries(OVERLAYS))('opens %s', async (_name, open) => {
    await open(page);
    expect(await findings()).toEqual([]);
    await capture(page).fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
