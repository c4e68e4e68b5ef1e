import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '../core/contract/index.ts';
import type { AppClient } from './profile.ts';
import { keyFileLine, openTestProfile, removeFolder, silentMl, temporaryFolder } from './testing.ts';

/** Every procedure of the app contract against a profile that no one has unlocked. */

describe('a locked profile', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  /** Every procedure of the contract by its path. */
  function procedures(client: AppClient): [string, (input: unknown) => Promise<unknown>][] {
    return Object.entries(contract).flatMap(([group, members]) =>
      Object.keys(members).map((name): [string, (input: unknown) => Promise<unknown>] => {
        const part = client[group as keyof AppClient] as unknown as Record<
          string,
          (input: unknown) => Promise<unknown>
        >;
        return [`${group}.${name}`, part[name]!];
      }),
    );
  }

  const id = v7();
  const inputs: Record<string, unknown> = {
    'app.settled': { timeoutMs: 10 },
    'app.finishFirstRun': {},
    'vault.setPassphrase': { passphrase: 'long enough' },
    'capture.parse': { text: 'x', seq: 1 },
    'capture.guess': { text: 'x' },
    'capture.preview': { text: 'x' },
    'capture.draft': undefined,
    'capture.keepDraft': { text: 'x' },
    'intents.preview': { text: 'x' },
    'intents.apply': { text: 'x', version: 'x' },
    'tasks.create': { text: 'x' },
    'tasks.createMany': { lines: ['x'] },
    'tasks.addList': { text: 'x' },
    'tasks.list': {},
    'tasks.upcoming': { ids: [] },
    'tasks.search': { query: 'x' },
    'tasks.track': { id, from: '2027-05-03T07:00', to: '2027-05-03T07:25' },
    'habits.create': { title: 'x', timesPerWeek: 3 },
    'projects.create': { name: 'x' },
    'events.list': { from: '2027-05-03', to: '2027-05-04' },
    'events.create': { title: 'x', start: '2027-05-03T10:00', end: '2027-05-03T11:00' },
    'calendars.add': { location: 'https://example.org/x.ics' },
    'imports.begin': { name: 'x' },
    'imports.append': { upload: 'x', text: 'x' },
    'imports.preview': { upload: 'x' },
    'imports.run': { upload: 'x' },
    'exports.make': { format: 'json' },
    'planning.acceptPromise': { taskId: id, day: '2027-05-06', chance: 0.8 },
    'planning.replan': {},
    'planning.closeDailyReview': { kind: 'morning' },
    'planning.seen': { revision: 1 },
    'planning.moveFocus': { from: null, to: null },
    'planning.answer': { accept: true },
    'preferences.update': {},
    'reminders.snooze': { id: 'x', minutes: 10 },
    'reminders.dismiss': { ids: ['x'] },
    'backups.restore': { name: 'x' },
    'app.setLocalApi': { enabled: true },
    'tasks.changeTogether': { ids: [id], action: { kind: 'finish' } },
    'desktop.set': { badge: true },
    'desktop.requests': { window: 'main' },
    'desktop.show': { window: 'main' },
    'desktop.hide': { window: 'main' },
    'tasks.delete': { ids: [id] },
    'tasks.arrange': { ids: [id] },
    'projects.arrange': { id, before: null },
    'projects.addSection': { id, name: 'x' },
    'tasks.changeStretch': { stretchId: id, from: '2027-05-03T07:00', to: '2027-05-03T07:25' },
    'tasks.removeStretch': { stretchId: id },
    'tasks.answerTimerGap': { stretchId: id, answer: { kind: 'worked' } },
    'filters.read': { text: 'p1' },
    'filters.create': { name: 'x', query: 'p1' },
    'calendars.find': { url: 'https://example.org', login: { username: 'x', password: 'x' } },
    'calendars.signIn': { id, login: { username: 'x', password: 'x' } },
    'sync.preview': { kind: 'folder' },
    'sync.setUp': { kind: 'folder', place: '/x', passphrase: 'long enough' },
    'sync.changePassphrase': { present: 'x', passphrase: 'long enough' },
    'sync.dismissReplaced': { id: 1 },
    'captureFolder.set': { path: null },
    'publishing.setUp': { kind: 'file', location: '/x/plan.ics' },
    'publishing.turnOff': { kind: 'file' },
    'recommendations.stalled': {},
    'recommendations.take': { id, kind: 'drop' },
    'recommendations.dismiss': { id, kind: 'drop' },
    'recommendations.rollback': { version: null },
    'learning.rollback': { target: 'duration', version: null },
  };
  const generic = {
    id,
    taskId: id,
    predictionId: id,
    verdict: 'yes',
    patch: {},
    until: '2027-05-04',
    start: null,
  };

  it('answers nothing but the vault and the status, then opens with the passphrase', async () => {
    const first = await openTestProfile(folder, { spawnMl: silentMl });
    await first.client.tasks.create({ text: 'Behind the lock' });
    const present = keyFileLine(folder);
    await first.client.vault.setPassphrase({ passphrase: 'correct horse', removeKeyFile: true, present });
    await first.close();

    const profile = await openTestProfile(folder, { spawnMl: silentMl });
    expect(profile.state).toBe('locked');
    expect(await profile.client.vault.status()).toEqual({
      state: 'locked',
      slots: ['passphrase'],
      proof: 'secret',
    });
    expect((await profile.client.app.status()).firstRun).toBe(false);
    for (const [path, call] of procedures(profile.client)) {
      if (['app.status', 'app.notices', 'app.settled', 'vault.status', 'vault.unlock'].includes(path))
        continue;
      const refused = await call(inputs[path] ?? generic).catch((error: unknown) => error);
      expect({ path, refused }).toMatchObject({ path, refused: { code: 'locked' } });
    }
    await expect(profile.client.vault.unlock({ secret: 'wrong' })).rejects.toMatchObject({
      code: 'wrongPassphrase',
    });
    expect(await profile.client.vault.unlock({ secret: 'correct horse' })).toEqual({ state: 'open' });
    expect((await profile.client.tasks.list({})).tasks.map((task) => task.title)).toEqual([
      'Behind the lock',
    ]);
    const { code } = await profile.client.vault.makeRecoveryCode({ present: 'correct horse' });
    await profile.close();

    const recovered = await openTestProfile(folder, { spawnMl: silentMl, secret: code });
    expect(recovered.state).toBe('open');
    await recovered.close();
    await expect(openTestProfile(folder, { spawnMl: silentMl, secret: 'nonsense' })).rejects.toMatchObject({
      code: 'wrongPassphrase',
    });
  });
});
