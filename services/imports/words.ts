import type { ServiceContext, RequestTime } from '../context.ts';
import type { ImportedTask } from './types.ts';
import type { Losses } from './values.ts';

/** Days and repetitions that a file gives in words, read by the parser as if they had been typed. */

const AT_ONCE = 40;
const READ_MS = 10_000;
const MAX_WORDS = 200;

/** The tasks that words changed, by what they were. What no one can read goes into the notes, so that it isn't lost. */
export async function readWords(
  ctx: ServiceContext,
  tasks: readonly ImportedTask[],
  requestTime: RequestTime,
  losses: Losses,
): Promise<Map<ImportedTask, ImportedTask>> {
  const { locale, dayParts } = ctx.db.settings.get();
  const context = { now: requestTime.local, tz: requestTime.tz, locale, dayParts, literals: [] };
  const worded = tasks.filter((task) => task.when !== null && task.status === 'open');
  const read = new Map<ImportedTask, ImportedTask>();
  for (let from = 0; from < worded.length; from += AT_ONCE) {
    const part = worded.slice(from, from + AT_ONCE);
    const texts = part.map((task) => `Thing ${task.when!.slice(0, MAX_WORDS)}`);
    const results = await ctx.ml.client
      .parseMany({ texts, context }, { signal: AbortSignal.timeout(READ_MS) })
      .then((answer) => answer.results)
      .catch(() => []);
    for (const [index, task] of part.entries()) {
      const { date = null, start = null, rrule = null, recurFrom = null } = results[index] ?? {};
      if (date === null && start === null && rrule === null) {
        losses.add(`“${task.when!.slice(0, 60)}”`, 'these words name no day; they are in the notes');
        read.set(task, { ...task, notes: [task.notes, task.when].filter(Boolean).join('\n\n') });
        continue;
      }
      // A day that the file has in figures is certain; the words then only say how it goes on.
      const own = task.date !== null;
      const clock = start !== null && task.start === null && own ? `${task.date}${start.slice(10)}` : start;
      read.set(task, {
        ...task,
        date: own ? task.date : (date ?? start?.slice(0, 10) ?? null),
        start: own ? (task.start ?? (clock?.startsWith(task.date!) ? clock : null)) : start,
        rrule,
        recurFrom: rrule === null ? null : (task.recurFrom ?? recurFrom ?? 'schedule'),
      });
    }
  }
  return read;
}
