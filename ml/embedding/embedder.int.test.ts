import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaymarkError } from '../../core/errors.ts';
import { cosine, createEmbedder, type Embedder } from './index.ts';
import { publishedExample, referenceVectors } from './reference.fixture.ts';

const run = promisify(execFile);
const buildScript = join(import.meta.dirname, '../../scripts/build-model.mjs');
let folder: string;
const embedders: Partial<Record<'int8' | 'fp32', Embedder>> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daymark-model-'));
  await run(process.execPath, [buildScript, '--out', join(folder, 'int8')]);
  await run(process.execPath, [buildScript, '--fp32', '--out', join(folder, 'fp32')]);
  embedders.int8 = await createEmbedder({ modelDir: join(folder, 'int8') });
  embedders.fp32 = await createEmbedder({ modelDir: join(folder, 'fp32') });
});

afterAll(async () => {
  for (const embedder of Object.values(embedders)) await embedder.close();
  await rm(folder, { recursive: true, force: true });
});

function open(variant: 'int8' | 'fp32'): Embedder {
  const embedder = embedders[variant];
  if (!embedder) throw new Error(`${variant} was not built`);
  return embedder;
}

async function embedOne(embedder: Embedder, text: string): Promise<Float32Array> {
  const [vector] = await embedder.embed([text]);
  if (!vector) throw new Error('no vector');
  return vector;
}

describe('the embedder against the original model', () => {
  it.each(referenceVectors)('splits "$text" into the same tokens', ({ text, tokenIds }) => {
    expect(open('int8').tokenIds(text)).toEqual(tokenIds);
  });

  it.each(referenceVectors)('gives "$text" the same vector unquantised', async ({ text, head }) => {
    const vector = await embedOne(open('fp32'), text);
    head.forEach((value, i) => expect(vector[i]).toBeCloseTo(value, 4));
  });

  it.each(referenceVectors)('keeps "$text" within a cosine of 0.98 as shipped', async ({ text, head }) => {
    const vector = await embedOne(open('int8'), text);
    expect(cosine(head, vector.subarray(0, head.length))).toBeGreaterThan(0.98);
    expect(cosine(vector, await embedOne(open('fp32'), text))).toBeGreaterThan(0.995);
  });

  it.each([
    { variant: 'fp32', tolerance: 0.0005 },
    { variant: 'int8', tolerance: 0.02 },
  ] as const)('reproduces the published cosines with $variant', async ({ variant, tolerance }) => {
    const vectors = await open(variant).embed(publishedExample.texts);
    for (const pair of publishedExample.cosines) {
      const found = cosine(vectors[pair.a] ?? [], vectors[pair.b] ?? []);
      expect(Math.abs(found - pair.cosine)).toBeLessThan(tolerance);
    }
  });
});

describe('the shipped embedder', () => {
  it('gives a text the same vector, to the bit, whatever is embedded beside it', async () => {
    const text = 'call the dentist';
    const others = Array.from({ length: 40 }, (_, i) => `${'very '.repeat(i % 7)}different matter ${i}`);
    const [crowded] = await (
      await createFresh()
    ).embed([text, ...others, 'pay the plumber', 'book the flight']);
    const alone = await embedOne(await createFresh(), text);
    expect(crowded).toEqual(alone);
  });

  it('answers in the order asked, repeats included', async () => {
    const texts = ['water the plants', 'b', 'write the annual report for the board', 'b', 'water the plants'];
    const vectors = await open('int8').embed(texts);
    expect(vectors[0]).toEqual(vectors[4]);
    expect(vectors[1]).toEqual(vectors[3]);
    expect(cosine(vectors[0] ?? [], await embedOne(open('int8'), 'water the plants'))).toBeCloseTo(1, 6);
    expect(cosine(vectors[0] ?? [], vectors[2] ?? [])).toBeLessThan(0.6);
  });

  it('does not let a caller change what the next one gets', async () => {
    const first = await embedOne(open('int8'), 'sharpen pencils');
    const copy = Float32Array.from(first);
    first.fill(0);
    expect(await embedOne(open('int8'), 'sharpen pencils')).toEqual(copy);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['a NUL byte', 'call\0 mom'],
    ['emoji', '👩‍👩‍👧‍👦 party 🎉'],
    ['right-to-left text', 'اتصل بالطبيب غدا'],
    ['half a surrogate pair', '\ud800 lone'],
    ['10,000 letters', 'x'.repeat(10_000)],
    ['10,000 characters of words', 'tidy up '.repeat(1_250)],
    ['10,000 ideographs', '漢'.repeat(10_000)],
    ['a million characters', 'long '.repeat(200_000)],
  ])('takes %s and gives a vector of length 1', async (_, text) => {
    const vector = await embedOne(open('int8'), text);
    expect(vector).toHaveLength(384);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  });

  it('looks at the first 256 tokens', async () => {
    const long = 'meeting '.repeat(300);
    expect(open('int8').tokenIds(long)).toHaveLength(256);
    expect(await embedOne(open('int8'), long)).toEqual(
      await embedOne(open('int8'), `${long} and a postscript`),
    );
  });

  it('takes an empty list', async () => {
    expect(await open('int8').embed([])).toEqual([]);
  });

  it('refuses work once closed, and finishes what was running', async () => {
    const embedder = await createFresh();
    const running = embedder.embed(['last wish']);
    await embedder.close();
    expect(await running).toHaveLength(1);
    await expect(embedder.embed(['too late'])).rejects.toMatchObject({ code: 'modelUnavailable' });
  });
});

describe('a model that is missing or damaged', () => {
  it.each([
    ['is not there', async (dir: string) => rm(dir, { recursive: true })],
    ['has no card', async (dir: string) => rm(join(dir, 'model.json'))],
    [
      'has a foreign card',
      async (dir: string) => writeFile(join(dir, 'model.json'), '{"file":"../../etc/passwd"}'),
    ],
    ['has a card that is no JSON', async (dir: string) => writeFile(join(dir, 'model.json'), 'model')],
    ['has a truncated graph', async (dir: string) => truncate(join(dir, 'model-int8.onnx'), 1_000)],
    ['has no tokenizer', async (dir: string) => rm(join(dir, 'tokenizer.json'))],
  ])('is refused with one typed error when it %s', async (_, damage) => {
    const dir = await mkdtemp(join(folder, 'damaged-'));
    await cp(join(folder, 'int8'), dir, { recursive: true });
    await damage(dir);
    const error: unknown = await createEmbedder({ modelDir: dir }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DaymarkError);
    expect(error).toMatchObject({ code: 'modelUnavailable' });
    expect(String(error)).not.toContain('\n');
  });
});

async function createFresh(): Promise<Embedder> {
  return createEmbedder({ modelDir: join(folder, 'int8') });
}
