import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';
import { readHostMemory, writeHostMemory } from './memory.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => removeFolder(dataDir));

it('keeps the port and the secrets of the last runs, to this user alone', () => {
  const runs = [1, 2, 3, 4].map((run) => {
    const memory = { ...readHostMemory(dataDir), port: 4_000 + run };
    writeHostMemory(dataDir, memory);
    return memory;
  });
  expect(readHostMemory(dataDir)).toMatchObject({
    port: 4_004,
    secrets: [expect.any(String), runs[3]?.secrets[0], runs[2]?.secrets[0]],
  });
  const othersMay = process.platform === 'win32' ? 0 : statSync(join(dataDir, 'host.json')).mode & 0o077;
  expect(othersMay).toBe(0);
});

it.each(['', '{', 'null', '[]', '{"port":"x","secrets":[1,"short"]}', '{"port":70000}'])(
  'starts over after a memory that reads %s',
  (text) => {
    writeFileSync(join(dataDir, 'host.json'), text);
    const { port, secrets } = readHostMemory(dataDir);
    expect([port, secrets.length]).toEqual([0, 1]);
  },
);
