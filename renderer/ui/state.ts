import type { EventId, HabitId, TaskId } from '../../core/ids.ts';
import { createStore } from '../api/store.ts';

/** What this window shows and has focused; nothing of record. */

export type View = 'today' | 'week' | 'tasks' | 'learning' | 'settings';

/** Which slice of the tasks the Tasks view lists. */
export type TaskScope = 'inbox' | 'open' | 'done' | `project:${string}`;

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
  };
}

export interface UiState {
  view: View;
  scope: TaskScope;
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
  helpOpen: boolean;
  /** The appointment being entered (`id` null) or changed. */
  editedEvent: EventDraft | null;
  /** The stretch kept for focus that is being moved or added. */
  editedFocus: FocusDraft | null;
}

const VIEWS: readonly View[] = ['today', 'week', 'tasks', 'learning', 'settings'];

export const ui = createStore<UiState>({
  ...readRoute(typeof window === 'undefined' ? '' : window.location.hash),
  focusedTask: null,
  openTask: null,
  openHabit: null,
  reasonsFor: null,
  startedTask: null,
  helpOpen: false,
  editedEvent: null,
  editedFocus: null,
});

/** Changes some parts of the view's state. */
export function show(patch: Partial<UiState>): void {
  ui.set((before) => ({ ...before, ...patch }));
}

/** View and scope from an address such as `#/tasks/project:…`; anything unknown is Today. */
export function readRoute(hash: string): Pick<UiState, 'view' | 'scope'> {
  const [view, scope] = hash.replace(/^#\//, '').split('/');
  const known = VIEWS.find((name) => name === view) ?? 'today';
  return { view: known, scope: isScope(scope) ? scope : 'open' };
}

export function routeOf({ view, scope }: Pick<UiState, 'view' | 'scope'>): string {
  return view === 'tasks' ? `#/tasks/${scope}` : `#/${view}`;
}

function isScope(scope: string | undefined): scope is TaskScope {
  return (
    scope === 'inbox' || scope === 'open' || scope === 'done' || (scope?.startsWith('project:') ?? false)
  );
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
