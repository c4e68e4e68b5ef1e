import { useState } from 'react';
import { keepPlaces, takeProposal } from '../../actions/answer-proposal.ts';
import { runAction } from '../../actions/run.ts';
import { useNow, usePlan } from '../../api/hooks.ts';
import shared from '../../ui/ui.module.css';
import { movedWords, parkedWords } from './rows.ts';
import styles from './today.module.css';

/** Moves of a proposal that are listed without asking. */
const SHOWN_MOVES = 4;

/** What a newer plan would move of what was seen today, before it does: taken or left by one press or key. */
export function Proposal() {
  const { today } = useNow();
  const plan = usePlan().data;
  const [open, setOpen] = useState(false);
  const moved = (plan?.proposal?.moved ?? []).toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  const parked = plan?.proposal ? parkedWords(plan.proposal, today) : [];
  if (moved.length === 0 && parked.length === 0) return null;
  const shown = open ? moved : moved.slice(0, SHOWN_MOVES);
  return (
    <section className={styles.notice} aria-label="Proposed changes">
      <span role="status">
        {moved.length === 1
          ? '1 block today needs to move.'
          : moved.length > 0
            ? `${moved.length} blocks today need to move.`
            : 'The plan has changed.'}
      </span>
      <button type="button" className={shared.quiet} onClick={() => runAction(takeProposal)}>
        Accept changes
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
          <li key={`${one.taskId}:${one.part}`}>{movedWords(one, today)}</li>
        ))}
      </ul>
      {parked.length > 0 && <p className={styles.parked}>Waiting for your answer: {parked.join(', ')}</p>}
    </section>
  );
}
