import { describe, expect, it } from 'vitest';
import { shortcutKeys } from '../../../core/domain/desktop.ts';
import { shortcutOf, shortcutWords, type PressedKeys } from './shortcut.ts';

const press = (rest: Partial<PressedKeys>): PressedKeys => ({
  code: '',
  key: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...rest,
});

describe('shortcutOf', () => {
  it.each([
    [{ ctrlKey: true, shiftKey: true, code: 'Space', key: ' ' }, 'Control+Shift+Space'],
    [{ altKey: true, code: 'KeyA', key: 'å' }, 'Alt+A'],
    [{ ctrlKey: true, code: 'KeyQ', key: 'a' }, 'Control+A'],
    [{ ctrlKey: true, altKey: true, code: 'Digit3', key: '3' }, 'Control+Alt+3'],
    [{ metaKey: true, code: 'ArrowUp', key: 'ArrowUp' }, 'Super+Up'],
    [{ altKey: true, code: 'F9', key: 'F9' }, 'Alt+F9'],
  ])('names %o', (given, keys) => {
    expect(shortcutOf(press(given))).toBe(keys);
    expect(shortcutKeys.parse(keys)).toBe(keys);
  });

  it.each([
    { code: 'KeyA', key: 'a' },
    { shiftKey: true, code: 'KeyA', key: 'A' },
    { ctrlKey: true, code: 'ControlLeft', key: 'Control' },
    { ctrlKey: true, code: 'Escape', key: 'Escape' },
    { ctrlKey: true, code: 'IntlBackslash', key: '<' },
  ])('takes nothing from %o', (given) => {
    expect(shortcutOf(press(given))).toBeNull();
  });

  it('is said in words', () => {
    expect(shortcutWords('CommandOrControl+Shift+Space')).toBe('Ctrl + Shift + Space');
  });
});
