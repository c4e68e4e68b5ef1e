/**
 * What an owner and its guest, or a host and its page, prove to each other: that they know one secret, for this place and
 * these two numbers alone. The proof is the HMAC-SHA-256 of this text under the secret, in base64url.
 */
export function handshakeText(
  role: 'owner' | 'guest',
  place: string,
  guestNonce: string,
  ownerNonce: string,
): string {
  return JSON.stringify(['daymark', role, place, guestNonce, ownerNonce]);
}
