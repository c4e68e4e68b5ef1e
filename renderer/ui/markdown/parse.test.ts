import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkdown, taskLink, type Block, type Inline } from './parse.ts';

const textOf = (parts: readonly Inline[]): string =>
  parts.map((part) => ('text' in part ? part.text : textOf(part.of))).join('');
const linksOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'href' in value && typeof value.href === 'string' ? [value.href] : [];
  return [...own, ...Object.values(value).flatMap(linksOf)];
};

describe('readMarkdown', () => {
  it('reads what people write in notes', () => {
    const blocks = readMarkdown(
      [
        '# Trip',
        'Travel goes to **4410**, *hardware* to `4420`.',
        'See [the form](https://example.org/a) or https://example.org/b.',
        '',
        '- [x] tickets',
        '- [ ] hotel',
        '',
        '2. second',
        '3. third',
        '> as she said',
        '---',
        '```',
        'a * b',
        '```',
      ].join('\n'),
    );
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'rule',
      'code',
    ]);
    const [heading, paragraph, boxes, numbers, , , code] = blocks as [
      ...Extract<Block, { of: Inline[] }>[],
    ] as unknown as [
      Extract<Block, { kind: 'heading' }>,
      Extract<Block, { kind: 'paragraph' | 'quote' }>,
      Extract<Block, { kind: 'list' }>,
      Extract<Block, { kind: 'list' }>,
      Block,
      Block,
      Extract<Block, { kind: 'code' }>,
    ];
    expect([heading.level, textOf(heading.of)]).toEqual([1, 'Trip']);
    expect(paragraph.of.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['strong', 'em', 'code', 'link']),
    );
    expect(linksOf(paragraph)).toEqual(['https://example.org/a', 'https://example.org/b']);
    expect(boxes.items.map(({ done, of }) => [done, textOf(of)])).toEqual([
      [true, 'tickets'],
      [false, 'hotel'],
    ]);
    expect([numbers.ordered, numbers.start, numbers.items.length]).toEqual([true, 2, 2]);
    expect(code.text).toBe('a * b');
  });

  it('knows a link to a task by its id, and writes one for any title', () => {
    const id = '01930000-0000-7000-8000-000000000001';
    const [block] = readMarkdown(`Same as ${taskLink({ id, title: 'Report [draft]\n2' })}`);
    expect(block).toEqual({
      kind: 'paragraph',
      of: [
        { kind: 'text', text: 'Same as ' },
        { kind: 'task', id, of: [{ kind: 'text', text: 'Report  draft  2' }] },
      ],
    });
    expect(linksOf(readMarkdown('[x](task:nothing)'))).toEqual([]);
  });

  it.each([
    ['<img src=x onerror=alert(1)> <script>alert(1)</script>'],
    ['[run](javascript:alert(1)) [data](data:text/html,x) [file](file:///etc/passwd)'],
    ['snake_case_name and 2 * 3 * 4'],
    ['**not closed and [half](https://'],
  ])('leaves %s as text', (text) => {
    const blocks = readMarkdown(text);
    expect(linksOf(blocks)).toEqual([]);
    expect(blocks.map((block) => ('of' in block ? textOf(block.of) : ''))).toEqual([text]);
  });

  it('takes any text in time, and links only to pages and addresses', () => {
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '`',
      '[',
      '](',
      ')',
      'javascript:',
      'https://a.b',
      '\n',
      '- ',
      '> ',
      '# ',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          for (const href of linksOf(readMarkdown(text))) expect(href).toMatch(/^(https?:\/\/|mailto:)/i);
        },
      ),
    );
    for (const sign of ['*', '_', '`', '[', '**a', '~~a ']) readMarkdown(sign.repeat(20_000));
  });
});
