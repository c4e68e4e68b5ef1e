import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DailyReview } from '../../../core/domain/daily-review.ts';
import type { PlanView } from '../../../core/domain/views.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { relativeDay } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import { capitalised, reviewWords } from './rows.ts';
import { takeRecommendation } from '../../actions/get-moving.ts';
import { say } from '../../../core/messages/index.ts';
import type { Recommendation } from '../../../core/domain/recommendation.ts';
import { shortName } from '../../wording/recommendation.ts';
import { Choose } from './Choose.tsx';
import styles from './today.module.css';
import { Yesterday } from './Yesterday.tsx';

type Leftover = DailyReview['leftovers'][number];
type Open = DailyReview & { kind: NonNullable<DailyReview['kind']> };

/** One quiet line that offers to look at what is left over; opened, each thing is kept, moved or dropped. */
export function DailyReviewCard({ plan, today }: { plan: PlanView | undefined; today: string }) {
  const view = useQuery(orpc.planning.dailyReview.queryOptions()).data;
  const [open, setOpen] = useState(false);
  const { tz } = useNow();
  const ideas = useQuery({
    ...orpc.recommendations.stalled.queryOptions({ input: { limit: 50 } }),
    enabled: open,
  }).data?.tasks;
  if (!view?.kind) return null;
  const review = view as Open;
  const words = reviewWords(review);
  return (
    <section className={styles.review} aria-label={words.name}>
      <div className={styles.reviewHead}>
        <span>{words.line}</span>
        <span className={styles.reviewActions}>
          {!open && (
            <button type="button" className={shared.quiet} onClick={() => setOpen(true)}>
              Review
            </button>
          )}
          <button
            type="button"
            className={shared.quiet}
            // Right after coming back, the plan that is shown is still the one of before.
            disabled={review.kind !== 'evening' && (plan?.stale ?? true)}
            onClick={() => run(takeAll(review, plan, today))}
          >
            {review.kind === 'evening'
              ? `All to ${relativeDay(review.nextDay, today)}`
              : 'Use suggested days'}
          </button>
          <button type="button" className={shared.quiet} onClick={() => run(close(review))}>
            {open ? 'Close' : 'Skip'}
          </button>
        </span>
      </div>
      {open && review.kind !== 'evening' && <Yesterday today={today} tz={tz} />}
      {open && (
        <ul className={styles.rows} aria-label="Left over">
          {review.leftovers.map((leftover) => (
            <LeftoverRow
              key={leftover.taskId}
              leftover={leftover}
              idea={ideas?.find(({ taskId }) => taskId === leftover.taskId)?.offers.find(isNew)}
              review={review}
              today={today}
            />
          ))}
        </ul>
      )}
      {open && review.kind !== 'evening' && plan && (
        <Choose
          review={review}
          plan={plan}
          today={today}
          onAccept={(chosen) => run(chosen.then(async () => close(review)))}
        />
      )}
    </section>
  );
}

/** The row has a button of its own for not doing it. */
function isNew({ kind }: Recommendation): boolean {
  return kind !== 'drop';
}

interface LeftoverProps {
  leftover: Leftover;
  /** What is most worth trying, where it is stuck. */
  idea: Recommendation | undefined;
  review: Open;
  today: string;
}

function LeftoverRow({ leftover, idea, review, today }: LeftoverProps) {
  const { taskId: id, title, day } = leftover;
  const to = (date: string) => (): void => run(client.tasks.update({ id, patch: { date } }));
  return (
    <li className={styles.leftover}>
      <button type="button" className={styles.title} onClick={() => show({ openTask: id })}>
        {title}
      </button>
      <span className={styles.second}>
        {day === today ? 'planned today' : `planned ${relativeDay(day, today)}`}
      </span>
      <span className={styles.reviewActions}>
        {review.kind !== 'evening' && (
          <button type="button" className={shared.quiet} onClick={to(today)}>
            Today
          </button>
        )}
        <button type="button" className={shared.quiet} onClick={to(review.nextDay)}>
          {capitalised(relativeDay(review.nextDay, today))}
        </button>
        <OtherDay title={title} from={today} onPick={(picked) => to(picked)()} />
        {idea && (
          <button
            type="button"
            className={shared.quiet}
            title={`${say(idea.action)}. ${say(idea.reason)}`}
            onClick={() => run(takeRecommendation({ id, title }, idea.kind))}
          >
            {shortName(idea)}
          </button>
        )}
        <button type="button" className={shared.quiet} onClick={() => run(client.tasks.drop({ id }))}>
          Won’t do
        </button>
      </span>
    </li>
  );
}

/** Any day, from the calendar that the browser brings. */
function OtherDay({ title, from, onPick }: { title: string; from: string; onPick(day: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className={styles.redate}>
      <button
        type="button"
        className={shared.quiet}
        aria-label={`Another day for ${title}`}
        onClick={() => input.current?.showPicker()}
      >
        Other day
      </button>
      <input
        ref={input}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        min={from}
        onChange={({ currentTarget: { value } }) => value >= from && onPick(value)}
      />
    </span>
  );
}

/** Everything left over gets the day the plan has for it, or in the evening the next working day. */
async function takeAll(review: Open, plan: PlanView | undefined, today: string): Promise<void> {
  for (const { taskId } of review.leftovers) {
    const block = plan?.blocks.find((one) => one.taskId === taskId && one.start.slice(0, 10) >= today);
    const date = review.kind === 'evening' ? review.nextDay : (block?.start.slice(0, 10) ?? review.nextDay);
    await client.tasks.update({ id: taskId, patch: { date } });
  }
  await close(review);
}

async function close({ kind }: Open): Promise<void> {
  await client.planning.closeDailyReview({ kind });
}

function run(request: Promise<unknown>): void {
  request
    .then(async () => queryClient.invalidateQueries({ queryKey: orpc.planning.dailyReview.key() }))
    .catch(notifyError);
}
