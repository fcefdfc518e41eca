/** Answers through a `response_url`: five uses within 30 minutes, no bot membership needed. */
import type { KnownBlock } from '@slack/types';
import { slackError } from './errors.ts';

const TIMEOUT_MS = 8000;

export interface Response {
  text: string;
  blocks?: KnownBlock[];
  /** Takes the place of the message whose button was pressed. */
  replace_original: boolean;
}

/** Sends a message that only the person sees; throws with Slack's code (`used_url`, `expired_url`, `invalid_blocks`, …). */
export async function respond(url: string, message: Response): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', ...message }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw Object.assign(slackError('unreachable', 'A response_url did not answer'), { cause });
  });
  const body = await answer.text();
  if (answer.ok && !body.includes('"ok":false')) return;
  const code = /"error"\s*:\s*"([a-z_]+)"/.exec(body)?.[1] ?? /^[a-z_]{3,40}$/.exec(body.trim())?.[0] ?? `http_${answer.status}`;
  throw slackError(code, `A response_url answered ${answer.status} ${code}`);
}
