import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultExtensionPath, unpacked } from './extension.ts';

describe('the path of sqlite-vec', () => {
  it('is a file that is there', () => {
    expect(existsSync(defaultExtensionPath())).toBe(true);
  });

  it('leads out of the archive of a packed app, and is left alone otherwise', () => {
    const packed = ['', 'opt', 'Daymark', 'resources', 'app.asar', 'node_modules', 'vec0.so'].join(sep);
    expect(unpacked(packed)).toBe(packed.replace('app.asar', 'app.asar.unpacked'));
    const loose = ['', 'home', 'app.asar-notes', 'vec0.so'].join(sep);
    expect(unpacked(loose)).toBe(loose);
    expect(unpacked(unpacked(packed))).toBe(unpacked(packed));
  });
});
