import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { grammarGroups, grammarRows } from '../core/grammar/forms.ts';
import {
  add,
  capture,
  go,
  gone,
  highlights,
  holds,
  paste,
  rowOf,
  says,
  type,
  understood,
  visible,
} from './journey.ts';
import { withApp } from './session.ts';
import { runCli, targets, type Running } from './targets.ts';
import { until } from './until.ts';

/** Typing a task: what is shown meanwhile, what can be done about it, and what is learned from it. */

/** A Wednesday morning within working hours. */
const NOW = '2026-03-04T09:10';

/** What was on the screen in one frame. */
interface Frame {
  typed: string;
  shown: string;
  coloured: [number, number][];
}

/** Notes from now on, frame by frame, the text in the field, the text drawn over it and what of it is coloured. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: Frame[] = [];
    const field = document.querySelector('textarea');
    const mirror = field?.previousElementSibling;
    const note = (): void => {
      const shown = (mirror?.textContent ?? '').replace('\u200b', '');
      const coloured = [...(mirror?.querySelectorAll<HTMLElement>('[data-token]') ?? [])].map(
        (element): [number, number] => {
          const from = Number(element.dataset['token']);
          return [from, from + (element.textContent ?? '').length];
        },
      );
      frames.push({ typed: field?.value ?? '', shown, coloured });
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, { daymarkFrames: frames });
  });
}

const framesOf = (page: Page): Promise<Frame[]> =>
  page.evaluate(() => (window as unknown as { daymarkFrames: Frame[] }).daymarkFrames);

const chip = (page: Page, name: string | RegExp): Locator => understood(page).getByRole('button', { name });

const clear = async (page: Page): Promise<void> => {
  await capture(page).fill('');
  await gone(understood(page));
};

const isColoured = (page: Page, word: string): Promise<boolean> =>
  until(async () => (await highlights(page)).includes(word));

/**
 * Sets a field by mouse: on its chip, or from the list of those that have none. A guess that comes meanwhile moves the
 * field from the one to the other; a person then looks again, and so does this.
 */
async function pick(page: Page, field: string, choice: string): Promise<void> {
  const own = chip(page, new RegExp(`change ${field}$`));
  const quick = { timeout: 1_500 };
  const picked = await until(async () => {
    try {
      if ((await own.count()) > 0) await own.click(quick);
      else {
        await understood(page)
          .getByRole('button', { name: /^Set day/ })
          .click(quick);
        await page.getByRole('menuitem', { name: new RegExp(`^${field}$`, 'i') }).hover(quick);
      }
      await page.getByRole('menuitem', { name: new RegExp(`^${choice}`) }).click(quick);
      return true;
    } catch {
      await page.mouse.click(2, 2);
      return false;
    }
  }, 15_000);
  if (!picked) throw new Error(`no menu offers “${choice}” for the ${field}`);
}

interface Listed {
  id: string;
  title: string;
  project: string | null;
  durationMin: number | null;
}

describe.each(targets())('quick add in %s', (target) => {
  let app: Running;
  let page: Page;
  withApp(target, { now: NOW }, async (started) => {
    app = started;
    page = started.page;
    await type(page, 'warm up 5m');
    await isColoured(page, '5m');
    await clear(page);
  });

  async function cli<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await runCli([...args, '--data-dir', app.dataDir], NOW);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  }

  async function stored(title: string): Promise<Listed | undefined> {
    const { tasks } = await cli<{ tasks: Listed[] }>('list');
    return tasks.find((task) => task.title === title);
  }

  it('colours words at ten keys a second, and never loses one', async () => {
    const line = 'Prepare slides tomorrow 45m p1 #Work @deep for the board';
    const words = ['tomorrow', '45m', 'p1', '#Work', '@deep'];
    await capture(page).click();
    await watchFrames(page);
    await capture(page).pressSequentially(line, { delay: 100 });
    expect(await until(async () => (await highlights(page)).join(' ') === words.join(' '))).toBe(true);

    const frames = await framesOf(page);
    expect(frames.filter(({ typed, shown }) => typed !== shown)).toEqual([]);
    for (const word of words) {
      const from = line.indexOf(word);
      const to = from + word.length;
      const covers = ({ coloured }: Frame): boolean => coloured.some(([a, b]) => a <= from && b >= to);
      // A word is done when the next sign is there; from its first colour on it may not blink.
      const after = frames.filter(({ typed }) => typed.length > to && line.startsWith(typed));
      const first = after.findIndex(covers);
      expect({ word, first }).not.toEqual({ word, first: -1 });
      expect(after.slice(first).filter((frame) => !covers(frame))).toEqual([]);
    }
    await clear(page);
  });

  it('makes the word at the caret plain on Esc, or on a click, and takes it back on another', async () => {
    await type(page, 'Read chapter 45m');
    expect(await isColoured(page, '45m')).toBe(true);
    await capture(page).press('Escape');
    expect(await gone(chip(page, /^45 min, change/))).toBe(true);
    expect(await capture(page).evaluate((field) => document.activeElement === field)).toBe(true);

    const at = await page.locator('[data-token]').first().boundingBox();
    if (!at) throw new Error('the plain word has no place');
    const click = (): Promise<void> => page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
    await click();
    expect(await visible(chip(page, /^45 min, change/))).toBe(true);
    await click();
    expect(await gone(chip(page, /^45 min, change/))).toBe(true);
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, 'Read chapter 45m'))).toBe(true);
  });

  it('offers an uncertain reading as a dashed chip that Tab takes', async () => {
    await type(page, 'Buy sun cream');
    const offer = chip(page, /\?\s*Tab$/);
    expect(await visible(offer)).toBe(true);
    expect(await offer.evaluate((element) => getComputedStyle(element).borderStyle)).toBe('dashed');
    await capture(page).press('Tab');
    expect(await visible(chip(page, /change day$/))).toBe(true);
    expect(await gone(offer)).toBe(true);
    expect(await capture(page).evaluate((field) => document.activeElement === field)).toBe(true);
    expect(await holds(capture(page), 'Buy sun cream')).toBe(true);
    await clear(page);
  });

  it('lets a field picked by mouse beat the words, before and after them', async () => {
    await type(page, 'Sort the photos p1');
    expect(await visible(chip(page, /^P1, change/))).toBe(true);
    await pick(page, 'priority', 'P2');
    expect(await visible(chip(page, /^P2, change/))).toBe(true);
    await pick(page, 'length', '1h 30m');
    expect(await visible(chip(page, /^1h 30m, change/))).toBe(true);
    await capture(page).press('End');
    await capture(page).pressSequentially(' 45m');
    expect(await isColoured(page, '45m')).toBe(true);
    expect(await visible(chip(page, /^1h 30m, change/))).toBe(true);
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, 'Sort the photos'))).toBe(true);
    expect(await says(rowOf(page, 'Sort the photos'), '1h 30m')).toBe(true);
  });

  it('takes the last capture back with Ctrl Z', async () => {
    await add(page, 'A slip of the pen 5m');
    expect(await visible(rowOf(page, 'A slip of the pen'))).toBe(true);
    await visible(page.getByText('Added “A slip of the pen”'));
    await capture(page).press('Control+z');
    expect(await gone(rowOf(page, 'A slip of the pen'))).toBe(true);
  });

  it('takes nothing else back when the offer to undo is stale', async () => {
    await add(page, 'Feed the cat 5m');
    const offer = page.getByRole('alert').filter({ hasText: 'Feed the cat' });
    expect(await visible(offer)).toBe(true);
    await cli('add', 'Ring the bell 5m');
    expect(await visible(rowOf(page, 'Ring the bell'))).toBe(true);
    await offer.getByRole('button', { name: 'Undo' }).click();
    expect(await visible(page.getByText(/Something else has changed/))).toBe(true);
    expect(await visible(rowOf(page, 'Ring the bell'))).toBe(true);
    expect(await visible(rowOf(page, 'Feed the cat'))).toBe(true);
  });

  it('shows a pasted list without its bullets before it makes the tasks', async () => {
    await capture(page).click();
    await paste(
      capture(page),
      '- Oil the hinge 5m\n  - find the oil\n* [ ] Sew the button 10m\n\n2. Not this one\n• [x] Wind the clock 5m',
    );
    const dialog = page.getByRole('dialog', { name: 'Add these tasks?' });
    expect(await visible(dialog)).toBe(true);
    const line = (n: number): Promise<string> =>
      dialog.getByRole('textbox', { name: `Line ${n}` }).inputValue();
    expect(await Promise.all([1, 2, 3, 4].map(line))).toEqual([
      'Oil the hinge 5m',
      'Sew the button 10m',
      'Not this one',
      'Wind the clock 5m',
    ]);
    expect(await visible(dialog.getByText('- find the oil'))).toBe(true);
    expect(await visible(dialog.getByText('Already done.'))).toBe(true);
    await dialog.getByRole('button', { name: 'Leave out line 3' }).click();
    await dialog.getByRole('button', { name: 'Add 3 tasks' }).click();
    expect(await gone(dialog)).toBe(true);
    for (const title of ['Oil the hinge', 'Sew the button'])
      expect(await visible(rowOf(page, title))).toBe(true);
    expect(await rowOf(page, 'Wind the clock').count()).toBe(0);
    await capture(page).press('Control+z');
    for (const title of ['Oil the hinge', 'Sew the button'])
      expect(await gone(rowOf(page, title))).toBe(true);
    expect(await visible(page.getByText('Undid: added 3 tasks'))).toBe(true);
  });

  it('explains on ? every form of the grammar', async () => {
    await capture(page).press('Escape');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Shortcuts and syntax' });
    expect(await visible(sheet)).toBe(true);
    expect(await sheet.locator('caption').allTextContents()).toEqual(grammarGroups.map(({ name }) => name));
    const rows = await sheet.locator('tbody tr').allTextContents();
    expect(rows).toHaveLength(grammarRows.length);
    for (const row of grammarRows) expect(rows.some((text) => text.includes(row.example))).toBe(true);
    const means = await sheet.locator('tbody tr', { hasText: 'Buy milk tomorrow' }).last().textContent();
    expect(means).toMatch(/Buy milk tomorrow.*tomorrow$/i);
    await page.keyboard.press('Escape');
    expect(await gone(sheet)).toBe(true);
  });

  it('offers what similar tasks had as a ghost that Tab takes and Enter ignores', async () => {
    for (const what of ['front', 'back', 'side'])
      await cli('add', `Water the roses in the ${what} garden 15m #Garden`);
    const line = 'Water the roses in the garden';
    const ghost = chip(page, /^Garden\s*Tab$/);
    // The offer rests on the meaning of the three, which is there a little after them.
    const offered = await until(async () => {
      await clear(page);
      await type(page, line);
      return visible(ghost, 1_500);
    }, 25_000);
    expect(offered).toBe(true);
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, line))).toBe(true);
    expect((await stored(line))?.project).toBeNull();

    await type(page, `${line} again`);
    expect(await visible(ghost)).toBe(true);
    await capture(page).press('Tab');
    expect(await visible(chip(page, /^Garden, change project$/))).toBe(true);
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, `${line} again`))).toBe(true);
    expect((await stored(`${line} again`))?.project).toBe('Garden');
  });

  it('knows a word of one’s own after two corrections, one while typing and one afterwards', async () => {
    await type(page, 'zeph agenda 5m');
    await pick(page, 'project', 'Garden');
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, 'zeph agenda'))).toBe(true);
    const second = await cli<Listed>('add', 'print zeph minutes 5m');
    expect(second.project).toBeNull();
    await cli('edit', second.id, 'project=Garden');

    await type(page, 'call about zeph 5m');
    const learned = chip(page, /^Garden, change project$/);
    expect(await visible(learned)).toBe(true);
    expect(await isColoured(page, 'zeph')).toBe(true);
    expect(await learned.getAttribute('title')).toMatch(/^“zeph” means this to you, \d+% sure$/);
    const label = learned.getByText('Garden');
    expect(await label.evaluate((element) => getComputedStyle(element).textDecorationStyle)).toBe('dotted');
    await capture(page).press('Enter');
    expect(await visible(rowOf(page, 'call about zeph'))).toBe(true);
    expect((await stored('call about zeph'))?.project).toBe('Garden');
  });

  it('lists that word in Settings, where it is changed, paused and forgotten', async () => {
    await go(page, 'Settings');
    const rule = page
      .getByRole('region', { name: 'Your words' })
      .getByRole('listitem')
      .filter({ has: page.getByText('zeph', { exact: true }) });
    expect(await visible(rule)).toBe(true);
    expect(await says(rule, 'means project Garden')).toBe(true);
    expect(await rule.locator('q').textContent()).toBe('print zeph minutes 5m');
    const readsAs = (project: string | null): Promise<boolean> =>
      until(async () => (await cli<Listed>('parse', 'ask zeph today')).project === project, 10_000);

    await rule.getByRole('button', { name: 'Change' }).click();
    await rule.getByRole('textbox', { name: 'Project' }).fill('Atlas');
    await rule.getByRole('button', { name: 'Save' }).click();
    expect(await visible(rule.getByText(/project Atlas/))).toBe(true);
    expect(await readsAs('Atlas')).toBe(true);

    await rule.getByRole('switch', { name: 'Use it' }).click();
    expect(await readsAs(null)).toBe(true);
    await rule.getByRole('switch', { name: 'Use it' }).click();
    expect(await readsAs('Atlas')).toBe(true);

    await rule.getByRole('button', { name: 'Forget' }).click();
    expect(await gone(rule)).toBe(true);
    expect(await readsAs(null)).toBe(true);
  });

  it('broke no policy and wrote no error', () => {
    expect(app.problems).toEqual([]);
    expect(app.fakeElectron?.refused ?? []).toEqual([]);
  });
});
