import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'build-model.mjs');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daymark-build-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function build(out: string): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [script, '--out', out]);
}

describe('build-model', () => {
  it('is silent, leaves only finished files, and does nothing the second time', async () => {
    const out = join(folder, 'model');
    expect(await build(out)).toEqual({ stdout: '', stderr: '' });
    expect((await readdir(out)).sort()).toEqual([
      'model-int8.onnx',
      'model-int8.onnx.data',
      'model.json',
      'tokenizer.json',
    ]);
    const first = await stat(join(out, 'model-int8.onnx'));
    expect(await build(out)).toEqual({ stdout: '', stderr: '' });
    expect((await stat(join(out, 'model-int8.onnx'))).mtimeMs).toBe(first.mtimeMs);
  });

  it('builds the same bytes each time', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await Promise.all([build(one), build(two)]);
    for (const name of await readdir(one)) {
      const [first, second] = await Promise.all([one, two].map((out) => readFile(join(out, name))));
      expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('mends a model that was cut short or belongs to another version', async () => {
    const out = join(folder, 'damaged');
    await build(out);
    const whole = (await stat(join(out, 'model-int8.onnx'))).size;
    await truncate(join(out, 'model-int8.onnx'), 500);
    await build(out);
    expect((await stat(join(out, 'model-int8.onnx'))).size).toBe(whole);
    const card = await readFile(join(out, 'model.json'), 'utf8');
    await writeFile(join(out, 'model.json'), card.replace(/minilm-int8-\w+/, 'minilm-int8-old'));
    await build(out);
    expect(await readFile(join(out, 'model.json'), 'utf8')).toBe(card);
  });

  it('says one line and succeeds when it can not write, so that an install goes on', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { stdout, stderr } = await build(join(file, 'model'));
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^daymark: the embedding model was not built .+\n$/);
  });
});
