/** Hands bytes to Slack: an address for them, the bytes, and then what to do with the file. */
import type { Readable } from 'node:stream';
import type { WebClient } from '@slack/web-api';
import { patiently } from './clients.ts';
import { slackError } from './errors.ts';

export interface Upload {
  name: string;
  title: string;
  /** MIME type. */
  type: string;
  /** Bytes. */
  size: number;
  /** Read once, from the start. */
  body: Uint8Array | Readable;
  /** How long the bytes may take, ms. */
  patienceMs: number;
  alt?: string | undefined;
  /** The conversation in which the file appears; none: only in messages that name it. */
  channel?: string | undefined;
}

/** Uploads a file with flat memory where its body is a stream. @returns its id. Throws with Slack's code. */
export async function uploadFile(client: WebClient, { name, title, type, size, body, patienceMs, alt, channel }: Upload): Promise<string> {
  const asked = { filename: name, length: size, ...(alt === undefined ? {} : { alt_text: alt }) };
  const place = await patiently(() => client.files.getUploadURLExternal(asked));
  if (!place.upload_url || !place.file_id) throw slackError('no_upload_url', 'Slack gave no address for an upload');
  const isWhole = body instanceof Uint8Array;
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    // A stream's length is said: without it, it travels in chunks, which not every upload server takes. Of bytes fetch says it itself, and
    // saying it twice is refused by the dispatcher that Bolt's undici puts in the place of Node's own.
    headers: { 'content-type': type, ...(!isWhole && { 'content-length': String(size) }) },
    body: body as BodyInit,
    duplex: 'half',
    signal: AbortSignal.timeout(patienceMs),
  };
  const sent = await fetch(place.upload_url, request).catch((cause: unknown) => {
    throw Object.assign(slackError('unreachable', 'An upload did not reach Slack'), { cause });
  });
  if (!sent.ok) throw slackError(`http_${sent.status}`, `An upload was answered ${sent.status}`);
  const file = { id: place.file_id, title };
  await patiently(() => client.files.completeUploadExternal({ files: [file], ...(channel === undefined ? {} : { channel_id: channel }) }));
  return file.id;
}
