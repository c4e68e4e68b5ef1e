import type { LearningOverview } from '../../../core/domain/learning.ts';
import type { LearnerTarget } from '../../../core/ml-contract/learning.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { fullMoment, percent } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './insights.module.css';

const WHAT: Record<LearnerTarget, string> = {
  duration: 'how long tasks take',
  priority: 'what you do next',
  completion: 'what gets done',
};

/** What is being learned this minute, and the way to stop or to start it. */
export function Training({ training }: { training: LearningOverview['training'] }) {
  const { today, tz } = useNow();
  const { running, waiting, last } = training;
  if (running) {
    const { share } = running;
    const part = share === null ? '' : `, ${percent(share)}`;
    return (
      <div className={styles.training} role="status">
        <progress
          className={styles.progress}
          aria-label="Training"
          {...(share === null ? {} : { value: share })}
        />
        <span>
          {running.phase === 'reading'
            ? `${share === null ? 'Reading finished tasks' : 'Learning from your history'}: ${running.read} so far${part}`
            : `Learning ${WHAT[running.target] ?? running.target} in the background${part}`}
        </span>
        {running.phase === 'training' && (
          <button
            type="button"
            className={shared.quiet}
            onClick={() => void client.learning.cancelTraining().catch(notifyError)}
          >
            Stop
          </button>
        )}
      </div>
    );
  }
  return (
    <div className={styles.training} role="status">
      <span className={styles.quiet}>
        {waiting && 'Training starts in a moment. '}
        {last
          ? `Last trained ${fullMoment(localOf(last.finishedAt, tz), today)}${last.cancelled ? ', stopped' : ''}.`
          : 'Nothing trained yet; training starts automatically once there is enough history.'}
      </span>
      <button
        type="button"
        className={shared.quiet}
        onClick={() => void client.learning.train().catch(notifyError)}
      >
        Train now
      </button>
    </div>
  );
}
