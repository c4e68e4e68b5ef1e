import type { HistoryTask } from '../core/replay.ts';
import { historyTask } from '../core/replay.ts';
import { MAX_INSIGHT_LINES } from '../core/ml-contract/index.ts';
import type { Insights } from '../core/insights.ts';
import { say } from '../core/messages/index.ts';
import { DaymarkError } from '../core/errors.ts';
import { check } from './check.ts';
import { systemZone, withMl } from './compose.ts';
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

/** Each insight with its sentence, and why there is none. */
function inWords({ insights, quiet, ...rest }: Insights): Record<string, unknown> {
  return {
    insights: insights.map(({ id, params, ...more }) => ({
      id,
      params,
      text: say({ key: `insight.${id}`, params }),
      ...more,
    })),
    ...(quiet === null ? {} : { quiet: say({ key: `insight.quiet.${quiet}`, params: {} }) }),
    ...rest,
  };
}
