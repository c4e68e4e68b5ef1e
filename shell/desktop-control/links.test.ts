import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CAPTURE_LENGTH } from '../../core/contract/requests.ts';
import { readOwnLink } from './links.ts';

const ID = '0192f0c1-2222-7333-8444-555566667777';

describe('readOwnLink', () => {
  it('reads a text to add and a task to show', () => {
    expect(readOwnLink('daymark://add?text=Call%20mom%20tomorrow%205pm')).toEqual({
      kind: 'add',
      text: 'Call mom tomorrow 5pm',
    });
    expect(readOwnLink('daymark://add/?text=Z%C3%A4hler+ablesen')).toEqual({
      kind: 'add',
      text: 'Zähler ablesen',
    });
    expect(readOwnLink('daymark://add')).toEqual({ kind: 'add', text: '' });
    expect(readOwnLink(`daymark://task/${ID}`)).toEqual({ kind: 'task', id: ID });
  });

  it.each([
    '',
    'daymark:',
    'daymark:add?text=x',
    'daymark://',
    'daymark://remove?text=x',
    'daymark://add.evil?text=x',
    'daymark://add/path?text=x',
    'daymark://add?text=x&text=y',
    'daymark://add?text=x&p=1',
    'daymark://user:pw@add?text=x',
    'daymark://add:80?text=x',
    'daymark://add?text=x#y',
    'daymark://task',
    'daymark://task/',
    'daymark://task/1',
    `daymark://task/${ID}/`,
    `daymark://task/${ID}?text=x`,
    `daymark://task/..%2f${ID}`,
    'https://add?text=x',
    'file:///etc/passwd',
    `daymark://add?text=${'x'.repeat(MAX_CAPTURE_LENGTH + 1)}`,
    `daymark://add?text=${'%20'.repeat(MAX_CAPTURE_LENGTH * 4)}`,
  ])('takes nothing from %.60s', (address) => {
    expect(readOwnLink(address)).toBeNull();
  });

  it('makes one line of what it is given, without signs that hide or turn it', () => {
    expect(readOwnLink('daymark://add?text=one%0D%0Atwo%00%1B%5B31m')).toEqual({
      kind: 'add',
      text: 'one two [31m',
    });
    expect(readOwnLink('daymark://add?text=a%E2%80%AEb%E2%81%A6c%EF%BB%BF')).toEqual({
      kind: 'add',
      text: 'abc',
    });
  });

  it('never throws, and what it reads is short and of one line', () => {
    const address = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .string({ unit: 'binary' })
        .map((text) => `daymark://add?text=${encodeURIComponent(text.toWellFormed())}`),
      fc.webUrl().map((url) => url.replace(/^https?/, 'daymark')),
    );
    fc.assert(
      fc.property(address, (given) => {
        const read = readOwnLink(given);
        if (read?.kind !== 'add') return;
        expect(read.text.length).toBeLessThanOrEqual(MAX_CAPTURE_LENGTH);
        expect(read.text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });
});
