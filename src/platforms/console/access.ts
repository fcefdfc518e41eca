/** Who may open the console: people on this machine, or, in public mode, whoever knows the password. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { MessageKey } from '../../i18n/translate.ts';
import { createAttempts } from './attempts.ts';

export interface Refusal {
  status: 401 | 403 | 429;
  reason: MessageKey;
  headers: Record<string, string>;
}

/** Null: come in. */
export type Gate = (request: IncomingMessage) => Refusal | null;

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
/** What a reverse proxy adds: behind one, a loopback address says nothing about who asks. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Lets in only requests from this machine, to this machine's own names (a forged Host is DNS rebinding), through no proxy. */
export const loopbackGate: Gate = (request) => {
  const direct = PROXY_HEADERS.every((header) => request.headers[header] === undefined);
  if (direct && isLoopback(request.socket.remoteAddress) && LOCAL_HOST.test(request.headers.host ?? '')) return null;
  return { status: 403, reason: 'console.refused.loopback', headers: {} };
};

/**
 * Lets in whoever sends the password by HTTP Basic (any user name), compared in constant time. Stateless, so there is no session to
 * steal; wrong passwords are limited by the address of the connection, which behind a proxy is the proxy's.
 */
export function passwordGate(password: string, now: () => Date): Gate {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const expected = digest(password);
  const attempts = createAttempts();
  const asking: Refusal = {
    status: 401,
    reason: 'console.refused.password',
    headers: { 'WWW-Authenticate': 'Basic realm="Vigia", charset="UTF-8"' },
  };
  return (request) => {
    const given = passwordOf(request.headers.authorization);
    if (given === null) return asking;
    const address = request.socket.remoteAddress ?? '';
    const at = now().getTime();
    const waitMs = attempts.waitMs(address, at);
    if (waitMs > 0)
      return { status: 429, reason: 'console.refused.attempts', headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) } };
    if (timingSafeEqual(digest(given), expected)) return null;
    attempts.wrong(address, at);
    return asking;
  };
}

function passwordOf(authorization: string | undefined): string | null {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':');
}
