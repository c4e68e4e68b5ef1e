import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** What a person sees and does, in the words of the page. */

export const capture = (page: Page): Locator => page.getByRole('textbox', { name: /^Add a task/ });
export const understood = (page: Page): Locator => page.getByRole('group', { name: 'Understood' });
export const todayList = (page: Page): Locator => page.getByRole('list', { name: 'Planned for today' });
export const timeline = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Timeline of today' });
export const highlights = (page: Page): Promise<string[]> => page.locator('[data-token]').allTextContents();

/** The row of a task in today's list. */
export const rowOf = (page: Page, title: string): Locator =>
  todayList(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) });

/** The task's block in the timeline. */
export const blockOf = (page: Page, title: string): Locator =>
  timeline(page).getByRole('button').filter({ hasText: title });

export const visible = (what: Locator, timeoutMs = 10_000): Promise<boolean> =>
  until(async () => (await what.count()) > 0 && (await what.first().isVisible()), timeoutMs);

export const gone = (what: Locator, timeoutMs = 10_000): Promise<boolean> =>
  until(async () => (await what.count()) === 0, timeoutMs);

/** Whether an element comes to say some words. */
export const says = (what: Locator, words: string | RegExp, timeoutMs = 10_000): Promise<boolean> =>
  until(async () => {
    const text = (await what.count()) > 0 ? ((await what.first().textContent()) ?? '') : '';
    return typeof words === 'string' ? text.includes(words) : words.test(text);
  }, timeoutMs);

/** Whether a field comes to hold a text. */
export const holds = (field: Locator, text: string, timeoutMs = 10_000): Promise<boolean> =>
  until(async () => (await field.count()) > 0 && (await field.first().inputValue()) === text, timeoutMs);

/** Leaves the questions of the first run. */
export async function skipFirstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Skip' }).click();
  // The next key is the first task; Esc leaves the line, so that keys are shortcuts.
  await page.locator('#capture-field:focus').waitFor();
  await page.keyboard.press('Escape');
}

/** Types a line as a person would, key by key. */
export async function type(page: Page, line: string): Promise<void> {
  await capture(page).click();
  await capture(page).pressSequentially(line, { delay: 2 });
}

/** Types a line and takes it. */
export async function add(page: Page, line: string): Promise<void> {
  await type(page, line);
  await capture(page).press('Enter');
}

/**
 * Uses one of the row's own buttons, which show when the pointer is over it. A new plan may move the row away from the
 * pointer in between; a person then follows it, and so does this.
 */
export async function onRow(page: Page, title: string, button: string): Promise<void> {
  const target = rowOf(page, title).getByRole('button', { name: button, exact: true });
  const used = await until(async () => {
    try {
      await rowOf(page, title).hover({ timeout: 1_000 });
      await target.click({ timeout: 1_000 });
      return true;
    } catch {
      return false;
    }
  }, 15_000);
  if (!used) throw new Error(`the row of “${title}” offers no “${button}”`);
}

/** Pastes text into the field that has the focus, without the system's clipboard. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

export async function go(page: Page, place: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Daymark' })
    .getByRole('link', { name: new RegExp(`^${place}`) })
    .click();
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where elements are at one moment; what is not there any more is left out, and nothing is waited for. */
export function boxesOf(what: Locator): Promise<Box[]> {
  return what.evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );
}

/** Where the first of them is, once it has stopped moving. */
async function restingBox(what: Locator): Promise<Box> {
  let last: Box | undefined;
  let box: Box | undefined;
  const rests = await until(async () => {
    [last, box] = [box, (await boxesOf(what))[0]];
    if (!box || JSON.stringify(last) === JSON.stringify(box)) return box !== undefined;
    await new Promise((resolve) => setTimeout(resolve, 150));
    return false;
  }, 15_000);
  if (!rests || !box) throw new Error('nothing to drag');
  return box;
}

/** Drags with the mouse in steps, as a hand does: what is still gliding to its place is waited for. */
export async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  await gone(page.getByText('planning again'), 15_000);
  const box = await restingBox(from);
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3 + 12, box.y + box.height / 2 + 6, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
}

/** Walks to a row with the keyboard, down the list and up again; false when it is not met. */
export async function focusRow(page: Page, title: string): Promise<boolean> {
  const focused = todayList(page).locator('[data-focused]').filter({ hasText: title });
  for (const key of 'j'.repeat(16) + 'k'.repeat(16)) {
    await page.keyboard.press(key);
    if (await until(async () => (await focused.count()) > 0, 100)) return true;
  }
  return false;
}
