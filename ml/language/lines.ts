const BULLET = /^\s*(?:[-*+•‣◦▪–—]|\d{1,3}[.)]|[a-z][.)]|\(\d{1,3}\))\s+/iu;
const CHECKBOX = /^\s*(?:\[[ xX✓✔]?\]|☐|☑|☒|✓|✔)\s+/u;

/** Lines of a paste as separate tasks: bullets, numbers and check boxes are stripped, empty lines dropped. */
export function splitLines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => line.replace(BULLET, '').replace(CHECKBOX, '').trim())
    .filter((line) => line !== '');
}
