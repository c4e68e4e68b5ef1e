import {
  recommendationKind,
  type Recommendation,
  type Recommendations,
} from '../core/domain/recommendation.ts';
import { DaymarkError } from '../core/errors.ts';
import { taskId } from '../core/ids.ts';
import { say } from '../core/messages/index.ts';
import type { AppClient } from '../shell/rpc.ts';
import type { CommandLine } from './arguments.ts';
import { check } from './check.ts';
import { helperReady } from './compose.ts';
import { writeJson, type Streams } from './io.ts';

/** What would get stuck tasks moving: of all, of one, or done for one. Checked before a profile is opened. */
export function recommendWork(
  { positionals, take, now, tz }: CommandLine,
  streams: Streams,
): (client: AppClient) => Promise<void> {
  const [given, ...rest] = positionals;
  if (rest.length > 0 || (take !== undefined && given === undefined))
    throw new DaymarkError('invalidInput', {
      reason: 'recommend takes one ID, and --take KIND only with it',
    });
  const id = given === undefined ? null : check(taskId, given, 'ID');
  const kind = take === undefined ? null : check(recommendationKind, take, '--take');
  const at = { ...(now === undefined ? {} : { now }), ...(tz === undefined ? {} : { tz }) };
  return async (client) => {
    if (id && kind) {
      const { task, done } = await client.recommendations.take({ id, kind, ...at });
      return writeJson(streams.stdout, { id, title: task.title, kind, done: say(done) });
    }
    await helperReady(client);
    if (id)
      return writeJson(streams.stdout, {
        id,
        ...inWords(await client.recommendations.forTask({ id, ...at })),
      });
    const [{ tasks, total }, { kinds, without }] = await Promise.all([
      client.recommendations.stalled({ ...at }),
      client.recommendations.record(),
    ]);
    const shown = tasks.map(({ taskId: task, title, ...found }) => ({ id: task, title, ...inWords(found) }));
    return writeJson(streams.stdout, { tasks: shown, total, kinds, without });
  };
}

function inWords({ why, offers }: Recommendations): Record<string, unknown> {
  return { why: why && say(why), offers: offers.map(offerInWords) };
}

function offerInWords({ action, reason, ...rest }: Recommendation): Record<string, unknown> {
  return { ...rest, action: say(action), reason: say(reason) };
}
