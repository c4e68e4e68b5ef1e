import { describe, expect, it } from 'vitest';
import { openTestProfile, removeFolder, silentMl, temporaryFolder } from './testing.ts';

describe('a pasted list', () => {
  it('is split into lines without bullets although the helper does not answer', async () => {
    const folder = temporaryFolder();
    const profile = await openTestProfile(folder, { spawnMl: silentMl });
    try {
      const text = '- oil the hinge\n* [ ] sew the button\r\n\n2. wind the clock\n• -5 degrees\n1-2-3 Magic';
      const { lines } = await profile.client.capture.preview({ text });
      expect(lines).toEqual([
        'oil the hinge',
        'sew the button',
        'wind the clock',
        '-5 degrees',
        '1-2-3 Magic',
      ]);
    } finally {
      await profile.close();
      removeFolder(folder);
    }
  });
});
