/** The Host of a request, looked at before anything takes it for part of an address. */

/**
 * Whether a Host header is a host with or without a port (RFC 9110 §7.2, RFC 3986 §3.2.2). One that is none, with a
 * user name for example, would make a URL that nothing after this can use (attack 39).
 */
export function isHostHeader(text: string | undefined): boolean {
  return text !== undefined && /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(text);
}
