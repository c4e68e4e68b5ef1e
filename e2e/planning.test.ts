import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { add, blockOf, boxesOf, go, gone, rowOf, timeline, visible } from './journey.ts';
import { withApp } from './session.ts';
import type { Running } from './targets.ts';
import { until } from './until.ts';

/** The day as a person lays it out: appointments, focus time, what moves and what stays, the looks at the day. */

/** A Wednesday, before work. */
const MORNING = '2026-03-04T08:10';

let app: Running;
let page: Page;
const session = withApp('host', { now: MORNING }, (started) => {
  app = started;
  page = started.page;
});

const dialog = (): Locator => page.getByRole('dialog');
const timesOf = async (title: string): Promise<string> =>
  /\d+:\d\d – \d+:\d\d/.exec((await rowOf(page, title).textContent()) ?? '')?.[0] ?? '';
const settles = (what: () => Promise<boolean>): Promise<boolean> => until(what, 15_000);

/** Presses a key that acts on the whole window, not on a field. */
async function key(keys: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('body').press(keys);
}

interface Appointment {
  title: string;
  from?: string;
  to?: string;
  toDay?: string;
  ways?: [there: string, back: string];
  allDay?: boolean;
}

/** Enters an appointment by key; times are typed, days are picked. */
async function appoint({ title, from, to, toDay, ways, allDay }: Appointment): Promise<void> {
  await key('c');
  await dialog().getByLabel('Title').fill(title);
  if (allDay) await dialog().getByLabel('All day').check();
  const time = async (label: string, value: string | undefined): Promise<void> => {
    if (value === undefined) return;
    await dialog().getByLabel(label).fill(value);
    await dialog().getByLabel(label).press('Tab');
  };
  await time('From, time', from);
  if (toDay) await dialog().getByLabel('To, day').fill(toDay);
  await time('To, time', to);
  if (ways) {
    await dialog().getByLabel('Travel before').fill(ways[0]);
    await dialog().getByLabel('Travel after').fill(ways[1]);
  }
  await dialog().getByRole('button', { name: 'Add' }).click();
  expect(await gone(dialog())).toBe(true);
}

/** The person comes back to the window: what it shows now is seen. */
const look = (): Promise<void> =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));

describe('what moves of a day that was seen', () => {
  it('waits for a word, moves on a key, and comes back by one undo', async () => {
    await add(page, 'Write the offer 30m today p1');
    expect(await settles(async () => (await timesOf('Write the offer')) === '9:00 – 9:30')).toBe(true);
    await add(page, 'Sort the receipts 30m today');
    expect(await settles(async () => (await timesOf('Sort the receipts')) === '9:30 – 10:00')).toBe(true);
    expect(await gone(page.getByText('planning again'))).toBe(true);
    await look();

    await appoint({ title: 'Visit', from: '9:00', to: '9:30' });
    const proposal = page.getByRole('region', { name: 'Proposed changes' });
    expect(await visible(proposal.getByText('Write the offer: 9:00 → 10:00'), 15_000)).toBe(true);
    expect(await timesOf('Write the offer')).toBe('9:00 – 9:30');

    await key('a');
    expect(await gone(proposal)).toBe(true);
    expect(await settles(async () => (await timesOf('Write the offer')) === '10:00 – 10:30')).toBe(true);
    await key('Shift+U');
    expect(await settles(async () => (await timesOf('Write the offer')) === '9:00 – 9:30')).toBe(true);
    await key('r');
    expect(await settles(async () => (await timesOf('Write the offer')) === '10:00 – 10:30')).toBe(true);
  });

  it('pulls an edge, and moves by key, at once', async () => {
    const block = blockOf(page, 'Write the offer');
    const box = await block.boundingBox();
    if (!box) throw new Error('there is no block');
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + box.height - 3);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height + 20, { steps: 6 });
    await page.mouse.move(x, box.y + box.height - 3 + 38, { steps: 6 });
    await page.mouse.up();
    expect(await settles(async () => (await timesOf('Write the offer')) === '10:00 – 11:00')).toBe(true);

    await rowOf(page, 'Write the offer')
      .getByRole('button', { name: 'Write the offer', exact: true })
      .focus();
    await page.keyboard.press('Alt+ArrowDown');
    expect(await settles(async () => (await timesOf('Write the offer')) === '10:15 – 11:15')).toBe(true);
    expect(await visible(rowOf(page, 'Write the offer').getByText('pinned'))).toBe(true);
  });
});

describe('appointments', () => {
  it('have their ways there and back, which nothing is planned over', async () => {
    await appoint({ title: 'Dentist', from: '14:00', to: '15:00', ways: ['25', '15'] });
    expect(await visible(blockOf(page, 'Dentist'))).toBe(true);
    const ways = timeline(page).locator('[class*="travel"]');
    expect(await settles(async () => (await ways.count()) === 2)).toBe(true);
    const adjoin = async (): Promise<boolean> => {
      const [there, back] = await boxesOf(ways);
      const [dentist] = await boxesOf(blockOf(page, 'Dentist'));
      if (!there || !back || !dentist) return false;
      const gapBefore = Math.abs(there.y + there.height - dentist.y);
      return gapBefore < 3 && Math.abs(back.y - (dentist.y + dentist.height)) < 3;
    };
    expect(await settles(adjoin)).toBe(true);

    await blockOf(page, 'Dentist').click();
    expect(await dialog().getByLabel('Travel before').inputValue()).toBe('25 min');
    await dialog().getByLabel('Travel after').fill('0');
    await dialog().getByRole('button', { name: 'Save' }).click();
    expect(await settles(async () => (await ways.count()) === 1)).toBe(true);
  });

  it('lie side by side, over midnight, and in a row of their own for whole days', async () => {
    await appoint({ title: 'Phone call', from: '14:30', to: '15:00' });
    const sideBySide = async (): Promise<boolean> => {
      const [a, b] = await Promise.all(
        ['Dentist', 'Phone call'].map(async (title) => (await boxesOf(blockOf(page, title)))[0]),
      );
      return Boolean(a && b && (a.x + a.width <= b.x || b.x + b.width <= a.x));
    };
    expect(await settles(sideBySide)).toBe(true);

    await appoint({ title: 'Night train', from: '22:30', toDay: '2026-03-05', to: '6:10' });
    await appoint({ title: 'Trade fair', allDay: true, toDay: '2026-03-06' });
    await go(page, 'Week');
    const week = page.locator('[data-grid="week"]');
    expect(await visible(week.getByText('all day'))).toBe(true);
    expect(await visible(week.getByText('Trade fair'))).toBe(true);
    expect(await settles(async () => (await week.getByText('Night train').count()) === 2)).toBe(true);
    await week.getByText('Trade fair').click();
    expect(await dialog().getByLabel('To, day').inputValue()).toBe('2026-03-06');
    await dialog().getByRole('button', { name: 'Remove' }).click();
    expect(await gone(week.getByText('Trade fair'))).toBe(true);
    await go(page, 'Today');
  });
});

describe('focus time', () => {
  const line = (times: string): Locator =>
    page.getByRole('list', { name: 'Focus time' }).getByRole('button', { name: `Focus ${times}` });

  it('is kept on a word, moved by hand, and given up for a day', async () => {
    await go(page, 'Week');
    await page.getByRole('button', { name: 'Reserve focus time' }).click();
    // The morning of the next day: nothing stands in its way there.
    const band = page.locator('[data-grid="week"] [class*="focus"]').getByText('Focus').first();
    expect(await visible(band, 15_000)).toBe(true);
    const box = await band.boundingBox();
    await page.mouse.click(box!.x + box!.width / 2, box!.y + box!.height + 12);
    expect(await visible(dialog().getByText(/^Reserved for focus: .*meetings\.$/))).toBe(true);
    const hours = async (from: string, to: string): Promise<void> => {
      await dialog().getByLabel('From').fill(from);
      await dialog().getByLabel('To').fill(to);
      await dialog().getByLabel('To').press('Tab');
      await dialog().getByRole('button', { name: 'Save' }).click();
    };
    await hours('5:30', '7:00');
    expect(await visible(dialog().getByText('it overlaps “Night train”', { exact: false }))).toBe(true);
    await hours('15:30', '17:00');
    expect(await gone(dialog())).toBe(true);

    await go(page, 'Today');
    await page.getByRole('button', { name: 'Later day' }).click();
    expect(await visible(line('15:30 – 17:00'), 15_000)).toBe(true);
    await line('15:30 – 17:00').click();
    expect(await visible(dialog().getByText('Reserved for focus: you placed it here.'))).toBe(true);
    await dialog().getByRole('button', { name: 'Not on this day' }).click();
    expect(await gone(line('15:30 – 17:00'))).toBe(true);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).last().click();
    expect(await visible(line('15:30 – 17:00'), 15_000)).toBe(true);
  });

  it('says in the settings when a week has no room for it', async () => {
    await go(page, 'Settings');
    await page.getByLabel('Focus time from').fill('9:00');
    await page.getByLabel('Focus time from').press('Tab');
    await page.getByLabel('Focus time to').fill('9:30');
    await page.getByLabel('Focus time to').press('Tab');
    expect(
      await visible(page.getByText(/^Focus time reserved \d of \d times this week: /).first(), 15_000),
    ).toBe(true);
    await page.getByLabel('Reserve focus time every week').click();
    expect(await gone(page.getByLabel('Focus time from'))).toBe(true);
    await go(page, 'Today');
  });

  it('broke no policy and wrote no error', () => expect(app.problems).toEqual([]));
});

describe('the looks at the day', () => {
  const leftovers = (name: string): Locator => page.getByRole('region', { name });

  const comeBack = (now: string): Promise<void> => session.restart({ now });

  it('offers in the evening what is left, in the morning what came over, and after days away both at once', async () => {
    await comeBack('2026-03-04T17:50');
    const evening = leftovers('End of the day');
    expect(await visible(evening, 15_000)).toBe(true);
    await evening.getByRole('button', { name: 'Skip' }).click();
    expect(await gone(evening)).toBe(true);

    await comeBack('2026-03-05T08:20');
    const morning = leftovers('Start of the day');
    expect(await visible(morning.getByText('2 tasks left over.', { exact: false }), 15_000)).toBe(true);
    await morning.getByRole('button', { name: 'Review' }).click();
    await morning
      .getByRole('listitem')
      .filter({ hasText: 'Sort the receipts' })
      .getByRole('button', { name: 'Won’t do' })
      .click();
    expect(await gone(morning.getByText('Sort the receipts'))).toBe(true);
    await morning.getByRole('button', { name: 'Close' }).click();
    expect(await gone(morning)).toBe(true);

    await comeBack('2026-03-12T09:10');
    const back = leftovers('Welcome back');
    expect(await visible(back.getByText('Welcome back.', { exact: false }), 15_000)).toBe(true);
    expect(await page.getByText('The plan changed').count()).toBe(0);
    await back.getByRole('button', { name: 'Use suggested days' }).click();
    expect(await gone(back)).toBe(true);
    expect(await visible(rowOf(page, 'Write the offer'))).toBe(true);
    expect(app.problems).toEqual([]);
  });
});
