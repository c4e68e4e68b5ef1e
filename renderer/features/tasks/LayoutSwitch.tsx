import type { TaskLayout } from '../../../core/domain/saved-filter.ts';
import styles from './tasks.module.css';

const LAYOUTS: [TaskLayout, string, string][] = [
  ['list', 'List', 'M3 4.5h10M3 8h10M3 11.5h10'],
  ['board', 'Board', 'M2.5 3h3v10h-3zM6.5 3h3v7h-3zM10.5 3h3v9h-3z'],
  ['month', 'Month', 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3'],
];

interface Props {
  value: TaskLayout;
  onChange(layout: TaskLayout): void;
}

/** The same tasks as a list, in columns, or on the days of a month. */
export function LayoutSwitch({ value, onChange }: Props) {
  return (
    <div className={styles.layouts} role="group" aria-label="Layout">
      {LAYOUTS.map(([layout, label, sign]) => (
        <button
          key={layout}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={layout === value}
          onClick={() => onChange(layout)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={sign} />
          </svg>
        </button>
      ))}
    </div>
  );
}
