import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';
import { announce, type AnnounceOptions } from './announce.ts';

const address = 'http://127.0.0.1:4100/?token=secret-token';

let dataDir: string;
let printed: string;
let opened: { target: string; failed: () => void } | null;
beforeEach(() => {
  dataDir = temporaryFolder();
  printed = '';
  opened = null;
});
afterEach(() => removeFolder(dataDir));

function say(options: Partial<AnnounceOptions>): void {
  announce({
    dataDir,
    address,
    opensBrowser: true,
    isTerminal: false,
    print: (text) => void (printed += text),
    open: (target, failed) => void (opened = { target, failed }),
    ...options,
  });
}

describe('announce', () => {
  it('gives the browser a file that only this user can read, which leads on', () => {
    say({});
    expect(opened?.target).toMatch(/^file:\/\/.*\/open-[\w-]+\.html$/);
    expect(opened?.target).not.toContain('token');
    const path = fileURLToPath(opened?.target ?? '');
    const othersMay = process.platform === 'win32' ? 0 : statSync(path).mode & 0o077;
    expect(othersMay).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain(`content="0;url=${address}"`);
  });

  it('prints the token to a terminal, and to no one else as long as a page opens', () => {
    say({});
    expect(printed).toBe('Daymark is at http://127.0.0.1:4100\n');
    say({ isTerminal: true });
    expect(printed).toContain(address);
  });

  it('prints it where no browser could be opened, and leaves no file', () => {
    say({});
    opened?.failed();
    expect(printed).toContain(address);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('prints it and opens nothing when that is asked for', () => {
    say({ opensBrowser: false });
    expect(printed).toMatch(/^Daymark is at http:\/\/127\.0\.0\.1:4100\/\?token=secret-token\n/);
    expect([opened, readdirSync(dataDir)]).toEqual([null, []]);
  });
});
