import { contentLines } from '../ics/write.ts';

/**
 * A calendar object as lines, so that a change touches only what it is about: whatever else a program has put into it
 * (reminders, guests, its own marks) goes back as it came.
 */
export interface ObjectText {
  /** Everything before the end of the calendar that is no event. */
  head: string[];
  /** One list of lines an event, BEGIN and END included; the series and what was changed of it. */
  events: string[][];
}

export function readObject(text: string): ObjectText {
  const head: string[] = [];
  const events: string[][] = [];
  let event: string[] | null = null;
  for (const line of text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    if (line === '' || /^END:VCALENDAR\s*$/i.test(line)) continue;
    if (/^BEGIN:VEVENT\s*$/i.test(line)) events.push((event = []));
    (event ?? head).push(line);
    if (/^END:VEVENT\s*$/i.test(line)) event = null;
  }
  return { head, events };
}

export function writeObject({ head, events }: ObjectText): string {
  return contentLines([...head, ...events.flat(), 'END:VCALENDAR']);
}

/** The line of a property of the event itself, not of a reminder in it. */
export function lineOf(event: readonly string[], name: string): string | undefined {
  return event.find((line, at) => isNamed(line, name) && !isNested(event, at));
}

export function valueOf(event: readonly string[], name: string): string {
  const line = lineOf(event, name) ?? '';
  return line.slice(valueStart(line));
}

/** The event with properties set; null takes one out. A value is a whole line after the name: `;TZID=…:…` or `:…`. */
export function withProperties(event: readonly string[], set: Record<string, string | null>): string[] {
  const names = Object.keys(set);
  const kept = event.filter((line, at) => isNested(event, at) || !names.some((name) => isNamed(line, name)));
  const lines = Object.entries(set).flatMap(([name, rest]) => (rest === null ? [] : [`${name}${rest}`]));
  return [kept[0]!, ...lines, ...kept.slice(1)];
}

/** All lines of the name changed. */
export function mapLines(event: readonly string[], name: string, change: (line: string) => string): string[] {
  return event.map((line, at) => (isNamed(line, name) && !isNested(event, at) ? change(line) : line));
}

/** Where the value of a line begins: after the first colon outside of quotes. */
export function valueStart(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === ':' && !quoted) return at + 1;
  }
  return line.length;
}

function isNamed(line: string, name: string): boolean {
  return line.slice(0, name.length).toUpperCase() === name && /^[;:]/.test(line.slice(name.length));
}

function isNested(event: readonly string[], at: number): boolean {
  let depth = 0;
  for (const line of event.slice(1, at)) {
    if (/^BEGIN:/i.test(line)) depth += 1;
    else if (/^END:/i.test(line)) depth -= 1;
  }
  return depth > 0;
}
