/**
 * Keeps the keyboard's place when what holds the focus goes away: a closed panel gives it back to what opened it, a row that
 * left its list to the row that stands there now. Otherwise it would fall to the page, and the next key to no one.
 */

const OVERLAYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="alert"]';
const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/** Where the focus was outside of all overlays. */
interface Place {
  element: HTMLElement;
  list: string | null;
  row: string | null;
  /** Rows of that list, in order, when they were last seen with this one among them. */
  order: readonly string[];
}

/** Begins keeping the focus; the returned function ends that. */
export function keepFocus(): () => void {
  let focused: HTMLElement | null = null;
  let place: Place | null = null;
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    focused = target;
    if (!target.closest(OVERLAYS)) place = placeOf(target);
  };
  const onPointer = ({ target }: PointerEvent): void => {
    // A press on nothing wants the focus nowhere.
    if (target instanceof Element && !target.closest(FOCUSABLE)) focused = null;
  };
  const observer = new MutationObserver(() => {
    if (place?.element.isConnected && place.row !== null) place = placeOf(place.element);
    if (!focused || focused.isConnected || document.activeElement !== document.body) return;
    if (document.querySelector('[role="dialog"]:not([data-side-panel])')) return;
    focused = null;
    (place && successor(place))?.focus({ preventScroll: place?.row === null });
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('pointerdown', onPointer);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('pointerdown', onPointer);
    observer.disconnect();
  };
}

function placeOf(element: HTMLElement): Place {
  const row = element.closest<HTMLElement>('[data-row]');
  const list = row?.closest('[aria-label]');
  const label = list?.getAttribute('aria-label') ?? null;
  return {
    element,
    list: label,
    row: row?.dataset['row'] ?? null,
    order: label === null ? [] : rowsOf(label),
  };
}

function rowsOf(list: string): string[] {
  return [...document.querySelectorAll<HTMLElement>(`[aria-label="${CSS.escape(list)}"] [data-row]`)].map(
    ({ dataset }) => dataset['row'] ?? '',
  );
}

/** The same thing again, else the next row of its list, else the one before, else the first on the page, else its heading. */
function successor({ element, list, row, order }: Place): HTMLElement | null {
  if (element.isConnected) return element;
  // A task that was started left its list for the place of what is running: the keys go on acting on it.
  const running =
    row &&
    document.querySelector<HTMLElement>(
      `[aria-label="Running now"][data-row="${CSS.escape(row)}"] [data-row-title]`,
    );
  if (running) return running;
  const inList = (id: string): HTMLElement | null =>
    list === null
      ? null
      : document.querySelector(
          `[aria-label="${CSS.escape(list)}"] [data-row="${CSS.escape(id)}"] [data-row-title]`,
        );
  const at = row === null ? -1 : order.indexOf(row);
  const near = at === -1 ? [] : [...order.slice(at), ...order.slice(0, at).toReversed()];
  for (const id of near) {
    const found = inList(id);
    if (found) return found;
  }
  return document.querySelector('main [data-row-title]') ?? document.querySelector('main h1[tabindex]');
}
