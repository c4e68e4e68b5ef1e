import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntentPreview } from '../core/domain/intent-view.ts';
import { say } from '../core/messages/index.ts';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** Lines that ask something of what is there, on a real profile with its helper process; it is Monday, 3 May 2027. */

describe('intents', () => {
  let folder: string;
  let profile: Profile;
  beforeAll(async () => {
    folder = temporaryFolder();
    profile = await openTestProfile(folder);
    for (const line of [
      'Gym today 18:00 45m',
      'Pay invoice 12 from Miller 10m',
      'Write quarterly report 2h by Friday',
      'Send report to Anna 15m',
      'Fix the shelf #Home',
      'Clean windows Wednesday 9am-11am #Home',
      'Steuererklärung abgeben 3h',
      'Rechnung von Telekom zahlen 5m',
      'Water plants every Monday 10m',
    ])
      await typed(profile, line);
    await profile.client.app.settled({ timeoutMs: 60_000 });
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  const preview = async (text: string): Promise<IntentPreview | null> =>
    (await profile.client.intents.preview({ text })).preview;
  const changesOf = async (text: string): Promise<unknown[] | null> =>
    (await preview(text))?.changes.map(({ title, to }) => [title, to]) ?? null;
  const task = async (title: string) => {
    const { tasks } = await profile.client.tasks.list({ status: 'any' });
    return tasks.find((one) => one.title.includes(title))!;
  };
  /** Applies what a line asks, gives what it did to `check`, and takes it back by one undo. */
  const doing = async (text: string, check: () => Promise<void>): Promise<void> => {
    const before = JSON.stringify(await profile.client.tasks.list({ status: 'any', order: 'created' }));
    const shown = await preview(text);
    await profile.client.intents.apply({ text, version: shown!.version! });
    await check();
    const { undone } = await profile.client.tasks.undo();
    expect(undone).not.toBeNull();
    const after = await profile.client.tasks.list({ status: 'any', order: 'created' });
    const plain = (list: string): unknown =>
      (JSON.parse(list) as typeof after).tasks.map(({ id, date, start, end, status, deferrals }) => [
        id,
        date,
        start,
        end,
        status,
        deferrals,
      ]);
    expect(plain(JSON.stringify(after))).toEqual(plain(before));
  };

  it.each([
    ['move gym to tomorrow', [['Gym', '2027-05-04T18:00']]],
    ['verschiebe Gym auf morgen', [['Gym', '2027-05-04T18:00']]],
    ['push the gym to Friday 7am', [['Gym', '2027-05-07T07:00']]],
    ['Clean windows auf Samstag verschieben', [['Clean windows', '2027-05-08T09:00']]],
    ['done with the invoice', [['Pay invoice 12 from Miller', null]]],
    ['Telekom Rechnung erledigt', [['Rechnung von Telekom zahlen', null]]],
    ['fertig mit der Steuererklärung', [['Steuererklärung abgeben', null]]],
  ])('%s', async (line, changes) => {
    expect(await changesOf(line)).toEqual(changes);
  });

  it.each(['push all #Home to Saturday', 'alles aus #Home auf Samstag verschieben'])('%s', async (line) => {
    expect((await changesOf(line))?.toSorted()).toEqual([
      ['Clean windows', '2027-05-08T09:00'],
      ['Fix the shelf', '2027-05-08'],
    ]);
  });

  it('changes what was shown, as one step', async () => {
    await doing('push all #Home to Saturday', async () => {
      expect((await task('shelf')).date).toBe('2027-05-08');
      expect(await task('windows')).toMatchObject({ start: '2027-05-08T09:00', end: '2027-05-08T11:00' });
      expect(say((await profile.client.tasks.history()).undo!)).toBe('move 2 tasks');
    });
    await doing('done with the invoice', async () => {
      expect((await task('invoice')).status).toBe('done');
    });
    await doing('Gym auf morgen verschieben', async () => {
      expect(await task('Gym')).toMatchObject({ start: '2027-05-04T18:00', deferrals: 1 });
    });
  });

  it('keeps a stretch free by one event', async () => {
    const shown = (await preview('free Friday afternoon'))!;
    expect(say(shown.message)).toBe('Keep Fri 7 May, 12:00–19:00 free');
    expect((await profile.client.events.list({ from: '2027-05-07', to: '2027-05-08' })).events).toEqual([]);
    await doing('Freitag Nachmittag freihalten', async () => {
      const { events } = await profile.client.events.list({ from: '2027-05-07', to: '2027-05-08' });
      expect(events).toMatchObject([
        { title: 'Freigehalten', start: '2027-05-07T12:00', end: '2027-05-07T19:00', blocks: true },
      ]);
    });
  });

  it('asks which of two is meant, and does the chosen one', async () => {
    const text = 'done with the report';
    const shown = (await preview(text))!;
    expect(shown.version).toBeNull();
    expect(shown.choices.map(({ title }) => title).toSorted()).toEqual([
      'Send report to Anna',
      'Write quarterly report',
    ]);
    await expect(profile.client.intents.apply({ text, version: 'x' })).rejects.toThrow('changes nothing');
    const chosen = shown.choices.find(({ title }) => title.startsWith('Send'))!.taskId;
    const one = (await profile.client.intents.preview({ text, chosen })).preview!;
    expect(one.changes.map(({ taskId }) => taskId)).toEqual([chosen]);
    await profile.client.intents.apply({ text, chosen, version: one.version! });
    expect((await task('Send report')).status).toBe('done');
    await profile.client.tasks.undo();
  });

  it('refuses to do what is no longer what was shown', async () => {
    const text = 'move gym to tomorrow';
    const { version } = (await preview(text))!;
    const { id, date } = await task('Gym');
    await profile.client.tasks.update({ id, patch: { date: '2027-05-06' } });
    await expect(profile.client.intents.apply({ text, version: version! })).rejects.toThrow(
      'changed in the meantime',
    );
    await profile.client.tasks.update({ id, patch: { date } });
  });

  it.each(['what can I do in 20 minutes?', 'Was kann ich in 20 Minuten machen?'])('%s', async (line) => {
    const shown = (await preview(line))!;
    expect(shown.version).toBeNull();
    const said = shown.answers.filter(({ guessed }) => !guessed).map(({ title }) => title);
    expect(said).toEqual(expect.arrayContaining(['Send report to Anna', 'Rechnung von Telekom zahlen']));
    expect(shown.answers.every(({ minutes }) => minutes !== null && minutes <= 20)).toBe(true);
  });

  it.each(['when could I finish the quarterly report?', 'Wann könnte ich die Steuererklärung fertig haben?'])(
    '%s',
    async (line) => {
      const shown = (await preview(line))!;
      expect(say(shown.message)).toMatch(/^“.+” could be done by (?:Mon|Tue|Wed|Thu|Fri) \d+ May/u);
    },
  );

  it.each([
    'move the sofa',
    'move the sofa to Friday',
    'move to Berlin in June',
    'done list for Anna',
    'done with school',
    'push code to main',
    'free up disk space',
    'free lunch on Friday',
    'keep the change',
    'mark the exam papers',
    'what can I do for Anna',
    'Sofa verschieben',
    'Auto auf den Parkplatz schieben',
    'Fenster frei machen',
    'Gym tomorrow',
  ])('%s stays a task', async (line) => {
    expect(await preview(line)).toBeNull();
  });

  it('reads them only in the languages that are switched on', async () => {
    await profile.client.preferences.update({ languages: ['en'] });
    expect(await preview('verschiebe Gym auf morgen')).toBeNull();
    await profile.client.preferences.update({ languages: ['en', 'de'] });
    expect(await preview('verschiebe Gym auf morgen')).not.toBeNull();
  });
});
