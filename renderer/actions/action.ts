import type { Task } from '../../core/domain/task.ts';
import type { PlanView } from '../../core/domain/views.ts';
import { say, type Message } from '../../core/messages/index.ts';
import type { Client } from '../api/client.ts';
import type { UiState } from '../state/window.ts';

/** What an action may look at: one moment of the app. */
export interface ActionContext {
  client: Client;
  /** The task under the cursor, or the one whose button was pressed. */
  task: Task | null;
  plan: PlanView | null;
  /** What undo and redo would do next; null until it is known. */
  history: { undo: Message | null; redo: Message | null } | null;
  state: UiState;
  /** The person's wall clock, `YYYY-MM-DDTHH:mm`. */
  now: string;
}

/**
 * One thing a person can do. The button, the key, the palette and the help sheet all show and run this object.
 */
export interface Action {
  id: string;
  label: string;
  group: 'Go to' | 'Task' | 'Plan' | 'Daymark';
  /** Such as `n`, `shift+d`, `mod+k` (Ctrl, or Command on a Mac); the first one is shown. */
  keys: readonly string[];
  /** What it would do just now, said after the label where there is room: "Undo: move “Call dentist”". */
  detail?(context: ActionContext): Message | null;
  /** Moves and plain navigation stay out of the palette. */
  hidden?: boolean;
  /** Whether it makes sense now; without it, always. */
  enabled?(context: ActionContext): boolean;
  run(context: ActionContext): void | Promise<unknown>;
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Whether a key press is the one that `keys` names. Shift counts only where it is named or makes no other sign. */
export function isKey(press: KeyPress, keys: string): boolean {
  const parts = keys.toLowerCase().split('+');
  const name = parts.at(-1) === '' ? '+' : (parts.at(-1) ?? '');
  const wants = (part: string): boolean => parts.slice(0, -1).includes(part);
  if (press.key.toLowerCase() !== name) return false;
  if ((press.ctrlKey || press.metaKey) !== wants('mod') || press.altKey !== wants('alt')) return false;
  const letterOrNamed = /^[a-z]$/.test(name) || name.length > 1;
  return !letterOrNamed || press.shiftKey === wants('shift');
}

const SIGNS: Record<string, string> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  delete: 'Del',
  escape: 'Esc',
};

/** The label with what it would do just now. */
export function labelOf(action: Action, context: ActionContext): string {
  const detail = action.detail?.(context) ?? null;
  return detail ? `${action.label}: ${say(detail)}` : action.label;
}

/** The keys as printed: `mod+k` → "Ctrl K". */
export function keyLabel(keys: string): string {
  return keys
    .split('+')
    .map((part) => SIGNS[part.toLowerCase()] ?? part.toUpperCase())
    .join(' ');
}
