import { useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { reasonWords } from './rows.ts';
import styles from './today.module.css';

/** Why a block stands where it does and not earlier, under its row. */
export default function Reasons({ taskId }: { taskId: TaskId }) {
  const query = useQuery(orpc.planning.reasons.queryOptions({ input: { taskId }, staleTime: 0 }));
  const reasons = query.data?.reasons ?? [];
  return (
    <div className={styles.reasons} role="note" aria-label="Why now">
      {query.isPending && 'Looking…'}
      {query.isError && sentenceOf(query.error)}
      {query.isSuccess && reasons.length === 0 && 'No particular reason for this time.'}
      {reasons.map((reason) => (
        <div key={reason.part}>
          {reasons.length > 1 && <strong>Part {reason.part}. </strong>}
          {reason.whyHere.length > 0 && <>Here because {reasonWords(reason.whyHere)} </>}
          {reason.whyNotEarlier.length > 0 && <>Not earlier: {reasonWords(reason.whyNotEarlier)}</>}
        </div>
      ))}
    </div>
  );
}
