import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTestProfile, noMl, removeFolder, temporaryFolder } from '../shell/testing.ts';
import { main } from './command.fixture.ts';

/** Commands that run at the same time, each a process of its own, on one profile. */

/** A dozen processes on a machine that is busy elsewhere. */
vi.setConfig({ testTimeout: 300_000 });

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

interface Command {
  pid: number | undefined;
  done: Promise<{ code: number | null; stderr: string; answer: Record<string, unknown> | null }>;
}

function command(...args: string[]): Command {
  return commandWith('', ...args);
}

function commandWith(input: string, ...args: string[]): Command {
  const child = spawn(process.execPath, [main, ...args, '--data-dir', folder]);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return {
    pid: child.pid,
    done: new Promise((done) =>
      child.on('close', (code) => {
        const answer = stdout === '' ? null : (JSON.parse(stdout) as Record<string, unknown>);
        done({ code, stderr, answer });
      }),
    ),
  };
}

async function storedTitles(): Promise<string[]> {
  const { answer } = await command('list').done;
  return ((answer?.['tasks'] ?? []) as { title: string }[]).map(({ title }) => title).toSorted();
}

function ownerPid(): number | null {
  try {
    return (JSON.parse(readFileSync(join(folder, 'daymark.lock'), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
}

it('twelve at once are all stored, once, and all say so', async () => {
  const titles = Array.from(
    { length: 12 },
    (_unused, n) => `Side by side number ${String.fromCharCode(65 + n)}`,
  );
  const outcomes = await Promise.all(titles.map((title) => command('add', title).done));
  expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(titles.map(() => [0, '']));
  expect(new Set(outcomes.map(({ answer }) => answer?.['id'])).size).toBe(12);
  expect(outcomes.map(({ answer }) => answer?.['title'])).toEqual(titles);
  expect(await storedTitles()).toEqual(titles);
});

it('guests of a command that is killed go on by themselves and store nothing twice', async () => {
  const titles = Array.from({ length: 5 }, (_unused, n) => `Left alone ${String.fromCharCode(65 + n)}`);
  const commands = titles.map((title) => command('add', title));
  await until(() => commands.some(({ pid }) => pid === ownerPid()));
  const killed = ownerPid();
  process.kill(killed!, 'SIGKILL');
  const outcomes = await Promise.all(commands.map(({ done }) => done));
  const others = commands.flatMap(({ pid }, n) => (pid === killed ? [] : [n]));
  expect(others).toHaveLength(4);
  for (const n of others) expect(outcomes[n]).toMatchObject({ code: 0, stderr: '' });
  const stored = await storedTitles();
  expect(stored).toEqual([...new Set(stored)]);
  for (const n of others) expect(stored).toContain(titles[n]);
});

it('an app that is started during a command waits for it and then owns the profile', async () => {
  const adding = command('add', 'Before the app');
  await until(() => ownerPid() === adding.pid);
  const profile = await openTestProfile(folder, { spawnMl: noMl });
  expect((await adding.done).code).toBe(0);
  expect((await profile.client.tasks.list({})).tasks.map(({ title }) => title)).toEqual(['Before the app']);
  await profile.close();
});

it('lists that are added at once are all stored, one after the other', async () => {
  const lists = ['A', 'B', 'C'].map((name) => [`List ${name} one`, `List ${name} two`]);
  const outcomes = await Promise.all(lists.map((list) => commandWith(list.join('\n'), 'add', '-').done));
  expect(outcomes).toEqual(lists.map(() => ({ code: 0, stderr: '', answer: { added: 2 } })));
  expect(await storedTitles()).toEqual(lists.flat());
});

it('of a list whose command is killed nothing is left, for the very next command', async () => {
  const lines = Array.from({ length: 5_000 }, (_unused, n) => `Thing ${n}`);
  const adding = commandWith(lines.join('\n'), 'add', '-');
  const log = join(folder, 'daymark.db-wal');
  await until(() => (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 500_000);
  process.kill(adding.pid!, 'SIGKILL');
  expect((await adding.done).code).toBe(null);
  expect(await storedTitles()).toEqual([]);
});

it('a guest reads what is wrong with a list, not that something was', async () => {
  const profile = await openTestProfile(folder);
  const { code, stderr } = await commandWith(`Fine\n${'x'.repeat(10_001)}`, 'add', '-').done;
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'This is larger than the 10000 characters a line that can be taken at once.\n',
  });
  await profile.close();
});
