/** Turns a key press into the name that the desktop's shortcuts have, such as `Control+Shift+Space`. */

/** What of a key press counts. */
export interface PressedKeys {
  /** The key's place on the keyboard, so that Shift and other layouts change nothing. */
  code: string;
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

const NAMED: Record<string, string> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
};

/** Null while only modifiers are held, for a key that no shortcut takes, and without a modifier beside Shift. */
export function shortcutOf(press: PressedKeys): string | null {
  const name = keyName(press);
  const modifiers = [
    press.ctrlKey && 'Control',
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
    press.metaKey && 'Super',
  ].filter((one) => one !== false);
  const strong = press.ctrlKey || press.altKey || press.metaKey;
  return name !== null && strong ? [...modifiers, name].join('+') : null;
}

/** A letter is the one that is printed on the key, which differs from its place on many keyboards. */
function keyName({ code, key }: PressedKeys): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const placed = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (placed) return placed[1] ?? placed[2] ?? null;
  if (/^F(?:[1-9]|1\d|2[0-4])$/.test(key)) return key;
  return NAMED[code] ?? null;
}

/** Keys as people read them. */
export function shortcutWords(keys: string): string {
  return keys.replaceAll('CommandOrControl', 'Ctrl').replaceAll('Control', 'Ctrl').replaceAll('+', ' + ');
}
