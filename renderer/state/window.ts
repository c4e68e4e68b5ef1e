import type { CalendarId, EventId, HabitId, TaskId } from '../../core/ids.ts';
import { createStore } from '../api/store.ts';
import { readRoute, type Place } from './routes.ts';

/** What this window shows and has focused; nothing of record. */

/** An appointment as its dialog shows it. */
export interface EventDraft {
  id: EventId | null;
  title: string;
  /** `YYYY-MM-DDTHH:mm`; midnight to midnight for whole days. */
  start: string;
  end: string;
  allDay: boolean;
  blocks: boolean;
  travelBeforeMin: number;
  travelAfterMin: number;
  /** The rule by which it repeats (RFC 5545). */
  rrule: string | null;
  /** The calendar on a server that it is kept in. */
  calendarId: CalendarId | null;
}

/** A stretch kept for focus as its dialog shows it; `from` is where it stands now, null for a new one. */
export interface FocusDraft {
  from: string | null;
  start: string;
  end: string;
  /** Why it is there, as a sentence; null for a new one. */
  why: string | null;
}

/** A fresh appointment over a span. */
export function newEventAt(start: string, end: string): EventDraft {
  return {
    id: null,
    title: '',
    start,
    end,
    allDay: false,
    blocks: true,
    travelBeforeMin: 0,
    travelAfterMin: 0,
    rrule: null,
    calendarId: null,
  };
}

/** What the bar of the selection asks. */
export type BulkMenu = 'day' | 'priority' | 'project' | 'tag';

export interface UiState extends Place {
  /** Row under the keyboard cursor. */
  focusedTask: TaskId | null;
  /** Task whose details are open. */
  openTask: TaskId | null;
  /** Habit whose details are open. */
  openHabit: HabitId | null;
  /** Task whose reasons are open under its row. */
  reasonsFor: TaskId | null;
  /** Task whose timer was started in this window; it may have no place in the plan. */
  startedTask: TaskId | null;
  /** Tasks that the next action is for, in the order in which they were chosen; empty for the one under the cursor. */
  selected: readonly TaskId[];
  /** Which choice the bar of the selection shows. */
  bulkMenu: BulkMenu | null;
  helpOpen: boolean;
  historyOpen: boolean;
  /** A line that came from outside and waits for an empty field, or was put into it. */
  offeredLine: { text: string; from: 'link' | 'clipboard'; taken: boolean } | null;
  /** One task over the whole window. */
  focusOpen: boolean;
  /** The appointment being entered (`id` null) or changed. */
  editedEvent: EventDraft | null;
  /** The stretch kept for focus that is being moved or added. */
  editedFocus: FocusDraft | null;
}

export const ui = createStore<UiState>({
  ...readRoute(typeof window === 'undefined' ? '' : window.location.hash),
  focusedTask: null,
  openTask: null,
  openHabit: null,
  reasonsFor: null,
  startedTask: null,
  selected: [],
  bulkMenu: null,
  helpOpen: false,
  historyOpen: false,
  offeredLine: null,
  focusOpen: false,
  editedEvent: null,
  editedFocus: null,
});

/** Changes some parts of the view's state. */
export function show(patch: Partial<UiState>): void {
  ui.set((before) => {
    const after = { ...before, ...patch };
    const moved = after.view !== before.view || after.scope !== before.scope;
    // What was chosen in one list is not meant in another.
    return moved && patch.selected === undefined ? { ...after, selected: [], bulkMenu: null } : after;
  });
}

/** Adds a task to the selection, or takes it out. */
export function toggleSelected(id: TaskId): void {
  const { selected } = ui.get();
  show({ selected: selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id] });
}

const CAPTURE_FIELD = 'capture-field';

/** Id of the one quick-add field, so that a key can reach it from anywhere. */
export const captureFieldId = CAPTURE_FIELD;

export function focusCapture(): void {
  const field = document.getElementById(CAPTURE_FIELD);
  if (field instanceof HTMLTextAreaElement) {
    field.focus();
    field.select();
  }
}

let captureFirst = false;

/** Has the quick-add field take the focus as soon as it is there: after the first run the next key is the first task. */
export function beginWithCapture(): void {
  captureFirst = true;
}

/** Whether the quick-add field is to take the focus; asked once, when it appears. */
export function takesFocusAtFirst(): boolean {
  const first = captureFirst;
  captureFirst = false;
  return first;
}
