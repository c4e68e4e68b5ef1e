import { DaymarkError } from '../core/errors.ts';
import { isIterable, makeCall, namedCalls } from '../shell/local-api/calls.ts';
import { openApiDocument } from '../shell/local-api/document.ts';
import type { AppClient } from '../shell/rpc.ts';
import { version } from '../shell/version.ts';
import { readText, writeJson, type Streams } from './io.ts';

/** Everything that has no command of its own: any call of the contract by its name, and the local API. */

const MAX_INPUT = 4 * 1024 * 1024;

type Work = (client: AppClient) => Promise<void>;

/** Throws `invalidInput` before a profile is opened; `-` reads the input from standard input. */
export async function callWork(
  [name, ...rest]: readonly string[],
  { now, tz }: { now: string | undefined; tz: string | undefined },
  streams: Streams,
): Promise<Work> {
  if (name === undefined || !namedCalls.has(name) || rest.length > 1)
    throw new DaymarkError('invalidInput', {
      reason: `call takes a NAME and its input as JSON; the names are ${[...namedCalls.keys()].join(', ')}`,
    });
  const text = rest[0] === '-' ? await readText(streams.stdin, MAX_INPUT) : (rest[0] ?? '');
  const input = withRequestTime(readInput(text), { now, tz });
  return async (client) => {
    const answer = await makeCall(client, { name, input });
    if (!isIterable(answer)) return writeJson(streams.stdout, answer ?? null);
    for await (const piece of answer) await writeJson(streams.stdout, piece);
  };
}

function readInput(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'the input is no JSON' }, { cause: error });
  }
}

function withRequestTime(
  input: unknown,
  given: { now: string | undefined; tz: string | undefined },
): unknown {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  if (said.length === 0) return input;
  const fields = typeof input === 'object' && input !== null ? input : {};
  return { ...fields, ...Object.fromEntries(said) };
}

/** Throws `invalidInput` before a profile is opened. */
export function apiWork([action, ...rest]: readonly string[], streams: Streams): Work {
  const known = action === 'on' || action === 'off' || action === 'status' || action === 'document';
  if (!known || rest.length > 0)
    throw new DaymarkError('invalidInput', { reason: 'api takes on, off, status or document' });
  return async (client) => {
    if (action === 'on' || action === 'off') {
      const state = await client.app.setLocalApi({ enabled: action === 'on' });
      if (state.enabled && state.address === null)
        streams.stderr.write('It listens as soon as Daymark is open.\n');
      return writeJson(streams.stdout, state);
    }
    const state = await client.app.localApi();
    if (action === 'status') return writeJson(streams.stdout, state);
    await writeJson(streams.stdout, openApiDocument(version, state.address ?? 'http://127.0.0.1'));
  };
}
