import { z } from 'zod';
import { DaymarkError } from '../core/errors.ts';
import { MAX_CAPTURE_LENGTH } from '../core/contract/index.ts';
import type { ParseResult } from '../core/language.ts';
import { problem, type Plan } from '../core/problem.ts';
import { say } from '../core/messages/index.ts';
import { historyTask, replayTarget, type HistoryTask, type ReplayAnswer } from '../core/replay.ts';
import { calendarMoment, zoneId } from '../core/time/schemas.ts';
import type { AppClient } from '../shell/rpc.ts';
import { check } from './check.ts';
import {
  helperReady,
  needEmbedding,
  systemNow,
  systemZone,
  withMl,
  withProfile,
  type ProfileTarget,
} from './compose.ts';
import { inChunks, mapInOrder, readJson, readJsonLines, writeJson, type Streams } from './io.ts';

/** Commands that ask the models and open no profile of their own accord. */

const MAX_IN_FLIGHT = 32;
const EMBED_CHUNK = 32;
const EMBED_IN_FLIGHT = 2;
const REPLAY_CHUNK = 200;

const id = z.union([z.string(), z.number()]).nullish();
const text = z.string().max(MAX_CAPTURE_LENGTH, `longer than ${MAX_CAPTURE_LENGTH} characters`);
const parseLine = z.object({ id, text, now: calendarMoment.nullish(), tz: zoneId.nullish() });
const embedLine = z.object({ id, text });

export interface RequestTime {
  now: string | undefined;
  tz: string | undefined;
}

export interface ParseOptions extends RequestTime {
  jsonl: boolean;
  text: string;
  locale: string | undefined;
  profile: ProfileTarget | null;
}

interface Question {
  id?: string | number | null;
  text: string;
  now: string;
  tz: string;
}

type Reader = (question: Question) => Promise<ParseResult>;

export async function parseCommand(options: ParseOptions, streams: Streams): Promise<void> {
  const run = async (read: Reader): Promise<void> => {
    if (!options.jsonl) {
      const line = { text: check(text, options.text, 'text') };
      await writeJson(streams.stdout, await answer(read, placed(line, options)));
      return;
    }
    const questions = mapInOrder(readJsonLines(streams.stdin), MAX_IN_FLIGHT, ({ line, value }) =>
      answer(read, placed(check(parseLine, value, `line ${line}`), options)),
    );
    for await (const reply of questions) await writeJson(streams.stdout, reply);
  };
  if (options.profile) await withProfile(options.profile, (client) => readWithProfile(client, run));
  else
    await withMl((ml) =>
      run((question) =>
        ml.client.parse({
          text: question.text,
          profile: false,
          context: contextOf(question, options.locale),
        }),
      ),
    );
}

function contextOf(
  { now, tz }: Question,
  locale: string | undefined,
): { now: string; tz: string; locale?: string } {
  return locale === undefined ? { now, tz } : { now, tz, locale };
}

async function readWithProfile(client: AppClient, run: (read: Reader) => Promise<void>): Promise<void> {
  await helperReady(client);
  let seq = 0;
  await run(async ({ text: typed, now, tz }) => {
    seq += 1;
    return (await client.capture.parse({ text: typed, now, tz, seq })).result;
  });
}

function placed(line: z.output<typeof parseLine>, given: RequestTime): Question {
  const tz = line.tz ?? given.tz ?? systemZone();
  return { id: line.id, text: line.text, tz, now: line.now ?? given.now ?? systemNow(tz) };
}

async function answer(read: Reader, question: Question): Promise<Record<string, unknown>> {
  const { alternatives: _alternatives, ...result } = await read(question);
  return { id: question.id ?? null, ...result };
}

export async function embedCommand(streams: Streams): Promise<void> {
  await withMl(async (ml) => {
    await needEmbedding(ml);
    const lines = mapInOrder(readJsonLines(streams.stdin), 1, async ({ line, value }) =>
      check(embedLine, value, `line ${line}`),
    );
    const chunks = mapInOrder(inChunks(lines, EMBED_CHUNK), EMBED_IN_FLIGHT, async (chunk) => {
      const { vectors } = await ml.client.embed({ texts: chunk.map((one) => one.text) });
      return chunk.map((one, index) => ({
        id: one.id ?? null,
        embedding: (vectors[index] ?? []).map(shorten),
      }));
    });
    for await (const answers of chunks) for (const one of answers) await writeJson(streams.stdout, one);
  });
}

/** Nine digits name a 32-bit float exactly. */
function shorten(value: number): number {
  return Number(value.toPrecision(9));
}

export interface SolveOptions {
  timeLimitMs: number;
  seed: number;
}

export async function solveCommand(options: SolveOptions, streams: Streams): Promise<void> {
  const input = check(problem, await readJson(streams.stdin), 'problem');
  const plan = await withMl(async (ml) => {
    let last: Plan | null = null;
    for await (const found of await ml.client.solve({ problem: input, ...options })) last = found.plan;
    return last;
  });
  if (!plan) throw new DaymarkError('mlUnavailable');
  await writeJson(streams.stdout, plan);
}

export interface ReplayOptions {
  targets: string;
  ownEstimate: boolean;
  tz: string | undefined;
  seed: number;
}

/** Feeds a history in time order; every answer stands on what was known before its line. */
export async function replayCommand(options: ReplayOptions, streams: Streams): Promise<void> {
  const names = options.targets
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const targets = check(z.array(replayTarget).min(1), names, '--targets');
  await withMl(async (ml) => {
    const tz = options.tz ?? systemZone();
    const { session } = await ml.client.replay.open({
      targets,
      ownEstimate: options.ownEstimate,
      tz,
      seed: options.seed,
    });
    const lines = mapInOrder(readJsonLines(streams.stdin), 1, async ({ line, value }): Promise<HistoryTask> =>
      check(historyTask, value, `line ${line}`),
    );
    for await (const chunk of inChunks(lines, REPLAY_CHUNK)) {
      const { answers } = await ml.client.replay.next({ session, lines: chunk });
      for (const one of answers) await writeJson(streams.stdout, inSentences(one));
    }
    await ml.client.replay.close({ session });
  });
}

/** Reasons come as messages; a history is answered in sentences. */
function inSentences({ procrastination, ...answer }: ReplayAnswer): Record<string, unknown> {
  if (!procrastination) return answer;
  const { risk, reasons } = procrastination;
  return { ...answer, procrastination: { risk, reasons: reasons.map(say) } };
}
