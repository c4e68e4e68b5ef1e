import type { HistoryTask } from '../core/replay.ts';
import { historyTask } from '../core/replay.ts';
import { MAX_INSIGHT_LINES } from '../core/ml-contract/index.ts';
import type { Insights } from '../core/insights.ts';
import { say } from '../core/messages/index.ts';
import { DaymarkError } from '../core/errors.ts';
import { check } from './check.ts';
import { helperReady, systemZone, withMl } from './compose.ts';
import type { AppClient } from '../shell/rpc.ts';
import { taskId } from '../core/ids.ts';
import { readJsonLines, writeJson, type Streams } from './io.ts';
import type { RequestTime } from './model-commands.ts';

/** What a history says about a person; see `insights` in the app for a profile's own. */
export async function historyInsightsCommand({ now, tz }: RequestTime, streams: Streams): Promise<void> {
  const lines: HistoryTask[] = [];
  for await (const { line, value } of readJsonLines(streams.stdin)) {
    if (lines.length >= MAX_INSIGHT_LINES)
      throw new DaymarkError('tooLarge', { limit: `${MAX_INSIGHT_LINES} lines` });
    lines.push(check(historyTask, value, `line ${line}`));
  }
  const zone = tz ?? systemZone();
  await withMl(async (ml) => {
    const found = await ml.client.insights({ lines, tz: zone, now: now ?? null });
    await writeJson(streams.stdout, inWords(found));
  });
}

/** Each insight with its sentence, and why there is none; the figures behind pictures are the page's. */
function inWords({ insights, quiet, profile, metrics }: Insights): Record<string, unknown> {
  return {
    insights: insights.map(({ id, params, ...more }) => ({
      id,
      params,
      text: say({ key: `insight.${id}`, params }),
      ...more,
    })),
    ...(quiet === null ? {} : { quiet: say({ key: `insight.quiet.${quiet}`, params: {} }) }),
    profile,
    metrics,
  };
}

/** Only what was given: an absent key means "as it is now". */
function given({ now, tz }: RequestTime): { now?: string; tz?: string } {
  return { ...(now === undefined ? {} : { now }), ...(tz === undefined ? {} : { tz }) };
}

/** What the profile's own past says about its person. */
export async function insightsCommand(client: AppClient, line: RequestTime, streams: Streams): Promise<void> {
  await helperReady(client);
  await writeJson(streams.stdout, inWords(await client.insights.get(given(line))));
}

/** How things went, how good each predictor is beside its baseline, and how well Daymark does for its person. */
export async function metricsCommand(client: AppClient, line: RequestTime, streams: Streams): Promise<void> {
  await helperReady(client);
  const { profile, metrics } = await client.insights.get(given(line));
  const { predictors, satisfaction, features, retention, promises } = await client.insights.metrics(
    given(line),
  );
  const accuracy = predictors.map(({ series, ...rest }) => ({ ...rest, overTime: series }));
  await writeJson(streams.stdout, {
    profile,
    metrics,
    predictors: accuracy,
    satisfaction,
    features,
    retention,
    promises,
  });
}

/** What every predictor says of a task, with its reasons, its baseline and the version that said it. */
export async function predictCommand(client: AppClient, id: string, streams: Streams): Promise<void> {
  await helperReady(client);
  const { title } = await client.tasks.get({ id: check(taskId, id, 'ID') });
  const { predictions } = await client.predictions.ofTask({ id: check(taskId, id, 'ID') });
  const { learners } = await client.learning.overview();
  const said = predictions.map(({ target, reasons, ...rest }) => {
    const learner = learners.find((one) => one.target === target);
    const answer = {
      ...rest,
      reasons: reasons.map(say),
      answers: learner?.active === false ? 'baseline' : 'model',
      known: learner?.known ?? 0,
      needed: learner?.needed ?? 0,
    };
    return [target, answer] as const;
  });
  await writeJson(streams.stdout, { id, title, ...Object.fromEntries(said) });
}
