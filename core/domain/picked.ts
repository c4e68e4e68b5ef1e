import { addDays, daysBetween } from '../time/zoned.ts';

/** The fields of a line in which a day and a time of day stand together. */
interface Moments {
  date?: string | null | undefined;
  start?: string | null | undefined;
  end?: string | null | undefined;
  deadline?: string | null | undefined;
}

/**
 * What was picked by hand beside a line, completed by the times that its words say: another day keeps the typed hour, and
 * no day means no hour. What was picked itself stays as it is.
 */
export function keepTimes<Picked extends Moments>(picked: Picked, words: Moments): Picked & Moments {
  return { ...picked, ...onDay(picked, words), ...dueAt(picked, words) };
}

function onDay({ date, start, end }: Moments, words: Moments): Moments {
  if (date === undefined || start !== undefined || !words.start) return {};
  if (date === null) return { start: null, end: null };
  const kept: Moments = { start: `${date}${words.start.slice(10)}` };
  if (words.end && end === undefined) {
    // What ends after midnight goes on doing so.
    const nights = daysBetween(words.start.slice(0, 10), words.end.slice(0, 10));
    kept.end = `${addDays(date, nights)}${words.end.slice(10)}`;
  }
  return kept;
}

function dueAt({ deadline }: Moments, words: Moments): Moments {
  if (!deadline || deadline.length > 10 || !words.deadline || words.deadline.length === 10) return {};
  return { deadline: `${deadline}${words.deadline.slice(10)}` };
}
