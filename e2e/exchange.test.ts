import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { withApp } from './session.ts';
import { targets } from './targets.ts';
import { until } from './until.ts';

/** A person brings calendar and tasks along at the page, and takes everything away again. */

const NOW = '2026-03-04T09:10';
const CALENDAR = `BEGIN:VCALENDAR
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:1
SUMMARY:Standup
DTSTART;TZID=Europe/Berlin:20260301T093000
DURATION:PT15M
RRULE:FREQ=DAILY
END:VEVENT
END:VCALENDAR
`;

describe.each(targets())('calendars, import and export in %s', (target) => {
  let page: Page;
  let folder: string;
  withApp(target, { now: NOW }, async (app) => {
    page = app.page;
    folder = mkdtempSync(join(tmpdir(), 'daymark-exchange-'));
    await page.goto(`${page.url().split('#')[0]}#/settings`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const section = (name: string): Locator => page.getByRole('region', { name });
  const shows = (what: Locator, words: string): Promise<boolean> =>
    until(async () => (await what.allTextContents()).join(' ').includes(words), 15_000);

  it('adds a calendar by its path, and asks before an address inside of the network', async () => {
    const calendars = section('Calendars');
    const address = calendars.getByRole('textbox', {
      name: 'Web address, or path of an .ics file or folder',
    });
    await address.fill('http://127.0.0.1:9/team.ics');
    await calendars.getByRole('button', { name: 'Add calendar' }).click();
    expect(await shows(calendars.getByRole('alert'), 'private network')).toBe(true);
    const path = join(folder, 'team.ics');
    writeFileSync(path, CALENDAR);
    await address.fill(path);
    await calendars.getByRole('button', { name: 'Add calendar' }).click();
    expect(await shows(calendars.getByRole('listitem'), 'Team')).toBe(true);
  });

  it('shows what an import brings before it is made', async () => {
    const importing = section('Import');
    const file = join(folder, 'house.md');
    writeFileSync(file, '# House\n- [ ] Paint the shed ⏫ 📅 2026-03-09\n- [x] Sow ✅ 2026-03-01\n');
    await importing.getByLabel('File to import').setInputFiles(file);
    expect(await shows(importing, '2 tasks, 1 of them done, 1 new project')).toBe(true);
    expect(await shows(importing.getByRole('list', { name: 'Sample' }), 'Paint the shed · House')).toBe(true);
    await importing.getByRole('button', { name: 'Import', exact: true }).click();
    expect(await shows(page.getByRole('alert'), 'Imported 2 tasks')).toBe(true);
  });

  it('publishes the plan to a file, and says what was changed there', async () => {
    const publish = section('Publish your plan');
    const file = join(folder, 'plan.ics');
    await publish.getByText('To a file on this computer').click();
    await publish.getByRole('textbox', { name: 'Full path of a new .ics file' }).fill(file);
    await publish.getByRole('button', { name: 'Publish to this file' }).click();
    expect(await shows(publish.getByRole('status'), '1 planned block,')).toBe(true);
    const moved = readFileSync(file, 'utf8')
      .replace(/DTSTART.*/, 'DTSTART:20260306T090000Z')
      .replace(/DTEND.*/, 'DTEND:20260306T093000Z');
    writeFileSync(file, moved);
    await publish.getByRole('button', { name: 'Update now' }).click();
    expect(await shows(page.getByRole('alert'), '“Paint the shed” was moved in your calendar')).toBe(true);
    expect(await shows(publish.getByRole('listitem'), 'pinned to Fri 6 Mar 10:00')).toBe(true);
  });

  it('saves an export as a file', async () => {
    const saved = page.waitForEvent('download');
    await section('Export').getByRole('button', { name: 'Tasks (CSV)' }).click();
    expect((await saved).suggestedFilename()).toBe('daymark.csv');
  });
});
