/** Writing iCalendar (RFC 5545): values, escapes, and lines of at most 75 octets. */

/** A local moment as a value. */
export function wallText(local: string): string {
  return `${dayText(local)}T${local.slice(11).replace(':', '')}00`;
}

export function dayText(local: string): string {
  return local.slice(0, 10).replaceAll('-', '');
}

/** An instant in epoch ms as a value. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|[\r\n]/g, '\\n');
}

/** Content lines as a file has them, each folded. */
export function contentLines(all: readonly string[]): string {
  return all.map((line) => `${folded(line)}\r\n`).join('');
}

const MAX_OCTETS = 74;

/** Lines of at most 75 octets, never cut within a character. */
export function folded(line: string): string {
  if (Buffer.byteLength(line) <= MAX_OCTETS + 1) return line;
  let out = '';
  let octets = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (octets + size > MAX_OCTETS) {
      out += '\r\n ';
      octets = 1;
    }
    out += char;
    octets += size;
  }
  return out;
}
