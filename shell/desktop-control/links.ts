import { MAX_CAPTURE_LENGTH } from '../../core/contract/requests.ts';
import { taskId, type TaskId } from '../../core/ids.ts';

/** Addresses of our own. They come from any page and any program, so they are read as what a stranger typed. */

/** What an address asks for. */
export type OwnLink = { kind: 'add'; text: string } | { kind: 'task'; id: TaskId };

export const OWN_SCHEME = 'daymark:';
/** A text of letters beyond ASCII takes up to nine signs a letter in an address. */
const MAX_ADDRESS_LENGTH = MAX_CAPTURE_LENGTH * 9 + 100;

/**
 * Reads `daymark://add?text=…` and `daymark://task/ID`; null for anything else: another host, more than it takes, a user
 * or a port, a text that is too long. Line breaks and other control signs of a text become spaces, so that it is one line.
 */
export function readOwnLink(address: string): OwnLink | null {
  if (address.length > MAX_ADDRESS_LENGTH) return null;
  const url = URL.parse(address);
  if (url === null || url.protocol !== OWN_SCHEME) return null;
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') return null;
  if (url.hostname === 'add') return readAdd(url);
  if (url.hostname === 'task') return readTask(url);
  return null;
}

function readAdd(url: URL): OwnLink | null {
  const names = [...url.searchParams.keys()];
  if (!['', '/'].includes(url.pathname) || names.some((name) => name !== 'text') || names.length > 1)
    return null;
  const text = oneLine(url.searchParams.get('text') ?? '');
  return text.length <= MAX_CAPTURE_LENGTH ? { kind: 'add', text } : null;
}

function readTask(url: URL): OwnLink | null {
  if (url.search !== '') return null;
  const id = taskId.safeParse(url.pathname.slice(1));
  return id.success ? { kind: 'task', id: id.data } : null;
}

/** Text as one line; signs that no one can see and that turn the direction of writing are taken out. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .trim();
}
