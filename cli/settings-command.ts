import { settings as schema, type SettingsPatch } from '../core/domain/settings.ts';
import { DaymarkError } from '../core/errors.ts';
import type { AppClient } from '../shell/rpc.ts';
import { check } from './check.ts';
import { writeJson, type Streams } from './io.ts';

/** Shows the settings, changed first by `field=value` pairs: JSON, plain text, or a list with commas. */
export async function settingsCommand(
  client: AppClient,
  pairs: readonly string[],
  streams: Streams,
): Promise<void> {
  const patch = settingsOf(pairs);
  const now = pairs.length === 0 ? await client.preferences.get() : await client.preferences.update(patch);
  await writeJson(streams.stdout, now);
}

/** Throws `invalidInput` for a setting that does not exist or a value that doesn't fit. */
export function settingsOf(pairs: readonly string[]): SettingsPatch {
  const patch: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 0) throw new DaymarkError('invalidInput', { reason: `"${pair}" is not field=value` });
    const field = pair.slice(0, at);
    if (!isSetting(field)) {
      const known = Object.keys(schema.shape).join(', ');
      throw new DaymarkError('invalidInput', {
        reason: `there is no setting ${field}; settings are ${known}`,
      });
    }
    const text = pair.slice(at + 1);
    const readings = [asJson(text), text, text.split(',').map((part) => part.trim())];
    const fits = readings.findIndex((reading) => schema.shape[field].safeParse(reading).success);
    patch[field] = fits < 0 ? check(schema.shape[field], text, field) : readings[fits];
  }
  return patch as SettingsPatch;
}

function isSetting(name: string): name is keyof typeof schema.shape {
  return Object.hasOwn(schema.shape, name);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
