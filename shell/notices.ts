import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { notice, type Notice } from '../core/contract/index.ts';
import { DaymarkError } from '../core/errors.ts';
import { entries, modeOf } from './entries.ts';

/** Licences of what others made and the build put in. Throws `unsupported` when nothing was built. */
export async function readNotices(
  file: URL = entries(import.meta.url, modeOf(import.meta.url)).notices,
): Promise<Notice[]> {
  try {
    return z.array(notice).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new DaymarkError('unsupported', { reason: 'the notices were not built' }, { cause: error });
  }
}
