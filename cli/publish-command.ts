import { resolve } from 'node:path';
import type { PublicationKind } from '../core/domain/publication.ts';
import { DaymarkError } from '../core/errors.ts';
import type { AppClient } from '../shell/rpc.ts';
import { loginOf, type LoginWords } from './exchange-commands.ts';
import { writeJson, type Streams } from './io.ts';

export interface PublishOptions extends LoginWords {
  url: string | undefined;
  file: string | undefined;
  allowPrivate: boolean;
  status: boolean;
  keep: boolean;
}

/** What is done with the published plan; throws `invalidInput` before a profile is opened. */
export function publishWork(
  words: readonly string[],
  options: PublishOptions,
  streams: Streams,
): (client: AppClient) => Promise<void> {
  const { url, file, status, keep, allowPrivate } = options;
  const isOff = words.length === 1 && words[0] === 'off';
  const chosen = [url !== undefined, file !== undefined, status, isOff].filter(Boolean).length;
  if ((words.length > 0 && !isOff) || chosen > 1 || (keep && !isOff))
    throw new DaymarkError('invalidInput', {
      reason: 'publish takes --url URL, --file FILE, --status or off [--keep], or nothing to do it now',
    });
  const login = loginOf(options);
  return async (client) => {
    const { setUp, run, turnOff, status: stand } = client.publishing;
    if (status) return writeJson(streams.stdout, await stand());
    if (isOff) {
      for (const { kind } of (await stand()).publications) await turnOff({ kind, keep });
      return writeJson(streams.stdout, await stand());
    }
    const location = url ?? (file === undefined ? undefined : resolve(file));
    if (location === undefined) return writeJson(streams.stdout, await run());
    const kind: PublicationKind = url === undefined ? 'file' : 'caldav';
    const answer = await setUp({ kind, location, allowPrivate, ...(login ? { login } : {}) });
    await writeJson(streams.stdout, answer);
  };
}
