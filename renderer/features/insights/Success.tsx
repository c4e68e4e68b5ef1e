import { useQuery } from '@tanstack/react-query';
import type { SuccessMetrics } from '../../../core/metrics.ts';
import { orpc } from '../../api/client.ts';
import { percent } from '../../wording/format.ts';
import shared from '../../ui/ui.module.css';
import { download } from './picture-export.ts';
import { correlationWords, FEATURE_NAMES, NAMES, predictorWords, promiseWords } from './words.ts';
import styles from './insights.module.css';

/** How well Daymark does for its person; the same figures as one file. Nothing of it leaves the machine. */
export function Success() {
  const metrics = useQuery(orpc.insights.metrics.queryOptions({ input: {}, staleTime: 0 })).data;
  if (!metrics) return null;
  const { satisfaction, retention, promises, work } = metrics;
  const { accepted, corrected, dismissed, share, range } = satisfaction;
  return (
    <div className={styles.success}>
      <p className={styles.text}>
        Counted on this machine only.{' '}
        <button type="button" className={shared.quiet} onClick={() => save(metrics)}>
          Save as JSON
        </button>
      </p>
      <dl className={styles.facts}>
        <Fact name="Suggestions accepted" value={share === null ? '–' : percent(share)}>
          {share === null || !range
            ? 'No answers yet.'
            : `${accepted} accepted, ${corrected} corrected, ${dismissed} dismissed; likely ${percent(range[0])} to ${percent(range[1])}`}
        </Fact>
        <Fact name="Tasks done" value={work?.completionRate ? percent(work.completionRate) : '–'}>
          {change(
            work?.completionChange,
            (value) => `${percent(Math.abs(value))} ${value < 0 ? 'less' : 'more'} than in the earlier half`,
          )}
        </Fact>
        <Fact name="Your estimates" value={work?.estimateWithin25 ? percent(work.estimateWithin25) : '–'}>
          {work?.estimateError
            ? `within 25%; half are off by ${(2 ** work.estimateError).toFixed(1)} times or more`
            : 'within 25%; too few with a tracked time'}
        </Fact>
        {promises.decided + promises.open > 0 && (
          <Fact
            name="Promises kept"
            value={promises.decided === 0 ? '–' : `${promises.kept} of ${promises.decided}`}
          >
            {promiseWords(promises)}
          </Fact>
        )}
      </dl>
      <Section title="Accuracy">
        <ul className={styles.lines}>
          {metrics.predictors.map((one) => (
            <li key={one.target}>
              <strong>{NAMES[one.target] ?? one.target}.</strong> {predictorWords(one)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Use and quality">
        <p className={styles.text}>
          {retention.certain
            ? 'How a week’s quality goes with the active days of the next.'
            : `Uncertain: ${retention.weeks.length} of 12 weeks so far.`}
        </p>
        <ul className={styles.lines}>
          <li>{correlationWords('Accepted suggestions', retention.acceptance)}</li>
          <li>{correlationWords('Errors of length forecasts', retention.error)}</li>
        </ul>
      </Section>
      <Section title="What you use">
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">Uses</th>
              <th scope="col">Last four weeks</th>
              <th scope="col">Weeks used</th>
            </tr>
          </thead>
          <tbody>
            {metrics.features.map((one) => (
              <tr key={one.feature}>
                <td>{FEATURE_NAMES[one.feature] ?? one.feature}</td>
                <td>{one.uses}</td>
                <td>{one.lastFourWeeks}</td>
                <td>{one.weeks}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </div>
  );
}

function save(metrics: SuccessMetrics): void {
  download(
    new Blob([`${JSON.stringify(metrics, null, 2)}\n`], { type: 'application/json' }),
    'daymark-metrics.json',
  );
}

function change(value: number | null | undefined, words: (value: number) => string): string {
  return value === null || value === undefined ? 'Too few to compare yet.' : words(value);
}

function Fact({ name, value, children }: { name: string; value: string; children: string }) {
  return (
    <div>
      <dt className={styles.heading}>{name}</dt>
      <dd className={styles.fact}>
        <span className={styles.value}>{value}</span>
        <span className={styles.text}>{children}</span>
      </dd>
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}
