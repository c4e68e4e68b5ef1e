import { useEffect, useState } from 'react';
import type { PlanView } from '../../../core/domain/views.ts';
import { runAction } from '../../actions/run.ts';
import { undoPlan } from '../../actions/undo-plan.ts';
import shared from '../../ui/ui.module.css';
import { blockKey, movedWords } from './rows.ts';
import styles from './today.module.css';

/** A plan that stands for so long has been looked at. */
const SETTLES_MS = 3_000;

/** Says what moved when the plan changed under the person's eyes, with one undo. Gone by itself after a while. */
export function PlanNotice({ plan, today }: { plan: PlanView; today: string }) {
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [looked, setLooked] = useState(false);
  const [open, setOpen] = useState(false);
  const own = new Set(
    plan.blocks
      .filter((block) => block.pinned || block.running)
      .map((block) => `${blockKey(block)} ${block.start}`),
  );
  // What the person has put there, by a drag or by beginning it, is no news to them.
  const moved = plan.moved.filter(
    (one) => touchesToday(one.from, one.to, today) && !own.has(`${blockKey(one)} ${one.to}`),
  );
  // A plan that is made again as it was has nothing new to say.
  const key = JSON.stringify(moved);
  // While a newer plan is being made, what is shown may change once more.
  const visible = looked && key !== dismissed && moved.length > 0 && !plan.stale && !plan.proposal;

  useEffect(() => {
    if (looked || plan.stale) return undefined;
    // What changes while the page still settles was never seen as it was.
    const timer = setTimeout(() => {
      setDismissed(key);
      setLooked(true);
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [looked, key, plan.stale]);

  useEffect(() => {
    if (!visible || open) return undefined;
    const timer = setTimeout(() => setDismissed(key), 20_000);
    return () => clearTimeout(timer);
  }, [visible, open, key]);

  if (!visible) return null;
  return (
    <div className={styles.notice} role="status">
      <span>The plan changed: {moved.length === 1 ? 'one block' : `${moved.length} blocks`} moved.</span>
      <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide' : 'Show'}
      </button>
      {plan.canUndo && (
        <button type="button" className={shared.quiet} onClick={() => runAction(undoPlan)}>
          Undo
        </button>
      )}
      <button
        type="button"
        className={shared.quiet}
        onClick={() => {
          setDismissed(key);
          setOpen(false);
        }}
      >
        OK
      </button>
      {open && (
        <ul className={styles.moved}>
          {moved.map((one) => (
            <li key={`${one.taskId}:${one.part}`}>{movedWords(one, today)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What had its place on a day that is over is a matter of the look at the day, not of this one. */
function touchesToday(from: string | null, to: string | null, today: string): boolean {
  if (from === null || from.slice(0, 10) < today) return false;
  return from.slice(0, 10) === today || to?.slice(0, 10) === today;
}
