import type { ProjectIcon } from '../../core/domain/project.ts';
import styles from './ui.module.css';

/** How each sign is drawn: strokes in a square of 16. */
export const PROJECT_SIGNS: Record<ProjectIcon, string> = {
  briefcase: 'M2 5.5h12v8H2zM6 5.5v-2h4v2M2 9h12',
  home: 'M2 7.5L8 2.5l6 5M3.8 6.5v7h8.4v-7M6.6 13.5v-4h2.8v4',
  heart: 'M8 13.5S2.3 10 2.3 6.1A2.9 2.9 0 0 1 8 5a2.9 2.9 0 0 1 5.7 1.1C13.7 10 8 13.5 8 13.5z',
  leaf: 'M13.5 2.5C6 2.5 3 6 3.3 12.7 10 13 13.5 10 13.5 2.5zM2.5 13.5L9 7',
  book: 'M8 4C6.5 2.8 4.5 2.5 2 2.8v9.7c2.5-.3 4.5 0 6 1.2 1.5-1.2 3.5-1.5 6-1.2V2.8C11.5 2.5 9.5 2.8 8 4zM8 4v9.5',
  code: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  cart: 'M1.5 2.5h2l1.8 7.5h6.7l1.7-5.5H4.2M6 13h.1M11.3 13h.1',
  plane: 'M14 2L2 7l4 2.2L8.5 14zM14 2L6 9.2',
  music: 'M6 12.5V3.5l7-1.5v9M6 12.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0M13 11a2 2 0 1 1-4 0 2 2 0 0 1 4 0',
  people:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.4 2.4 0 0 1 0 4.5M12.3 9.9c1.4.6 2.2 1.9 2.2 3.6',
  money: 'M1.8 4h12.4v8H1.8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4M4 8h.1M12 8h.1',
  tools: 'M9.5 6.5l-7 7M9 3.5a3.3 3.3 0 0 1 3.3-1.3L10.5 4l1.5 1.5 1.8-1.8A3.3 3.3 0 1 1 9 3.5z',
  star: 'M8 2l1.9 3.9 4.2.6-3 3 .7 4.2L8 11.7l-3.8 2 .7-4.2-3-3 4.2-.6z',
  flag: 'M3.5 14V2.5h9L10.5 6l2 3.5h-9',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  gift: 'M2 6h12v3H2zM3 9v5h10V9M8 6v8M8 6S4 6 4 4s3-2 4 2c1-4 4-4 4-2S8 6 8 6z',
};

interface Props {
  colour: number | null | undefined;
  icon?: ProjectIcon | null | undefined;
}

/** The mark of a project: its sign in its colour, or a dot; grey while the project is not known yet. */
export function ProjectDot({ colour, icon }: Props) {
  if (icon)
    return (
      <svg className={styles.sign} data-project={colour ?? 'none'} viewBox="0 0 16 16" aria-hidden="true">
        <path d={PROJECT_SIGNS[icon]} />
      </svg>
    );
  return <span className={styles.dot} data-project={colour ?? 'none'} aria-hidden="true" />;
}
