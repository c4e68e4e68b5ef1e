import type { z } from 'zod';
import { MAX_BULK } from '../core/domain/bulk-limit.ts';
import { bulkAction, type BulkAction } from '../core/domain/bulk.ts';
import { DaymarkError } from '../core/errors.ts';
import { filterId, taskId } from '../core/ids.ts';
import type { AppClient } from '../shell/rpc.ts';
import { check } from './check.ts';
import { writeJson, type Streams } from './io.ts';
import type { RequestTime } from './model-commands.ts';
import { given, listed, patchOf, valuesOf } from './personal-commands.ts';

/** Many tasks at once, the trash, and filters with a name, from the command line. */

type Work = (client: AppClient) => Promise<void>;

interface UpdateOptions extends RequestTime {
  filter: string | undefined;
  yes: boolean;
}

/**
 * Changes every task that meets a filter, as one step: shows them, and does it with `--yes`. `status=done` finishes them,
 * `status=dropped` gives them up, `tags=+a,-b` adds and removes tags.
 */
export function updateWork(pairs: readonly string[], options: UpdateOptions, streams: Streams): Work {
  const { filter, yes, ...requestTime } = options;
  if (filter === undefined || pairs.length === 0)
    throw new DaymarkError('invalidInput', { reason: 'update takes --filter "…" and field=value' });
  const action = actionOf(pairs);
  return async (client) => {
    const where = given(requestTime);
    const { tasks, total } = await client.tasks.list({ filter, limit: MAX_BULK, ...where });
    if (total > MAX_BULK)
      throw new DaymarkError('invalidInput', {
        reason: `the filter finds ${total} tasks; at most ${MAX_BULK} are changed at once`,
      });
    const ids = tasks.map(({ id }) => id);
    const { tasks: changed } =
      yes && ids.length > 0 ? await client.tasks.changeTogether({ ids, action, ...where }) : { tasks: 0 };
    const after = yes ? await Promise.all(ids.map((id) => client.tasks.get({ id }))) : tasks;
    await writeJson(streams.stdout, { done: yes, found: total, changed, tasks: after.map(listed) });
    if (!yes && total > 0) streams.stderr.write('Nothing was changed yet; --yes does it.\n');
  };
}

/** Throws `invalidInput` for a field that can't be set in many tasks at once. */
function actionOf(pairs: readonly string[]): BulkAction {
  if (pairs.length === 1 && pairs[0] === 'status=done') return { kind: 'finish' };
  if (pairs.length === 1 && pairs[0] === 'status=dropped') return { kind: 'drop' };
  const tags = pairs.filter((pair) => pair.startsWith('tags=')).flatMap((pair) => valuesOf(pair.slice(5)));
  const bare = tags.find((tag) => !/^[+-]./.test(tag));
  if (bare !== undefined)
    throw new DaymarkError('invalidInput', {
      reason: `tags: "${bare}" takes a sign, +${bare} to add it or -${bare} to remove it`,
    });
  const others = pairs.filter((pair) => !pair.startsWith('tags='));
  const patch = others.length > 0 ? patchOf(others) : {};
  const action = {
    kind: 'edit',
    patch,
    addTags: tags.filter((tag) => tag.startsWith('+')).map((tag) => tag.slice(1)),
    removeTags: tags.filter((tag) => tag.startsWith('-')).map((tag) => tag.slice(1)),
  };
  const checked = check(bulkAction as z.ZodType<BulkAction>, action, 'update');
  const taken = checked.kind === 'edit' ? Object.keys(checked.patch) : [];
  const refused = Object.keys(patch).find((field) => !taken.includes(field));
  if (refused !== undefined)
    throw new DaymarkError('invalidInput', { reason: `${refused} can't be set in many tasks at once` });
  return checked;
}

/** Lists the trash, brings one task back, or empties it. */
export function trashWork(words: readonly string[], streams: Streams): Work {
  const [verb = 'list', id, ...rest] = words;
  if (verb === 'list' && id === undefined)
    return async (client) => {
      const { tasks } = await client.tasks.trash();
      await writeJson(streams.stdout, {
        tasks: tasks.map(({ deletedAt, ...task }) => ({
          ...task,
          deletedAt: new Date(deletedAt).toISOString(),
        })),
      });
    };
  if (verb === 'restore' && id !== undefined && rest.length === 0) {
    const wanted = check(taskId, id, 'ID');
    return async (client) => writeJson(streams.stdout, listed(await client.tasks.restore({ id: wanted })));
  }
  if (verb === 'empty' && id === undefined)
    return async (client) => {
      const { tasks } = await client.tasks.emptyTrash();
      await writeJson(streams.stdout, { removed: tasks });
    };
  throw new DaymarkError('invalidInput', { reason: 'trash takes list, restore ID or empty' });
}

/** Deletes a task into the trash; of a series only this one. */
export function deleteWork(ids: readonly string[], streams: Streams): Work {
  const wanted = ids.map((id) => check(taskId, id, 'ID'));
  if (wanted.length === 0) throw new DaymarkError('invalidInput', { reason: 'delete takes an ID' });
  return async (client) => {
    const { tasks } = await client.tasks.delete({ ids: wanted });
    await writeJson(streams.stdout, { deleted: tasks });
  };
}

/** Lists saved filters, keeps one under a name, or removes one. */
export function filtersWork(words: readonly string[], filter: string | undefined, streams: Streams): Work {
  const [verb = 'list', ...rest] = words;
  if (verb === 'list' && rest.length === 0 && filter === undefined)
    return async (client) => writeJson(streams.stdout, await client.filters.list());
  if (verb === 'save' && rest.length > 0 && filter !== undefined) {
    const name = rest.join(' ');
    return async (client) => writeJson(streams.stdout, await client.filters.create({ name, query: filter }));
  }
  if (verb === 'remove' && rest.length === 1 && filter === undefined) {
    const id = check(filterId, rest[0], 'ID');
    return async (client) => writeJson(streams.stdout, await client.filters.remove({ id }));
  }
  throw new DaymarkError('invalidInput', {
    reason: 'filters takes list, save NAME --filter "…" or remove ID',
  });
}
