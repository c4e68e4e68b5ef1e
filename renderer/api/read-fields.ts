import { readClock } from '../wording/clock.ts';
import { client } from './client.ts';

/**
 * Lengths and times typed into a field, read by the same grammar as a captured line. What the plain forms settle
 * needs no question to the parser, so that these fields work without it, too.
 */

/** Longest length of a task, in minutes. */
const MAX_MIN = 100_000;

const waiting = new Set<Promise<unknown>>();

/** Whole minutes ("90", "2h 30", "half an hour"); null when it is no length. A bare number means minutes. */
export async function readLength(text: string): Promise<number | null> {
  const bare = /^\s*(\d{1,6})\s*$/.exec(text);
  // As the app itself writes lengths: "2 h 05".
  const shown = /^\s*(\d{1,3})\s*h\s*([0-5]?\d)\s*m?\s*$/i.exec(text);
  const minutes = bare
    ? Number(bare[1])
    : shown
      ? Number(shown[1]) * 60 + Number(shown[2])
      : ((await fieldsOf(`x for ${text.trim()}`, 'x'))?.durationMin ?? null);
  return minutes !== null && minutes >= 0 && minutes <= MAX_MIN ? minutes : null;
}

/** `HH:mm` ("930", "5pm", "half past three"); null when it is no time of day. */
export async function readTime(text: string): Promise<string | null> {
  const plain = readClock(text);
  if (plain !== null) return plain;
  const fields = await fieldsOf(`x at ${text.trim()}`, 'x');
  return fields?.start?.slice(11, 16) ?? null;
}

/** Resolves once no field is being read any more, so that a form can be sent with what was typed last. */
export async function readsSettled(): Promise<void> {
  while (waiting.size > 0) await Promise.allSettled(waiting);
}

/** The reading of a line that means nothing but the field: with words left over it is none. */
async function fieldsOf(line: string, title: string) {
  const asking = client.capture.parse({ text: line, seq: 0 });
  waiting.add(asking);
  try {
    const { result } = await asking;
    return result.title === title ? result : null;
  } finally {
    waiting.delete(asking);
  }
}
