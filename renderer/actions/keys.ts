import { isKey } from './action.ts';
import { allActions } from './all.ts';
import { captureFieldId } from '../state/window.ts';
import { canRun, runAction } from './run.ts';

/**
 * Listens for the actions' keys. Keys typed into a field stay there, except those with Ctrl or Command that a
 * text field has no use for; keys for an open dialog or menu stay with it.
 */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const meant = allActions.filter((candidate) => candidate.keys.some((keys) => isKey(event, keys)));
    // One key may be for the selection, and for one task where there is none.
    const action = meant.find((candidate) => canRun(candidate));
    if (!action || !allowedFrom(event, action.id)) return;
    event.preventDefault();
    runAction(action);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** A panel beside the list covers nothing, and its buttons show the keys. */
const OVERLAYS = '[role="dialog"]:not([data-side-panel]), [role="menu"], [role="listbox"]';

function allowedFrom({ target, key, ctrlKey, metaKey }: KeyboardEvent, actionId: string): boolean {
  if (!(target instanceof Element)) return true;
  if (actionId === 'open-palette') return true;
  if (target.closest(OVERLAYS)) return false;
  // An empty line has nothing of its own to take back, and it keeps the focus while the mouse does other things.
  const isEmptyLine =
    target instanceof HTMLTextAreaElement && target.id === captureFieldId && target.value === '';
  if (isEmptyLine && (actionId === 'undo' || actionId === 'redo')) return ctrlKey || metaKey;
  if (target.matches('input, textarea, select, [contenteditable="true"]')) return false;
  // Enter on a button or link is a click on it.
  return !(key === 'Enter' && target.matches('button, a, [role="button"]'));
}
