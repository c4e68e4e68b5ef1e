import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { titleOnly } from '../../core/language.ts';
import { GRAMMAR, GRAMMAR_NOW } from './grammar-table.ts';
import { GRAMMAR_DE, GRAMMAR_NOW_DE } from './grammar-table.de.ts';
import { createLanguage, type Language } from './index.ts';

let language: Language;
beforeAll(() => {
  language = createLanguage();
});

const { title: _none, ...EMPTY } = titleOnly('');

describe('the grammar table', () => {
  it.each(GRAMMAR.map((row) => [row.example, row.yields] as const))('%s', (example, yields) => {
    expect(language.parse(example, GRAMMAR_NOW)).toMatchObject({ ...EMPTY, ...yields });
  });

  it.each(GRAMMAR_DE.map((row) => [row.example, row.yields] as const))('in German: %s', (example, yields) => {
    expect(language.parse(example, GRAMMAR_NOW_DE)).toMatchObject({ ...EMPTY, ...yields });
  });

  it('is what docs/grammar.md, docs/grammar.de.md and core/grammar/forms.ts were made from', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-grammar.mjs', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
