import { describe, expect, it } from 'vitest';
import { leavingWords } from './leaving.ts';

describe('the promise at the foot', () => {
  const file = { kind: 'file' } as const;

  it('says that nothing leaves only while nothing is set up that does', () => {
    expect(leavingWords(undefined, [])).toBe('Nothing leaves this device.');
    expect(leavingWords({ state: 'off', kind: null }, [file])).toBe('Nothing leaves this device.');
  });

  it('names sync and calendars once they are there', () => {
    const folder = { state: 'idle', kind: 'folder' } as const;
    expect(leavingWords(folder, [file])).toBe(
      'Encrypted changes go to your sync folder; nothing else leaves.',
    );
    expect(leavingWords({ state: 'waiting', kind: 'postgres' }, [])).toContain('sync server');
    expect(leavingWords({ state: 'off', kind: null }, [{ kind: 'url' }])).toBe(
      'Only calendar requests leave this device.',
    );
    expect(leavingWords(folder, [{ kind: 'caldav' }])).toBe(
      'Only encrypted sync and calendar requests leave this device.',
    );
  });
});
