import type { Slack } from '../../core/domain/views.ts';
import styles from './ui.module.css';

const WORDS: Record<Exclude<Slack, 'none'>, string> = {
  good: 'well before its deadline',
  tight: 'close to its deadline',
  late: 'after its deadline',
};

/** The small square that tells how a task stands to its deadline. */
export function SlackSquare({ slack }: { slack: Slack }) {
  if (slack === 'none') return null;
  return (
    <span
      className={styles.square}
      data-slack={slack}
      role="img"
      aria-label={WORDS[slack]}
      title={WORDS[slack]}
    />
  );
}
