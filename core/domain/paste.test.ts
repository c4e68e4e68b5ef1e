import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastedItems, type PastedItem } from './paste.ts';

const readPaste = (text: string): PastedItem[] => [...pastedItems(text)];

const item = (text: string, more = {}) => ({ text, notes: '', done: false, ...more });

describe('a paste', () => {
  it('loses bullets, numbers and boxes; a ticked box makes a finished task', () => {
    expect(
      readPaste(
        '- Oil\n* [ ] Sew\r\n1. Pay rent\n\n• [x] Done\n2) ☑ Two\n[X] Three\nplain - text\n-5 degrees\n1-2-3 Magic\n- [ ]',
      ),
    ).toEqual([
      item('Oil'),
      item('Sew'),
      item('Pay rent'),
      item('Done', { done: true }),
      item('Two', { done: true }),
      item('Three', { done: true }),
      item('plain - text'),
      item('-5 degrees'),
      item('1-2-3 Magic'),
    ]);
  });

  it('keeps what is indented as a list in the notes of the line above', () => {
    expect(
      readPaste(
        '  - Trip\n    - [ ] pack\n      - socks\n\t- [x] book\n  - Home\n      1. clean\n   - no deeper',
      ),
    ).toEqual([
      item('Trip', { notes: '- [ ] pack\n  - socks\n- [x] book' }),
      item('Home', { notes: '- clean' }),
      item('no deeper'),
    ]);
  });

  it('loses no words, whatever the text', () => {
    const line = fc.tuple(
      fc.constantFrom('', ' ', '  ', '\t', '    '),
      fc.constantFrom('', '- ', '3. ', '[x] '),
      fc.stringMatching(/^[b-y]{2,8}$/),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const items = readPaste(lines.map((parts) => parts.join('')).join('\n'));
        const words = items.flatMap(({ text, notes }) => `${text} ${notes}`.match(/[b-y]{2,}/g) ?? []);
        expect(words).toEqual(lines.map(([, , word]) => word));
      }),
    );
  });
});
