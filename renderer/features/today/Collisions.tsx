import type { PlanView } from '../../../core/domain/views.ts';
import { say } from '../../../core/messages/index.ts';
import { show } from '../../state/window.ts';
import styles from './today.module.css';

/** What keeps its time although something speaks against it. */
export function Collisions({ items }: { items: NonNullable<PlanView['collisions']> }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="collisions-heading" className={styles.unscheduled}>
      <h2 id="collisions-heading" className={styles.subheading}>
        Collides
      </h2>
      <ul className={styles.rows}>
        {items.map((item) => (
          <li key={item.taskId} className={styles.unfit}>
            <button type="button" className={styles.title} onClick={() => show({ openTask: item.taskId })}>
              {item.title}
            </button>
            <div className={styles.second}>
              <span>{say(item.why)}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
