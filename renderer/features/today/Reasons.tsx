import { useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import styles from './today.module.css';

/** Why a block stands where it does and not earlier, under its row. */
export default function Reasons({ taskId }: { taskId: TaskId }) {
  const query = useQuery(orpc.planning.reasons.queryOptions({ input: { taskId }, staleTime: 0 }));
  const reasons = query.data?.reasons ?? [];
  return (
    <div className={styles.reasons} role="note" aria-label="Why here">
      {query.isPending && 'Looking…'}
      {query.isError && sentenceOf(query.error)}
      {query.isSuccess && reasons.length === 0 && 'Nothing speaks for this time or against it.'}
      {reasons.map((reason) => (
        <div key={reason.part}>
          {reasons.length > 1 && <strong>Part {reason.part}. </strong>}
          {reason.whyHere.length > 0 && <>Here because {sentence(reason.whyHere.map(say))} </>}
          {reason.whyNotEarlier.length > 0 && <>Not earlier: {sentence(reason.whyNotEarlier.map(say))}</>}
        </div>
      ))}
    </div>
  );
}

/** Several reasons as one sentence: "a, b and c." */
function sentence(parts: string[]): string {
  const bare = parts.map((part) => part.replace(/\.$/, ''));
  const head = bare.slice(0, -1).join(', ');
  const last = bare.at(-1) ?? '';
  return `${head ? `${head} and ${last}` : last}.`;
}
