/** Which addresses may speak to the bot and get its token. */
import type { TeamsSettings } from './config.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a host's name is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/** Whether `address` is on the allow-list: https, or http on a loopback host that was listed (or while anonymous). */
export function allowedService(address: unknown, settings: Pick<TeamsSettings, 'serviceHosts' | 'anonymous'>): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username || url.password) return false;
  const listed = settings.serviceHosts.includes(url.host);
  if (isLoopback(url.hostname)) return (listed || settings.anonymous) && ['http:', 'https:'].includes(url.protocol);
  return listed && url.protocol === 'https:';
}

/** Whether a request's remote address is this machine. */
export function fromLoopback(remoteAddress: string | undefined): boolean {
  return remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress ?? '');
}
