/** The week's clock, which stands until it is moved: replicas ask for the minute after the one they know. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoryClock {
  url: string;
  /** Moves it, and tells everybody who waits. */
  set: (at: Date) => void;
  now: () => Date;
  /** Whether a replica says within so many ms that it has evaluated a minute. */
  evaluated: (at: Date, ms: number) => Promise<boolean>;
  close: () => Promise<void>;
}

/** Starts it at an instant, on a free port of 127.0.0.1. `GET /?after=<ms>` answers once it is later than that; `?done=<ms>` tells of a minute. */
export async function startClock(start: Date): Promise<StoryClock> {
  let at = start;
  const waiting = new Map<ServerResponse, number>();
  const done = new Set<number>();
  let heard = (): void => undefined;

  function answer(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(String(at.getTime()));
  }

  const server: Server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const finished = searchParams.get('done');
    if (finished !== null) {
      done.add(Number(finished));
      heard();
      return answer(response);
    }
    const after = Number(searchParams.get('after') ?? 0);
    if (at.getTime() > after) return answer(response);
    waiting.set(response, after);
    response.once('close', () => waiting.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now: () => at,
    set: (next) => {
      at = next;
      for (const [response, after] of waiting) {
        if (at.getTime() <= after) continue;
        waiting.delete(response);
        answer(response);
      }
    },
    evaluated: (minute, ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        heard = () => {
          if (!done.has(minute.getTime())) return;
          clearTimeout(timer);
          resolve(true);
        };
        heard();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The first minute after the one that is known. */
export async function later(url: string, known: Date): Promise<Date> {
  const response = await fetch(`${url}/?after=${known.getTime()}`);
  return new Date(Number(await response.text()));
}

/** Says that a minute is evaluated. */
export async function tellDone(url: string, minute: Date): Promise<void> {
  await (await fetch(`${url}/?done=${minute.getTime()}`)).text();
}
