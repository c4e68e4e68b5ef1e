import { useState } from 'react';
import { keepPlaces, takeProposal } from '../../app/actions/answer-proposal.ts';
import { runAction } from '../../app/actions/run.ts';
import { useNow, usePlan } from '../../api/hooks.ts';
import shared from '../../ui/ui.module.css';
import { movedWords } from './rows.ts';
import styles from './today.module.css';

/** Moves of a proposal that are listed without asking. */
const SHOWN_MOVES = 4;

/** What a newer plan would move of what was seen today, before it does: taken or left by one press or key. */
export function Proposal() {
  const { today } = useNow();
  const plan = usePlan().data;
  const [open, setOpen] = useState(false);
  const moved = (plan?.proposal?.moved ?? []).toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  if (!plan || moved.length === 0) return null;
  const shown = open ? moved : moved.slice(0, SHOWN_MOVES);
  return (
    <section className={styles.notice} aria-label="Proposed changes">
      <span role="status">
        {moved.length === 1 ? '1 block today needs to move.' : `${moved.length} blocks today need to move.`}
      </span>
      <button type="button" className={shared.quiet} onClick={() => runAction(takeProposal)}>
        {moved.length === 1 ? 'Move it' : 'Move them'}
      </button>
      <button type="button" className={shared.quiet} onClick={() => runAction(keepPlaces)}>
        Keep current plan
      </button>
      {moved.length > SHOWN_MOVES && (
        <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show fewer' : 'Show all'}
        </button>
      )}
      <ul className={styles.moved}>
        {shown.map((one) => (
          <li key={`${one.taskId}:${one.part}`}>{movedWords(plan, one, () => undefined, today)}</li>
        ))}
      </ul>
    </section>
  );
}
