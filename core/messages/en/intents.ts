import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';
import { dayWords, momentWords } from '../moment.ts';

/** Sentences about lines that ask something of what is there. */
export const intents: Record<string, Sentence> = {
  'intents.move': (params) => `Move ${whatAndWhere(params)}`,
  'intents.move.done': (params) => `Moved ${whatAndWhere(params)}`,
  'intents.moved': ({ title, to }) => `“${title}” is on ${momentWords(String(to))} already`,
  'intents.finish': ({ title }) => `Finish “${title}”`,
  'intents.finish.done': ({ title }) => `Finished “${title}”`,
  'intents.keepFree.done': ({ start, end, allDay }) =>
    `Kept ${spanWords(String(start), String(end), Boolean(allDay))} free`,
  'intents.keepFree': ({ start, end, allDay }) =>
    `Keep ${spanWords(String(start), String(end), Boolean(allDay))} free`,
  'intents.replanned': ({ count }) =>
    Number(count) === 1 ? '1 planned task will be rescheduled' : `${count} planned tasks will be rescheduled`,
  'intents.stays': ({ count, title }) =>
    Number(count) === 1
      ? `“${title}” keeps its time`
      : `“${title}” and ${Number(count) - 1} more keep their time`,
  'intents.which': ({ count }) =>
    Number(count) === 1 ? 'Do you mean this task?' : 'Which task do you mean?',
  'intents.fit': ({ count, minutes }) =>
    Number(count) === 0
      ? `Nothing open fits in ${lengthWords(Number(minutes))}`
      : `Fits in ${lengthWords(Number(minutes))}`,
  'intents.doneBy': ({ title, by }) => `“${title}” could be done by ${momentWords(String(by))}`,
  'intents.noRoom': ({ title }) => `There is no room for “${title}” in the days that are planned`,
  'intents.surely': ({ by }) => `90% sure by ${momentWords(String(by))}`,
  'intents.deadline': ({ by }) => `Due ${momentWords(String(by))}`,
};

function whatAndWhere({ count, title, to }: Parameters<Sentence>[0]): string {
  return `${Number(count) > 1 ? `${count} tasks` : `“${title}”`} to ${momentWords(String(to))}`;
}

/** "Fri 7 May", or "Fri 7 May, 12:00–19:00". */
function spanWords(start: string, end: string, allDay: boolean): string {
  if (allDay) return dayWords(start.slice(0, 10));
  const to = end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : momentWords(end);
  return `${momentWords(start)}–${to}`;
}
