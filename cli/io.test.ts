import { Readable } from 'node:stream';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, readJsonLines } from './io.ts';

type Line = { line: number; value: unknown };

async function read(chunks: Iterable<Buffer | string>): Promise<Line[]> {
  const found: Line[] = [];
  for await (const one of readJsonLines(Readable.from(chunks))) found.push(one);
  return found;
}

function cut(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_unused, n) => bytes.subarray(n * size, (n + 1) * size));
}

describe('readJsonLines', () => {
  it('gives back what was written, wherever the stream is cut', async () => {
    const separators = constantFrom('\u2028', '\u2029', '\u0085', '\v', '\f', 'ü', '🙂', 'a');
    const text = string({ unit: oneof(separators, string({ unit: 'grapheme', maxLength: 3 })) });
    await assert(
      asyncProperty(
        array(record({ text }), { minLength: 1 }),
        constantFrom('\n', '\r\n'),
        boolean(),
        integer({ min: 1, max: 40 }),
        async (values, end, mark, size) => {
          const lines = values.map((value) => JSON.stringify(value)).join(end);
          const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${lines}${end}`);
          const found = await read(cut(bytes, size));
          expect(found).toEqual(values.map((value, index) => ({ line: index + 1, value })));
        },
      ),
    );
  });

  it('counts empty lines and leaves them out; the last line needs no end', async () => {
    expect(await read(['1\n\n \r\n2'])).toEqual([
      { line: 1, value: 1 },
      { line: 4, value: 2 },
    ]);
  });

  it('takes a byte-order mark at the start only', async () => {
    await expect(read(['1\n\uFEFF2\n'])).rejects.toThrow('line 2 is not JSON');
  });

  it('refuses a line without an end as soon as it is too long, and names it', async () => {
    let given = 0;
    function* endless(): Generator<Buffer> {
      yield Buffer.from('1\n');
      for (;;) {
        given += 1;
        yield Buffer.alloc(64 * 1024, 'x');
      }
    }
    await expect(read(endless())).rejects.toThrow('line 2 is longer than 1048576 bytes');
    expect(given).toBeLessThan(100);
  });
});

it('readJson takes a byte-order mark', async () => {
  expect(await readJson(Readable.from(['\uFEFF{"a":', '1}']))).toEqual({ a: 1 });
});
