import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appDataFolder, dataFolder } from './places.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

it.each([
  ['linux', '~/.config/Daymark'],
  ['darwin', '~/Library/Application Support/Daymark'],
] as const)('names the data folder of %s as the code does', (platform, told) => {
  expect(join(appDataFolder({}, platform, '~'), 'Daymark')).toBe(told);
  expect(readme).toContain(`\`${told}\``);
});

it('names the data folder of Windows as the code does', () => {
  expect(appDataFolder({ APPDATA: '%APPDATA%' }, 'win32', '~')).toBe('%APPDATA%');
  expect(readme).toContain('`%APPDATA%\\Daymark`');
});

it('knows no other name of the folder', () => {
  expect(dataFolder(undefined, { XDG_CONFIG_HOME: '/x', APPDATA: '/x' })).toMatch(/Daymark$/);
  expect(readme).not.toMatch(/\/share\/daymark/);
});
