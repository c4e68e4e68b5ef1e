import { describe, expect, it } from 'vitest';
import { closeOtherWays, refuseMarkup } from './first.ts';

describe('the trusted-types policy', () => {
  it('lets style text through', () => {
    expect(refuseMarkup(':root { --size: 1px; }')).toBe(':root { --size: 1px; }');
  });

  it('refuses whatever could be read as markup', () => {
    expect(() => refuseMarkup('<img src=x>')).toThrow(TypeError);
    expect(() => refuseMarkup('&lt;script&gt;')).toThrow(TypeError);
  });
});

describe('closeOtherWays', () => {
  it('takes WebRTC away so that no one puts it back', () => {
    const page: Record<string, unknown> = { RTCPeerConnection: () => 1, fetch: () => 1 };
    closeOtherWays(page);
    expect(page['RTCPeerConnection']).toBeUndefined();
    expect(Reflect.set(page, 'RTCPeerConnection', 1)).toBe(false);
    expect(Reflect.deleteProperty(page, 'RTCPeerConnection')).toBe(false);
    expect(page['fetch']).toBeTypeOf('function');
  });
});
