import { useEffect, useRef, type ReactNode } from 'react';
import styles from './side-panel.module.css';

interface Props {
  /** Its name for a screen reader. */
  label: string;
  onClose(): void;
  children: ReactNode;
}

const OTHERS = '[role="dialog"], [role="menu"], [role="listbox"]';
const FIELDS = 'input, textarea, select';

/**
 * A panel that stands beside the list and the timeline instead of covering them: both stay in sight and in use. Esc closes it,
 * unless a field or something that is open above it has a use for the key.
 */
export function SidePanel({ label, onClose, children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus]') ?? panel.current;
    first?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : null;
      const inside = target !== null && panel.current?.contains(target) === true;
      // A field that is being typed into, or a list of choices that is open, takes the key itself.
      if (target?.getAttribute('data-mantine-stop-propagation') === 'true') return;
      const above = target?.closest(OTHERS);
      if (above && above !== panel.current) return;
      if (!inside && target?.matches(FIELDS)) return;
      onClose();
    };
    // After the fields' own handlers, and before anything else takes the page's keys.
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <div ref={panel} className={styles.panel} role="dialog" aria-label={label} data-side-panel tabIndex={-1}>
      <button type="button" className={styles.close} aria-label="Close details" onClick={onClose}>
        ×
      </button>
      {children}
    </div>
  );
}
