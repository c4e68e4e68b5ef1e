import { DaymarkError } from '../core/errors.ts';
import { taskId } from '../core/ids.ts';
import { say } from '../core/messages/index.ts';
import type { AppClient } from '../shell/rpc.ts';
import { check } from './check.ts';
import { helperReady } from './compose.ts';
import { writeJson, type Streams } from './io.ts';
import type { RequestTime } from './model-commands.ts';

export interface IntentOptions extends RequestTime {
  /** Does it, instead of showing what would be done. */
  yes: boolean;
  /** Id of the task that is meant where several could be. */
  task: string | undefined;
}

/** What a sentence asks of what is there: what would be changed, or the answer; with `yes` it is done. */
export async function intentCommand(
  client: AppClient,
  text: string,
  { yes, task, now, tz }: IntentOptions,
  streams: Streams,
): Promise<void> {
  await helperReady(client);
  const line = {
    text,
    ...(task === undefined ? {} : { chosen: check(taskId, task, '--task') }),
    ...(now === undefined ? {} : { now }),
    ...(tz === undefined ? {} : { tz }),
  };
  const { preview } = await client.intents.preview(line);
  if (preview === null)
    throw new DaymarkError('invalidInput', {
      reason: 'this asks nothing of what is there; add makes a task of it',
    });
  const { version, message, notes, ...shown } = preview;
  const done = yes && version !== null;
  if (done) await client.intents.apply({ ...line, version });
  await writeJson(streams.stdout, { done, message: say(message), notes: notes.map(say), ...shown });
}
