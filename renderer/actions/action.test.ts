import { describe, expect, it } from 'vitest';
import { isKey, keyLabel } from './action.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('isKey', () => {
  it('tells a letter from the same letter with a modifier', () => {
    expect(isKey(press('d'), 'd')).toBe(true);
    expect(isKey(press('D', { shiftKey: true }), 'd')).toBe(false);
    expect(isKey(press('D', { shiftKey: true }), 'shift+d')).toBe(true);
    expect(isKey(press('k', { ctrlKey: true }), 'k')).toBe(false);
  });

  it('takes Ctrl and Command for the same', () => {
    expect(isKey(press('k', { ctrlKey: true }), 'mod+k')).toBe(true);
    expect(isKey(press('k', { metaKey: true }), 'mod+k')).toBe(true);
  });

  it('finds a sign wherever the keyboard puts it', () => {
    expect(isKey(press('?', { shiftKey: true }), '?')).toBe(true);
    expect(isKey(press('?'), '?')).toBe(true);
  });

  it('knows named keys', () => {
    expect(isKey(press('ArrowUp', { altKey: true }), 'alt+arrowup')).toBe(true);
    expect(isKey(press('ArrowUp'), 'alt+arrowup')).toBe(false);
  });
});

describe('keyLabel', () => {
  it('prints keys as they are written on the board', () => {
    expect([keyLabel('mod+k'), keyLabel('alt+arrowup'), keyLabel('?')]).toEqual(['Ctrl K', 'Alt ↑', '?']);
  });
});
