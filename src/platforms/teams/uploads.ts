/** A file on its way into a person's OneDrive: bytes put into the upload session that Teams opened for it. */
import type { KeptFile } from '../platform.ts';
import type { TeamsSettings } from './config.ts';
import { ConnectorError } from './errors.ts';
import { isLoopback } from './hosts.ts';

/** Fragments are multiples of 320 KiB and below 60 MiB (OneDrive, "Upload bytes to the upload session"). */
const FRAGMENT = 16 * 320 * 1024;
const FRAGMENT_PATIENCE_MS = 60_000;

/** Whether a file may go there: https to SharePoint, where OneDrive for Business lives, or a host that was listed. */
export function allowedUpload(address: unknown, { uploadHosts }: Pick<TeamsSettings, 'uploadHosts'>): address is string {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username || url.password) return false;
  if (uploadHosts.includes(url.host)) return url.protocol === 'https:' || (isLoopback(url.hostname) && url.protocol === 'http:');
  return url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.sharepoint.com');
}

/** Puts the whole file, a fragment at a time. The address is the permission: no token goes along. @throws ConnectorError */
export async function putFile(address: string, { size, type, open }: Pick<KeptFile, 'size' | 'type' | 'open'>): Promise<void> {
  let sent = 0;
  for await (const fragment of fragments(open())) {
    await putFragment(address, fragment, sent, size, type);
    sent += fragment.length;
  }
  if (sent !== size) throw new ConnectorError(0, `the file ended after ${sent} of ${size} bytes`);
}

async function putFragment(address: string, fragment: Buffer, from: number, size: number, type: string): Promise<void> {
  const to = from + fragment.length;
  const response = await fetch(address, {
    method: 'PUT',
    headers: { 'content-type': type, 'content-range': `bytes ${from}-${to - 1}/${size}` },
    body: new Uint8Array(fragment),
    redirect: 'manual',
    signal: AbortSignal.timeout(FRAGMENT_PATIENCE_MS),
  }).catch((cause: unknown) => {
    throw new ConnectorError(0, 'the upload did not get through', undefined, { cause });
  });
  await response.body?.cancel();
  const expected = to < size ? [202] : [200, 201];
  if (!expected.includes(response.status)) throw new ConnectorError(response.status, 'the upload was refused');
}

async function* fragments(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    for (let rest = part; rest.length > 0; ) {
      const taken = rest.subarray(0, FRAGMENT - size);
      held.push(taken);
      size += taken.length;
      rest = rest.subarray(taken.length);
      if (size < FRAGMENT) continue;
      yield Buffer.concat(held);
      held = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(held);
}
