import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mean, quantileOf } from '../core/statistics.ts';
import '../ml/no-telemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { batchesByLength } from '../ml/embedding/batches.ts';
import { cosine, createEmbedder, type Embedder } from '../ml/embedding/index.ts';
import type { Bench, BenchRow } from './types.ts';

const root = join(import.meta.dirname, '..');
const modelDir = join(root, 'resources/models/minilm');
const run = promisify(execFile);

const verbs = [
  'Prepare',
  'Review',
  'Send',
  'Call about',
  'Finish',
  'Plan',
  'Book',
  'Fix',
  'Write',
  'Discuss',
];
const things = [
  'the quarterly slides',
  'an invoice',
  'the dentist appointment',
  'the login bug',
  'a birthday dinner',
];
const ends = [
  '',
  ' for Monday',
  ' with the finance team',
  ' before the trip',
  ' and tell everybody who was there',
];

/** Task-like texts, no two alike (up to 250 in round 0), so that nothing comes from a cache. */
function taskTexts(count: number, round: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const verb = verbs[i % 10] ?? '';
    const thing = things[Math.floor(i / 10) % 5] ?? '';
    const text = `${verb} ${thing}${ends[Math.floor(i / 50) % 5] ?? ''}`;
    return round === 0 ? text : `${text} ${round} ${i}`;
  });
}

async function oneSentence(): Promise<BenchRow[]> {
  const embedder = await createEmbedder({ modelDir });
  const times: number[] = [];
  for (const text of taskTexts(250, 0)) {
    const from = performance.now();
    await embedder.embed([text]);
    times.push(performance.now() - from);
  }
  await embedder.close();
  const warm = times.slice(50).sort((a, b) => a - b);
  return [
    { name: 'embed one sentence, p50', value: quantileOf(warm, 0.5), unit: 'ms', budget: 3 },
    { name: 'embed one sentence, p95', value: quantileOf(warm, 0.95), unit: 'ms' },
  ];
}

/** The peer runs the same batches on ONNX Runtime with the input tensors made beforehand. */
async function thousandTexts(): Promise<BenchRow[]> {
  const embedder = await createEmbedder({ modelDir });
  const session = await InferenceSession.create(join(modelDir, 'model-int8.onnx'), {
    intraOpNumThreads: 2,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const texts = taskTexts(1_000, round + 1);
    const feeds = tensors(embedder, texts);
    let from = performance.now();
    for (const input of feeds) await session.run({ input_ids: input });
    bare.push(performance.now() - from);
    from = performance.now();
    await embedder.embed(texts);
    ours.push(performance.now() - from);
  }
  await session.release();
  await embedder.close();
  const peer = Math.min(...bare.slice(1));
  return [
    {
      name: 'embed 1,000 texts',
      value: Math.min(...ours.slice(1)),
      unit: 'ms',
      budget: 1.1 * peer,
      peer: { name: 'ONNX Runtime alone', value: peer },
    },
  ];
}

function tensors(embedder: Embedder, texts: readonly string[]): Tensor[] {
  const ids = texts.map((text) => embedder.tokenIds(text));
  return batchesByLength(ids).map((batch) => {
    const rows = batch.map((index) => ids[index] ?? []);
    return new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
  });
}

/** Spearman's rank correlation with what people said, on the development set of the STS benchmark. */
async function sentenceSimilarity(): Promise<BenchRow[]> {
  const data = process.env['DAYMARK_BENCH_DATA'];
  const file = data ? join(data, 'embedding/sts-dev.tsv') : '';
  if (!existsSync(file)) return [];
  const pairs = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map((fields) => ({ human: Number(fields[4]), a: fields[5] ?? '', b: fields[6] ?? '' }));
  const folder = await mkdtemp(join(tmpdir(), 'daymark-fp32-'));
  try {
    await run(process.execPath, [join(root, 'scripts/build-model.mjs'), '--fp32', '--out', folder]);
    const shipped = await spearmanOf(modelDir, pairs);
    const reference = await spearmanOf(folder, pairs);
    return [
      {
        name: 'sentence similarity (STS-B dev), Spearman × 100',
        value: shipped,
        unit: 'points',
        budget: reference - 0.5,
        peer: { name: 'fp32', value: reference },
      },
      { name: 'similarity lost by quantising', value: reference - shipped, unit: 'points', budget: 0.5 },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spearmanOf(
  dir: string,
  pairs: readonly { human: number; a: string; b: string }[],
): Promise<number> {
  const embedder = await createEmbedder({ modelDir: dir });
  const vectors = await embedder.embed(pairs.flatMap(({ a, b }) => [a, b]));
  await embedder.close();
  const found = pairs.map((_, i) => cosine(vectors[2 * i] ?? [], vectors[2 * i + 1] ?? []));
  return 100 * pearson(ranks(found), ranks(pairs.map(({ human }) => human)));
}

/** Ranks from 0; equal values share the middle of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const result = Array.from({ length: values.length }, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] ?? -1] === values[order[from] ?? -1]) to += 1;
    for (let at = from; at < to; at += 1) result[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const away = (values: readonly number[], centre: number): number[] => values.map((value) => value - centre);
  return cosine(away(a, meanA), away(b, meanB));
}

const benches: Bench[] = [
  { name: 'embedding, one sentence', run: oneSentence },
  { name: 'embedding, 1,000 texts', run: thousandTexts },
  { name: 'embedding, quality', run: sentenceSimilarity },
];
export default benches;
