import { lengthWords } from '../length.ts';
import { momentWords } from '../moment.ts';
import type { Message, Sentence } from '../message.ts';

type Value = Message['params'][string] | undefined;

/** "9:30" of a moment. */
function clock(value: Value): string {
  return String(value).slice(11, 16).replace(/^0/, '');
}

/** What reminders say beside the title. */
export const reminders: Record<string, Sentence> = {
  'reminders.own': () => 'Reminder',
  'reminders.starts': ({ at }) => `Starts at ${clock(at)}, ${day(at)}`,
  'reminders.planned': ({ at }) => `Planned at ${clock(at)}, ${day(at)}`,
  'reminders.due': ({ at }) => `Due at ${clock(at)}, ${day(at)}`,
  'reminders.overrun': ({ minutes }) => `Takes longer than planned (${lengthWords(Number(minutes))})`,
  'reminders.dueDay': ({ day: due }) => `Due ${momentWords(String(due))}`,
  'reminders.hidden': ({ count }) => (count === 1 ? 'A reminder is due' : `${count} reminders are due`),
  'reminders.several': ({ count }) => `${count} reminders are due`,
};

function day(value: Value): string {
  return momentWords(String(value).slice(0, 10));
}
