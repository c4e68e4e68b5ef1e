import styles from './ui.module.css';

interface Props {
  title: string;
  priority: number;
  done?: boolean;
  onClick(): void;
}

/** The box that finishes a task, or reopens a finished one; its border tells the priority. */
export function CheckButton({ title, priority, done = false, onClick }: Props) {
  return (
    <button
      type="button"
      className={styles.check}
      data-priority={priority}
      data-done={done}
      aria-label={done ? `Reopen ${title}` : `Finish ${title}`}
      onClick={onClick}
    />
  );
}
