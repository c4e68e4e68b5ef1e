import type { ReactNode } from 'react';
import styles from './panel.module.css';

/** One field of a details panel: its name beside its control, and a quiet word about it beneath. */
export function FieldRow({
  label,
  hint = null,
  children,
}: {
  label: string;
  hint?: string | null;
  children: ReactNode;
}) {
  return (
    <div className={styles.row}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <div className={styles.control}>
        {children}
        {hint && <div className={styles.hint}>{hint}</div>}
      </div>
    </div>
  );
}
