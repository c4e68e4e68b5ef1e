import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';
import { daymark } from './command.fixture.ts';

/** Texts that don't fit on a command line, or that no process list should show. */

const NOW = ['--now', '2027-05-03T09:00', '--tz', 'Europe/Berlin'];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const at = (args: readonly string[], input: string | Buffer) =>
  daymark([...args, '--data-dir', folder, ...NOW], input);

async function stored(): Promise<unknown[]> {
  const { lines } = await at(['list'], '');
  return (lines[0]!['tasks'] as { title: string; date: string | null }[])
    .map(({ title, date }) => [title, date])
    .toSorted();
}

describe('text from standard input', () => {
  it('is one task, a list, a question or a line to be read', async () => {
    const one = await at(['add', '-'], 'Send "the $offer" tomorrow 20m\n');
    expect(one).toMatchObject({
      code: 0,
      stderr: '',
      lines: [{ title: 'Send "the $offer"', durationMin: 20 }],
    });

    const list = await at(['add', '-'], '- Call Ada friday\r\n- [ ] Water plants\r\n    - the fern\r\n');
    expect(list).toMatchObject({ code: 0, stderr: '', lines: [{ added: 2 }] });
    expect(await stored()).toEqual([
      ['Call Ada', '2027-05-07'],
      ['Send "the $offer"', '2027-05-04'],
      ['Water plants', null],
    ]);
    expect((await at(['undo'], '')).lines[0]).toMatchObject({ message: 'Undid: added 2 tasks' });

    const found = await at(['search', '-'], 'offer\n');
    expect((found.lines[0]!['results'] as { title: string }[])[0]?.title).toBe('Send "the $offer"');

    const read = await daymark(['parse', '-', ...NOW], '\uFEFFCall Ada friday\r\n');
    expect(read.lines[0]).toMatchObject({ title: 'Call Ada', date: '2027-05-07' });
  });

  it.each([
    ['nothing to add', ['add', '-'], ' \n\n'],
    ['nothing to look for', ['search', '-'], ''],
    ['nothing to read', ['parse', '-'], '\n'],
    ['a line that is too long', ['add', '-'], 'x'.repeat(10_001)],
    ['a list that is too long', ['add', '-'], 'Some task\n'.repeat(400_000)],
    ['a question that is too long', ['search', '-'], 'x'.repeat(20_001)],
    ['a text that is too long to be read', ['parse', '-'], 'x'.repeat(10_001)],
    ['bytes that are no text', ['add', '-'], Buffer.from([0x43, 0xff, 0xfe, 0x0a])],
  ])('%s: exit 2 with one line, before a profile is opened', async (_name, args, input) => {
    const { code, lines, stderr } = await at(args, input);
    expect({ code, lines, said: stderr.trimEnd().split('\n').length }).toEqual({
      code: 2,
      lines: [],
      said: 1,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('adds nothing of a list with a line that is too long', async () => {
    const { code, lines } = await at(['add', '-'], `Fine\n${'x'.repeat(10_001)}\n`);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(await stored()).toEqual([]);
  });
});
