/** The page's way to the server. */
import type { Language } from '../../../view/card.ts';
import type { FormValues } from '../../../view/form.ts';
import type { ConsoleState, WireAnswer, WireError } from '../wire.ts';

/** What a person does; the same call can be made again when the server was away. */
export type Call =
  | { kind: 'ask'; text: string }
  | { kind: 'act'; action: string; value: string }
  | { kind: 'submit'; submit: string; state: string; values: FormValues };

/** `reason`: the server's own words for a refusal; absent when it was not reached. */
export type Outcome = { ok: true; answer: WireAnswer } | { ok: false; reason?: string | undefined };

const PATIENCE_MS = 30_000;

/** Asks the server; never throws. */
export async function call({ kind, ...body }: Call, language: Language): Promise<Outcome> {
  try {
    const response = await fetch(`console/${kind}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, language }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return { ok: true, answer: (await response.json()) as WireAnswer };
    const { error } = (await response.json()) as Partial<WireError>;
    return { ok: false, reason: error };
  } catch {
    return { ok: false };
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
