import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { noMl, openTestProfile, realMl, removeFolder, silentMl, temporaryFolder } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const child = fileURLToPath(new URL('./crash-child.testdouble.ts', import.meta.url));

/** Runs the child and kills it `delayMs` after its first answer; the ids it had answered with. */
function runAndKill(round: number, delayMs: number): Promise<string[]> {
  return new Promise((done, failed) => {
    const running = spawn(process.execPath, [child, folder, String(round)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    running.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    running.stdout.on('data', (text: Buffer) => {
      if (output === '') setTimeout(() => running.kill('SIGKILL'), delayMs);
      output += text.toString();
    });
    running.on('close', () => {
      const ids = output.split('\n').slice(0, -1);
      if (ids.length === 0) failed(new Error(errors));
      else done(ids);
    });
  });
}

describe('kill -9', () => {
  it('loses no task whose creation was answered, at 50 random moments', async () => {
    const random = seededRandom(11);
    const answered: string[] = [];
    for (let round = 0; round < 50; round += 1)
      answered.push(...(await runAndKill(round, Math.floor(random() * 60))));
    const profile = await openTestProfile(folder, { spawnMl: noMl });
    try {
      for (const id of answered) {
        const task = await profile.client.tasks.get({ id: taskId.parse(id) });
        expect(task.rawText).toMatch(/^Task \d+-\d+ #Work @tag\d$/);
      }
      const { total } = await profile.client.tasks.list({ status: 'any', limit: 1 });
      expect(total).toBeGreaterThanOrEqual(answered.length);
      expect((await profile.client.tasks.search({ query: 'Task 49' })).results.length).toBeGreaterThan(0);
    } finally {
      await profile.close();
    }
  }, 300_000);
});

describe('without the ml process', () => {
  it('captures raw text, and reads it later against its own moment; what the person set meanwhile stays', async () => {
    const without = await openTestProfile(folder, { spawnMl: silentMl });
    const made = await without.client.tasks.create({
      text: 'Call Marek tomorrow 25m p1 #Atlas @phone',
      now: '2027-05-03T09:00',
    });
    expect(made).toMatchObject({ title: made.rawText, parseState: 'pending', date: null, durationMin: null });
    expect((await without.client.capture.parse({ text: 'x 5m', seq: 1 })).result.tokens).toEqual([]);
    await without.client.tasks.update({ id: made.id, patch: { durationMin: 40, project: 'Home' } });
    expect((await without.client.tasks.list({})).total).toBe(1);
    expect((await without.client.planning.current()).stale).toBe(true);
    await expect(without.client.planning.replan({})).rejects.toMatchObject({ code: 'mlUnavailable' });
    await without.close();

    const later = await openTestProfile(folder);
    await later.whenMlReady(30_000);
    expect(await later.settle(30_000)).toBe(true);
    expect(await later.client.tasks.get({ id: made.id })).toMatchObject({
      title: 'Call Marek',
      parseState: 'parsed',
      date: '2027-05-04',
      priority: 1,
      tags: ['phone'],
      durationMin: 40,
      project: 'Home',
    });
    await later.close();
  });

  it('goes on when it is killed, and catches up when it is back', async () => {
    const profile = await openTestProfile(folder, { spawnMl: realMl });
    const { client } = profile;
    try {
      await profile.whenMlReady(30_000);
      const before = await client.tasks.create({ text: 'Before the crash 30m' });
      expect(await profile.settle(30_000)).toBe(true);
      const plan = await client.planning.current();
      expect(plan.blocks.map((block) => block.taskId)).toContain(before.id);

      const { pid } = profile.ml();
      process.kill(pid!, 'SIGKILL');
      const during = await client.tasks.create({ text: 'During the crash 35m' });
      expect(during.rawText).toBe('During the crash 35m');
      expect((await client.tasks.list({})).total).toBe(2);
      expect((await client.planning.current()).blocks.length).toBeGreaterThanOrEqual(plan.blocks.length);

      // The end of a process is noticed some time after it, so the old one may still count as ready.
      while (profile.ml().pid === pid) await new Promise((done) => setTimeout(done, 10));
      await profile.whenMlReady(30_000);
      const deadline = Date.now() + 30_000;
      let caughtUp = false;
      while (!caughtUp && Date.now() < deadline) {
        await profile.settle(1_000);
        const task = await client.tasks.get({ id: during.id });
        const planned = (await client.planning.current()).blocks.some((block) => block.taskId === during.id);
        caughtUp =
          task.parseState === 'parsed' && task.durationMin === 35 && task.predicted !== null && planned;
      }
      expect(caughtUp).toBe(true);
    } finally {
      await profile.close();
    }
  });
});
