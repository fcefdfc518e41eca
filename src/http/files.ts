import type { Express } from 'express';

/** Opens the file of a token; null when it is forged or has expired. */
export type FileSource = (token: string) => Promise<{ type: string; bytes: Buffer } | null>;

const DAY_S = 86_400;

/** `GET /files/<token>`: charts and CSV behind expiring signed links. */
export function fileRoute(app: Express, open: FileSource): void {
  app.get('/files/:token', async (request, response) => {
    const file = await open(request.params.token);
    if (!file) {
      response.status(404).json({ error: 'This link has expired. Ask again to get a fresh one.' });
      return;
    }
    response.setHeader('cache-control', `private, max-age=${DAY_S}, immutable`);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('content-security-policy', "default-src 'none'");
    response.type(file.type).send(file.bytes);
  });
}
