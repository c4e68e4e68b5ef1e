import { array, assert, nat, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBetween, segments, shiftSpans, spanAt } from './spans.ts';

describe('segments', () => {
  it('cuts a line at its recognised words', () => {
    const runs = segments('Call 45m now', [{ from: 5, to: 8 }]);
    expect(runs.map(({ text, span }) => [text, span !== null])).toEqual([
      ['Call ', false],
      ['45m', true],
      [' now', false],
    ]);
  });

  it('always joins to the text, whatever the spans', () => {
    const span = record({ from: nat(60), to: nat(60) });
    assert(
      property(string({ maxLength: 40 }), array(span, { maxLength: 8 }), (text, spans) => {
        expect(
          segments(text, spans)
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('shiftSpans', () => {
  it('moves what stands after the edit and keeps what stands before', () => {
    const before = 'a 45m b p1';
    const spans = [
      { from: 2, to: 5 },
      { from: 8, to: 10 },
    ];
    expect(shiftSpans(spans, before, 'a 45m big p1')).toEqual([
      { from: 2, to: 5 },
      { from: 10, to: 12 },
    ]);
  });

  it('drops a span that was edited inside', () => {
    expect(shiftSpans([{ from: 2, to: 6 }], 'a 450m', 'a 45x0m')).toEqual([]);
  });

  it('keeps a span that grows at its end', () => {
    expect(shiftSpans([{ from: 2, to: 5 }], 'a 45m', 'a 45mi')).toEqual([{ from: 2, to: 5 }]);
  });

  it('keeps the text under every span that survives', () => {
    const anyText = string({ maxLength: 20 });
    assert(
      property(anyText, anyText, anyText, anyText, nat(40), nat(40), (head, old, fresh, tail, a, b) => {
        const before = head + old + tail;
        const after = head + fresh + tail;
        const from = Math.min(a, b, before.length);
        const to = Math.min(Math.max(a, b), before.length);
        for (const span of shiftSpans([{ from, to }], before, after)) {
          expect(after.slice(span.from, span.to)).toBe(before.slice(from, to));
        }
      }),
    );
  });
});

describe('editBetween', () => {
  it('finds one replaced stretch', () => {
    expect(editBetween('one two three', 'one 2 three')).toEqual({ at: 4, removed: 3, inserted: 1 });
  });
});

describe('spanAt', () => {
  it('counts both borders as inside', () => {
    const spans = [{ from: 3, to: 6 }];
    expect([2, 3, 6, 7].map((caret) => spanAt(spans, caret) !== null)).toEqual([false, true, true, false]);
  });
});
