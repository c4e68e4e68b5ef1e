/**
 * The Markdown of notes: what people write in a few lines, and nothing that could run. There is no HTML in it; a tag is
 * text like any other. After CommonMark 0.31, without its nested lists, reference links and images.
 */

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em' | 'strike'; of: Inline[] }
  | { kind: 'link'; href: string; of: Inline[] }
  | { kind: 'task'; id: string; of: Inline[] };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; of: Inline[] }
  | { kind: 'paragraph' | 'quote'; of: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

export interface ListItem {
  /** Null without a box. */
  done: boolean | null;
  of: Inline[];
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s{0,8}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const BOX = /^\[([ xX])\]\s+(.*)$/;
const RULE = /^\s{0,3}([-*_])(\s*\1){2,}\s*$/;
const FENCE = /^\s{0,3}(```|~~~)/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;

/** The blocks of a text; takes any text. */
export function readMarkdown(text: string): Block[] {
  const lines = text.split(/\r\n?|\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (FENCE.test(line)) {
      const close = lines.findIndex((one, index) => index > at && one.trim() === line.trim().slice(0, 3));
      const end = close === -1 ? lines.length : close;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (heading) {
      const level = Math.min(3, heading[1]!.length) as 1 | 2 | 3;
      blocks.push({ kind: 'heading', level, of: readInline(heading[2]!) });
      at += 1;
    } else if (QUOTE.test(line)) {
      const from = at;
      while (at < lines.length && QUOTE.test(lines[at]!)) at += 1;
      const inner = lines.slice(from, at).map((one) => QUOTE.exec(one)![1]!);
      blocks.push({ kind: 'quote', of: readInline(inner.join('\n')) });
    } else if (BULLET.test(line)) at = readList(lines, at, blocks);
    else {
      const from = at;
      while (at < lines.length && !startsBlock(lines[at]!, at > from)) at += 1;
      blocks.push({ kind: 'paragraph', of: readInline(lines.slice(from, at).join('\n')) });
    }
  }
  return blocks;
}

/** Whether a paragraph ends before this line. */
function startsBlock(line: string, isLater: boolean): boolean {
  return isLater && [/^\s*$/, FENCE, RULE, HEADING, QUOTE, BULLET].some((pattern) => pattern.test(line));
}

function readList(lines: readonly string[], from: number, blocks: Block[]): number {
  const number = BULLET.exec(lines[from]!)![1];
  const ordered = number !== undefined;
  const items: ListItem[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const found = RULE.test(lines[at]!) ? null : BULLET.exec(lines[at]!);
    if (!found || (found[1] !== undefined) !== ordered) break;
    const box = BOX.exec(found[2]!);
    items.push({ done: box ? box[1] !== ' ' : null, of: readInline(box ? box[2]! : found[2]!) });
  }
  blocks.push({ kind: 'list', ordered, start: Number(number ?? 1), items });
  return at;
}

const INLINE =
  /\\(?<escaped>[\\`*_{}[\]()#+\-.!~>|])|(?<ticks>`+)(?<code>[\s\S]{0,2000}?[^`])\k<ticks>(?!`)|\[(?<label>[^[\]\n]{1,500})\]\((?<target>[^()\s]{1,2000})\)|(?<url>https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])|\*\*(?<strong>\S(?:[\s\S]{0,2000}?\S)?)\*\*|~~(?<strike>\S(?:[\s\S]{0,2000}?\S)?)~~|\*(?<em>[^\s*](?:[^*]*?[^\s*])?)\*|(?<![\p{L}\p{N}_])_(?<em2>[^\s_](?:[^_]*?[^\s_])?)_(?![\p{L}\p{N}_])/gu;

/** The target of a link to a task of this profile. */
const TASK_LINK = /^task:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The link to a task as notes hold it; signs of a title that would end it are taken out. */
export function taskLink({ id, title }: { id: string; title: string }): string {
  return `[${title
    .replaceAll(/[[\]\n]/g, ' ')
    .trim()
    .slice(0, 200)}](task:${id})`;
}

/** Deeper ones stay text. */
const MAX_DEPTH = 6;

function readInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  const plain = (to: number): void => {
    if (to > at) parts.push({ kind: 'text', text: text.slice(at, to) });
  };
  if (depth >= MAX_DEPTH) return [{ kind: 'text', text }];
  for (const found of text.matchAll(INLINE)) {
    const part = inlineOf(found.groups ?? {}, depth);
    if (part === null) continue;
    plain(found.index);
    parts.push(part);
    at = found.index + found[0].length;
  }
  plain(text.length);
  return parts;
}

function inlineOf(groups: Record<string, string | undefined>, depth: number): Inline | null {
  const { escaped, code, label, target, url, strong, strike, em, em2 } = groups;
  const inner = (text: string): Inline[] => readInline(text, depth + 1);
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code.trim() };
  if (url !== undefined) return { kind: 'link', href: url, of: [{ kind: 'text', text: url }] };
  if (strong !== undefined) return { kind: 'strong', of: inner(strong) };
  if (strike !== undefined) return { kind: 'strike', of: inner(strike) };
  const slanted = em ?? em2;
  if (slanted !== undefined) return { kind: 'em', of: inner(slanted) };
  const task = label === undefined ? undefined : TASK_LINK.exec(target ?? '')?.[1];
  if (task !== undefined && label !== undefined) return { kind: 'task', id: task, of: inner(label) };
  // A link to anything but a page or an address stays text: it could run something.
  if (target === undefined || label === undefined || !/^(https?:\/\/|mailto:)/i.test(target)) return null;
  return { kind: 'link', href: target, of: inner(label) };
}
