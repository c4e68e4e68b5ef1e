/**
 * Content lines and components of iCalendar (RFC 5545, section 3.1), read so that what is broken costs no more than
 * itself: a line without a name is passed over, a component that doesn't end is reported, and the rest is kept.
 */

/** One line: `name;parameter=value:value`. Names are upper case. */
export interface Property {
  name: string;
  params: ReadonlyMap<string, string>;
  /** As written; see `textOf`. */
  value: string;
}

export interface Component {
  name: string;
  properties: Property[];
  children: Component[];
}

/** Something that was left out, in words for a person. */
export interface Skipped {
  what: string;
  why: string;
}

export interface ReadComponents {
  /** Top-level components, in most files one VCALENDAR. */
  roots: Component[];
  skipped: Skipped[];
}

/** A line that is longer after unfolding is left out: a picture that is attached, or an attack. */
const MAX_LINE = 1_000_000;
/** Components in components; real files have three. */
const MAX_DEPTH = 12;
/** Components that hold appointments; one inside another was not ended. */
const ENTRIES: ReadonlySet<string> = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

/** Reads the components of a file. Never throws; takes time and memory in proportion to the text. */
export function readComponents(text: string): ReadComponents {
  return atOnce(componentSteps(text));
}

const LINES_A_STEP = 500;

/** The same in steps, so that others can go in between. */
export function* componentSteps(text: string): Generator<void, ReadComponents, void> {
  const builder = new TreeBuilder();
  let count = 0;
  for (const line of unfolded(text)) {
    builder.take(line);
    count += 1;
    if (count % LINES_A_STEP === 0) yield;
  }
  return builder.end();
}

/** Takes all steps of a piece of work. */
export function atOnce<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

class TreeBuilder {
  readonly #roots: Component[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #open: Component[] = [];
  /** Levels below the deepest one that is kept. */
  #tooDeep = 0;

  take(line: string | null): void {
    if (line === null) {
      this.#skipped.push({ what: titleOf(this.#open.at(-1)), why: 'a line is too long' });
      return;
    }
    if (/^BEGIN:/i.test(line)) this.#begin(line.slice(6).trim().toUpperCase());
    else if (/^END:/i.test(line)) this.#end(line.slice(4).trim().toUpperCase());
    else if (this.#open.length > 0 && this.#tooDeep === 0) {
      const property = readProperty(line);
      if (property) this.#open.at(-1)!.properties.push(property);
    }
  }

  end(): ReadComponents {
    // A calendar that lacks its last line is whole; an entry that is cut off isn't.
    for (const component of this.#open.toReversed()) {
      if (component.name === 'VCALENDAR') continue;
      this.#detach(component);
      this.#skipped.push({ what: titleOf(component), why: 'the file ends in the middle of it' });
    }
    return { roots: this.#roots, skipped: this.#skipped };
  }

  #begin(name: string): void {
    if (this.#tooDeep > 0 || this.#open.length >= MAX_DEPTH) {
      this.#tooDeep += 1;
      return;
    }
    if (ENTRIES.has(name)) this.#closeUnended();
    const component: Component = { name, properties: [], children: [] };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(component);
    else this.#roots.push(component);
    this.#open.push(component);
  }

  #end(name: string): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    const at = this.#open.findLastIndex((component) => component.name === name);
    // An end without a beginning says nothing; one further out ends all that lies within.
    if (at >= 0) this.#open.length = at;
  }

  #closeUnended(): void {
    const at = this.#open.findIndex((component) => ENTRIES.has(component.name));
    if (at >= 0) this.#open.length = at;
  }

  #detach(component: Component): void {
    const at = this.#open.indexOf(component);
    const siblings = at > 0 ? this.#open[at - 1]!.children : this.#roots;
    siblings.splice(siblings.indexOf(component), 1);
  }
}

/** Logical lines; null for one that is too long. A line goes on where the next begins with a space or a tab. */
function* unfolded(text: string): Generator<string | null> {
  let parts: string[] = [];
  let length = 0;
  const joined = (): string | null => (length > MAX_LINE ? null : parts.join(''));
  for (let from = 0; from <= text.length;) {
    const end = endOfLine(text, from);
    const next = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
    const folded = parts.length > 0 && (text[from] === ' ' || text[from] === '\t');
    if (!folded) {
      if (length > 0) yield joined();
      parts = [];
      length = 0;
    }
    const start = folded ? from + 1 : from;
    length += end - start;
    if (length <= MAX_LINE) parts.push(text.slice(start, end));
    else parts.length = Math.min(parts.length, 1) || parts.push('');
    from = next;
  }
  if (length > 0) yield joined();
}

const LINE_END = /[\r\n]/g;

function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** Properties whose value is moments; their zone may hold colons that should have been in quotes. */
const MOMENTS = /^(?:DTSTART|DTEND|DUE|RECURRENCE-ID|EXDATE|RDATE)$/;
const MOMENT_AHEAD = /^:\s*(?:\d{4}-?\d{2}-?\d{2}|[+-]?P|$)/i;
const MAX_PARAMS = 50;

function readProperty(line: string): Property | null {
  const named = /^([A-Za-z0-9-]+)(?=[;:])/.exec(line);
  if (!named) return null;
  const name = named[1]!.toUpperCase();
  const params = new Map<string, string>();
  let at = named[1]!.length;
  while (line[at] === ';' && params.size < MAX_PARAMS) {
    const equals = line.indexOf('=', at);
    const colon = line.indexOf(':', at);
    if (equals < 0 || (colon >= 0 && colon < equals)) {
      at = colon;
      break;
    }
    const key = line
      .slice(at + 1, equals)
      .trim()
      .toUpperCase();
    const { value, next } = readParam(line, equals + 1, MOMENTS.test(name));
    if (!params.has(key)) params.set(key, value);
    at = next;
  }
  if (at < 0 || line[at] !== ':') return null;
  return { name, params, value: line.slice(at + 1) };
}

function readParam(line: string, from: number, moment: boolean): { value: string; next: number } {
  let at = from;
  let quoted = false;
  for (; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === ';') break;
    else if (!quoted && char === ':' && (!moment || MOMENT_AHEAD.test(line.slice(at, at + 16)))) break;
  }
  return { value: line.slice(from, at).replaceAll('"', '').trim(), next: at };
}

/** The text of a value, without its escapes. */
export function textOf(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_whole, char: string) => (/n/i.test(char) ? '\n' : char));
}

export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name);
}

export function propertiesOf(component: Component, name: string): Property[] {
  return component.properties.filter((property) => property.name === name);
}

/** How a component is called in a report. */
export function titleOf(component: Component | undefined): string {
  if (!component) return 'the file';
  const value = (propertyOf(component, 'SUMMARY') ?? propertyOf(component, 'UID'))?.value ?? '';
  const title = textOf(value).trim().slice(0, 200);
  return title === '' ? 'an entry without a title' : title;
}
