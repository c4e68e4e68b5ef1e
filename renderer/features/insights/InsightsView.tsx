import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { InsightReport } from '../../../core/insights.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow, useStatus } from '../../api/hooks.ts';
import { fullMoment } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { Models } from './Models.tsx';
import { Success } from './Success.tsx';
import { You } from './You.tsx';
import styles from './insights.module.css';

const TABS = [
  { id: 'you', label: 'How you work' },
  { id: 'models', label: 'Forecasts' },
  { id: 'success', label: 'How Daymark does' },
] as const;
type Tab = (typeof TABS)[number]['id'];

/** A report this old is made again when the page is opened. */
const OLD_MS = 24 * 3_600_000;

/** What the past says: of the person first, then of the models, then of the program. */
export default function InsightsView() {
  const [tab, setTab] = useState<Tab>('you');
  const { data } = useQuery(orpc.insights.report.queryOptions({ staleTime: 0 }));
  const isReady = useStatus().data?.ml.process === 'ready';
  const { epochMs, today } = useNow();
  const {
    mutate: refresh,
    isPending,
    isIdle,
  } = useMutation({
    mutationFn: () => client.insights.refresh(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.insights.key() }),
    onError: notifyError,
  });
  const report = data?.report ?? null;
  const isOld = data !== undefined && (report === null || epochMs - report.madeAt > OLD_MS);
  useEffect(() => {
    if (isOld && isReady && isIdle) refresh();
  }, [isOld, isReady, isIdle, refresh]);
  if (!data) return null;
  const busy = isPending || data.making;
  return (
    <section aria-labelledby="insights-heading" className={styles.insights}>
      <header className={styles.top}>
        <h1 id="insights-heading" className={styles.title}>
          Insights
        </h1>
        <p className={styles.text} role="status">
          {busy ? 'Looking at your history…' : report && reportWords(report, today)}
        </p>
        <button type="button" className={shared.quiet} disabled={busy || !isReady} onClick={() => refresh()}>
          Update
        </button>
      </header>
      <Tabs tab={tab} onTab={setTab} />
      <div id="insights-panel" role="tabpanel" aria-labelledby={`insights-${tab}`} tabIndex={-1}>
        {tab === 'you' && report && <You report={report} />}
        {tab === 'you' && !report && !busy && (
          <p className={styles.calm}>Your first report is made as soon as Daymark can.</p>
        )}
        {tab === 'models' && <Models />}
        {tab === 'success' && <Success />}
      </div>
    </section>
  );
}

function reportWords({ metrics, madeAt, tz }: InsightReport, today: string): string {
  const { finished, weeks } = metrics;
  const tasks = finished === 1 ? '1 task finished' : `${finished} tasks finished`;
  const over = weeks === 1 ? '1 week' : `${weeks} weeks`;
  return `${over} · ${tasks} · updated ${fullMoment(localOf(madeAt, tz), today)}`;
}

/** One of three, by click or arrow keys. */
function Tabs({ tab, onTab }: { tab: Tab; onTab(tab: Tab): void }) {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = TABS.findIndex(({ id }) => id === tab);
    const next = TABS[(at + step + TABS.length) % TABS.length]!;
    onTab(next.id);
    document.getElementById(`insights-${next.id}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Insights" className={styles.tabs}>
      {TABS.map(({ id, label }) => (
        <button
          key={id}
          id={`insights-${id}`}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={id === tab}
          aria-controls="insights-panel"
          tabIndex={id === tab ? 0 : -1}
          onClick={() => onTab(id)}
          onKeyDown={move}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
