/** `GET /files/<token>`: charts and CSV behind expiring signed links. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Express, Response } from 'express';

/** A picture, shown where it is linked. */
export interface Shown {
  type: string;
  bytes: Buffer;
}

/** A file to be saved under its name; its bytes are streamed. */
export interface Download {
  type: string;
  name: string;
  /** Bytes. */
  size: number;
  open: () => Readable;
}

/** Opens the file of a token; null when it is forged or has expired. */
export type FileSource = (token: string) => Promise<Shown | Download | null>;

const DAY_S = 86_400;

export function fileRoute(app: Express, open: FileSource): void {
  app.get('/files/:token', async (request, response) => {
    const file = await open(request.params.token);
    if (!file) {
      response.status(404).json({ error: 'This link has expired. Ask again to get a fresh one.' });
      return;
    }
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('content-security-policy', "default-src 'none'");
    response.type(file.type);
    if ('open' in file) await download(file, request.method === 'HEAD', response);
    else response.setHeader('cache-control', `private, max-age=${DAY_S}, immutable`).send(file.bytes);
  });
}

/** No cache between here and the person keeps customers' data. */
async function download(file: Download, onlyHead: boolean, response: Response): Promise<void> {
  response.attachment(file.name).type(file.type);
  response.setHeader('cache-control', 'private, no-store');
  response.setHeader('content-length', file.size);
  if (onlyHead) {
    response.end();
    return;
  }
  await pipeline(file.open(), response).catch((error: NodeJS.ErrnoException) => {
    // Whoever closes the connection has what they wanted, or asks again.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
