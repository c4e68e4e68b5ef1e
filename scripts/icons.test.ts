import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const icons = join(root, 'resources/icons');

/** Width and height as a PNG says them. */
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(join(icons, file));
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('the icons', () => {
  it('show the drawing that the page shows (node scripts/icons.mjs makes them)', () => {
    const drawing = readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8');
    const made = readFileSync(join(icons, 'made-from.txt'), 'utf8').trim();
    expect(made).toBe(createHash('sha256').update(drawing).digest('hex'));
  });

  it('have the sizes that their places need', () => {
    expect(sizeOf('icon.png')).toEqual([1024, 1024]);
    for (const name of ['tray', 'trayTemplate']) {
      expect(sizeOf(`${name}.png`)).toEqual([16, 16]);
      expect(sizeOf(`${name}@2x.png`)).toEqual([32, 32]);
    }
  });
});
