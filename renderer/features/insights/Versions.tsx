import { useState } from 'react';
import type { LearningOverview } from '../../../core/domain/learning.ts';
import type { LearnerTarget } from '../../../core/ml-contract/learning.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { fileSize, fullMoment } from '../../wording/format.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './insights.module.css';
import { NAMES, versionWords } from './words.ts';

/** What was learned when; each version can be gone back to, and so can the model everybody begins with. */
export function Versions({ overview, target }: { overview: LearningOverview; target: LearnerTarget }) {
  const { today, tz } = useNow();
  const [busy, setBusy] = useState(false);
  const versions = overview.models.filter((model) => model.target === target);
  const active = overview.learners.find((learner) => learner.target === target)?.version ?? null;
  const goBack = (version: number | null): void => {
    setBusy(true);
    client.learning
      .rollback({ target, version })
      .then(() => {
        notify(version === null ? 'Now using the base model.' : `Now using version ${version}.`);
        return queryClient.invalidateQueries({ queryKey: orpc.learning.key() });
      }, notifyError)
      .finally(() => setBusy(false));
  };
  return (
    <section className={styles.versions} aria-label={`Versions: ${NAMES[target] ?? target}`}>
      <h3 className={styles.small}>{NAMES[target] ?? target}</h3>
      <table className={styles.table}>
        <tbody>
          {versions.map((model) => (
            <tr key={model.version} data-active={model.active || undefined}>
              <th scope="row">Version {model.version}</th>
              <td>{fullMoment(localOf(model.createdAt, tz), today)}</td>
              <td>{versionWords(model)}</td>
              <td className={styles.size}>{fileSize(model.bytes)}</td>
              <td className={styles.act}>
                {model.active ? (
                  'in use'
                ) : (
                  <button
                    type="button"
                    className={shared.quiet}
                    disabled={busy || model.damaged}
                    aria-label={`Use version ${model.version}`}
                    onClick={() => goBack(model.version)}
                  >
                    Use this
                  </button>
                )}
              </td>
            </tr>
          ))}
          <tr data-active={active === null || undefined}>
            <th scope="row">Base model</th>
            <td colSpan={3}>default for everyone, adjusted by your latest tasks</td>
            <td className={styles.act}>
              {active === null ? (
                'in use'
              ) : (
                <button
                  type="button"
                  className={shared.quiet}
                  disabled={busy}
                  aria-label="Use the base model"
                  onClick={() => goBack(null)}
                >
                  Use this
                </button>
              )}
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
