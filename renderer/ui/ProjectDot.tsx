import styles from './ui.module.css';

/** The coloured dot of a project; grey while the project is not known yet. */
export function ProjectDot({ colour }: { colour: number | null | undefined }) {
  return <span className={styles.dot} data-project={colour ?? 'none'} aria-hidden="true" />;
}
