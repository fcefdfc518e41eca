import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from a page of another site. Browsers say so in `Sec-Fetch-Site` and, on every POST, in `Origin`;
 * a client that sends neither is no browser and carries nobody's credentials along.
 */
export function isCrossSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return true;
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  try {
    return new URL(origin).host !== host?.toLowerCase();
  } catch {
    return true;
  }
}
