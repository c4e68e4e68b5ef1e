/**
 * Keeps the keyboard's place when what holds the focus goes away: a closed panel gives it back to what opened it, a row that
 * left its list to the row that stands there now, a button that works to itself once it is done, and one that is gone to
 * what stands in its place. Otherwise it would fall to the page, and the next letter would be a shortcut.
 */

const OVERLAYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="alert"]';
const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/** Where the focus was outside of all overlays. */
interface Place {
  element: HTMLElement;
  /** What it stood in, from the inside out, as far as the view. */
  around: readonly HTMLElement[];
  list: string | null;
  row: string | null;
  /** Rows of that list, in order, when they were last seen with this one among them. */
  order: readonly string[];
}

/** Begins keeping the focus; the returned function ends that. */
export function keepFocus(): () => void {
  let focused: HTMLElement | null = null;
  let place: Place | null = null;
  /** The focus was lost because its element can't be used just now. */
  let waits = false;
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    focused = target;
    waits = false;
    if (!target.closest(OVERLAYS)) place = placeOf(target);
  };
  const onPointer = ({ target }: PointerEvent): void => {
    // A press on nothing wants the focus nowhere.
    if (target instanceof Element && !target.closest(FOCUSABLE)) focused = null;
  };
  const observer = new MutationObserver(() => {
    if (place?.element.isConnected && place.row !== null) place = placeOf(place.element);
    if (!focused) return;
    // A disabled element loses the focus only when the page is drawn next; by then nobody may tell.
    waits ||= focused.matches(':disabled');
    if (document.activeElement !== document.body && document.activeElement !== focused) return;
    if (focused.isConnected) {
      if (!waits || focused.matches(':disabled')) return;
      waits = false;
      focused.focus({ preventScroll: true });
      return;
    }
    if (document.querySelector('[role="dialog"]:not([data-side-panel])')) return;
    focused = null;
    waits = false;
    const next = place ? successor(place) : beginning();
    next?.focus({ preventScroll: place?.row === null });
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('pointerdown', onPointer);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
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
    around: around(element),
    list: label,
    row: row?.dataset['row'] ?? null,
    order: label === null ? [] : rowsOf(label),
  };
}

function around(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let one = element.parentElement; one && !one.matches('main, body'); one = one.parentElement) {
    if (!one.contains(element) || one.querySelector('h1')) break;
    found.push(one);
  }
  return found;
}

function rowsOf(list: string): string[] {
  return [...document.querySelectorAll<HTMLElement>(`[aria-label="${CSS.escape(list)}"] [data-row]`)].map(
    ({ dataset }) => dataset['row'] ?? '',
  );
}

/**
 * The same thing again, else the next row of its list, else the one before, else what stands in its place, else the first
 * row on the page, else its heading.
 */
function successor({ element, around, list, row, order }: Place): HTMLElement | null {
  if (element.isConnected && !element.matches(':disabled')) return element;
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
  const neighbour = row === null && usableWithin(around.find((one) => one.isConnected));
  return neighbour || beginning();
}

/** The first row of the view, else its heading, which takes the focus only here. */
function beginning(): HTMLElement | null {
  const row = document.querySelector<HTMLElement>('main [data-row-title]');
  const heading = document.querySelector<HTMLElement>('main h1');
  if (!row && heading) heading.tabIndex = -1;
  return row ?? heading;
}

function usableWithin(box: HTMLElement | undefined): HTMLElement | null {
  const all = [...(box?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  return all.find((one) => !one.matches(':disabled, [tabindex="-1"]') && one.checkVisibility()) ?? null;
}
