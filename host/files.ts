import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { mediaType } from '../shell/page.ts';

/** The built renderer, read once: requests can only name files that were there at the start. */
export interface PageFiles {
  index: string;
  assets: ReadonlyMap<string, { body: Buffer; type: string; immutable: boolean }>;
}

/** Reads the renderer's folder. Throws `unsupported` when it was not built. */
export function readPage(folder: string): PageFiles {
  const assets = new Map<string, { body: Buffer; type: string; immutable: boolean }>();
  let index: string | null = null;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name);
      if (!statSync(path).isFile() || name.endsWith('.map')) continue;
      const url = `/${relative(folder, path).split(sep).join('/')}`;
      if (url === '/index.html') index = readFileSync(path, 'utf8');
      else
        assets.set(url, {
          body: readFileSync(path),
          type: mediaType(path),
          immutable: /-[\w-]{8,}\.\w+$/.test(url),
        });
    }
  } catch (error) {
    throw new DaymarkError('unsupported', { reason: 'the page was not built' }, { cause: error });
  }
  if (index === null) throw new DaymarkError('unsupported', { reason: 'the page was not built' });
  return { index, assets };
}
