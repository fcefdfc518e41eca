/** The page's way to the server. */
import type { Language, Option } from '../../../view/card.ts';
import type { FormValues } from '../../../view/form.ts';
import { type CardAnswer, type ConsoleState, LINES, type WireAnswer, type WireError, type WireOptions } from '../wire.ts';
import { jsonLines } from './lines.ts';

/** What a person does; the same call can be made again when the server was away. */
export type Call =
  | { kind: 'ask'; text: string }
  | { kind: 'act'; action: string; value: string }
  | { kind: 'submit'; submit: string; state: string; values: FormValues; value?: string };

/**
 * `more`: the answers that follow in the place of the first, of an export; it throws when the server is lost on the way.
 * `reason`: the server's own words for a refusal; absent when it was not reached.
 */
export type Outcome =
  | { ok: true; answer: WireAnswer; more?: AsyncIterable<CardAnswer> | undefined }
  | { ok: false; reason?: string | undefined };

/** Silence of the server after which it is given up. */
const PATIENCE_MS = 30_000;

function post(path: string, body: object, signal: AbortSignal): Promise<Response> {
  return fetch(`console/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal });
}

/** Gives up after a silence; `heard` begins it anew. */
function patience(): { signal: AbortSignal; heard: () => void; over: () => void } {
  const control = new AbortController();
  const give = (): number => window.setTimeout(() => control.abort(), PATIENCE_MS);
  let timer = give();
  const over = (): void => window.clearTimeout(timer);
  return {
    signal: control.signal,
    over,
    heard: () => {
      over();
      timer = give();
    },
  };
}

/** Asks the server; never throws. */
export async function call({ kind, ...body }: Call, language: Language): Promise<Outcome> {
  const wait = patience();
  try {
    const response = await post(kind, { ...body, language }, wait.signal);
    if (response.ok && response.body && response.headers.get('Content-Type')?.startsWith(LINES)) {
      const lines = jsonLines(response.body, wait.heard) as AsyncGenerator<CardAnswer>;
      const first = await lines.next();
      return first.done ? { ok: false } : { ok: true, answer: first.value, more: ended(lines, wait.over) };
    }
    const given: unknown = await response.json();
    wait.over();
    return response.ok ? { ok: true, answer: given as WireAnswer } : { ok: false, reason: (given as Partial<WireError>).error };
  } catch {
    wait.over();
    return { ok: false };
  }
}

/** The same answers; nothing is waited for after the last. */
async function* ended(lines: AsyncIterable<CardAnswer>, over: () => void): AsyncGenerator<CardAnswer> {
  try {
    yield* lines;
  } finally {
    over();
  }
}

/** What fits the words typed so far into a search; null when the server is away or refuses. */
export async function fetchOptions(action: string, typed: string, language: Language): Promise<Option[] | null> {
  try {
    const response = await post('search', { action, typed, language }, AbortSignal.timeout(PATIENCE_MS));
    return response.ok ? ((await response.json()) as WireOptions).options : null;
  } catch {
    return null;
  }
}

/** The page's words and commands in another language; null when the server is away. */
export async function fetchState(language: Language): Promise<ConsoleState | null> {
  try {
    const response = await fetch(`console/state?language=${language}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? ((await response.json()) as ConsoleState) : null;
  } catch {
    return null;
  }
}
