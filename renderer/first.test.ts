import { describe, expect, it } from 'vitest';
import { refuseMarkup } from './first.ts';

describe('the trusted-types policy', () => {
  it('lets style text through', () => {
    expect(refuseMarkup(':root { --size: 1px; }')).toBe(':root { --size: 1px; }');
  });

  it('refuses whatever could be read as markup', () => {
    expect(() => refuseMarkup('<img src=x>')).toThrow(TypeError);
    expect(() => refuseMarkup('&lt;script&gt;')).toThrow(TypeError);
  });
});
