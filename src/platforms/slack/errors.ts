/** Slack's errors, mapped once: their code, what an admin can do, and whether trying again makes sense. */
import { ErrorCode } from '@slack/web-api';

/** What went wrong at Slack. `code` is Slack's own word, `http_<status>`, `rate_limited` or `unreachable`. */
export interface SlackFault {
  code: string;
  /** For the log: what an administrator can do. */
  hint: string;
  retryAfterMs?: number | undefined;
  /** The conversation or the installation will not take a message until somebody changes something. */
  gone: boolean;
  /** The message to change is no more, or not ours to change. */
  missing: boolean;
  /** What was asked may have been done all the same. */
  unknown: boolean;
}

const INVITE = 'invite Vigia to the channel (/invite @Vigia) or choose another channel';
const REINSTALL = 'reinstall the app and set SLACK_BOT_TOKEN anew';

/** Errors after which a target takes no message until somebody acts. */
const GONE: Record<string, string> = {
  not_in_channel: INVITE,
  channel_not_found: `the channel does not exist or is private: ${INVITE}`,
  is_archived: 'the channel is archived: choose another channel',
  user_not_found: 'the person is not in this workspace: choose another target',
  user_disabled: 'the person’s account is deactivated: choose another target',
  cannot_dm_bot: 'a bot takes no direct messages: choose another target',
  messages_tab_disabled: 'enable the Messages Tab in the app’s App Home settings',
  restricted_action: 'the workspace allows only some people to post there: ask its owner or choose another channel',
  account_inactive: `the app was removed from the workspace: ${REINSTALL}`,
  token_revoked: `the token was revoked: ${REINSTALL}`,
  token_expired: `the token expired: ${REINSTALL}`,
  invalid_auth: `the token is not valid: ${REINSTALL}`,
  not_authed: 'set SLACK_BOT_TOKEN',
  missing_scope: 'add the scopes of manifests/slack/manifest.yaml and reinstall the app',
  team_access_not_granted: `the app has no access to this workspace: ${REINSTALL}`,
};

/** A person has deleted the message, or the workspace lets nobody change old ones. */
const MISSING = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** No answer, or one of a server in trouble: Slack says of these that some of the operation may have succeeded. */
const UNKNOWN = /^(http_5\d\d|http_error|unreachable|internal_error|fatal_error|service_unavailable|request_timeout)$/;

const HINTS: Record<string, string> = {
  rate_limited: 'Slack asks to wait',
  unreachable: 'check the network, a proxy, or Slack’s status page',
  invalid_blocks: 'a fault in Vigia’s rendering: please report it with this log line',
  msg_blocks_too_long: 'a fault in Vigia’s rendering: please report it with this log line',
  msg_too_long: 'a fault in Vigia’s rendering: please report it with this log line',
  expired_trigger_id: 'the answer took longer than the 3 s in which Slack opens a modal',
  used_url: 'a response_url works five times within 30 minutes',
  expired_url: 'a response_url works five times within 30 minutes',
};

/** The codes by which Slack refuses a message for what is in it. */
const CONTENT = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'invalid_arguments']);

/** Slack asks to wait, by a 429 or in an answer's body. */
const LIMITED = new Set(['rate_limited', 'ratelimited']);
/** The SDK's words for a 429 that does not say for how long, and how long that is then, ms. */
const UNSAID = /^Retry header did not contain a valid timeout/;
const UNSAID_WAIT = 30_000;

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function word(value: unknown, otherwise: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

function codeOf(error: unknown): string {
  switch (field(error, 'code')) {
    case ErrorCode.PlatformError:
      return word(field(field(error, 'data'), 'error'), 'unknown');
    case ErrorCode.RateLimitedError:
      return 'rate_limited';
    case ErrorCode.HTTPError:
      return `http_${word(field(error, 'statusCode'), 'error')}`;
    case ErrorCode.RequestError:
      return 'unreachable';
    default:
      return UNSAID.test(word(field(error, 'message'), '')) ? 'rate_limited' : word(field(error, 'slackCode'), 'unexpected');
  }
}

/** What is at the bottom of an error, without addresses: those of uploads are secrets. */
function bottomOf(error: unknown): string {
  const below = field(error, 'cause') ?? field(error, 'original');
  return below === undefined ? word(field(error, 'message'), '').replaceAll(/\w+:\/\/\S+/g, '…') : bottomOf(below);
}

function hintOf(code: string, error: unknown): string {
  const hint = GONE[code] ?? HINTS[code] ?? 'see docs.slack.dev for this code';
  return code === 'unreachable' ? `${hint} (${bottomOf(error)})` : hint;
}

/** An error of the Web API, a response_url or an upload, in our words. */
export function faultOf(error: unknown): SlackFault {
  const code = codeOf(error);
  const retryAfter = field(error, 'retryAfter');
  return {
    code,
    hint: hintOf(code, error),
    retryAfterMs: LIMITED.has(code) ? (typeof retryAfter === 'number' ? retryAfter * 1000 : UNSAID_WAIT) : undefined,
    gone: code in GONE,
    missing: MISSING.has(code),
    unknown: UNKNOWN.test(code),
  };
}

/** Slack refused the message for its content: the same words with less around them may pass. */
export function refusedContent(error: unknown): boolean {
  return CONTENT.has(codeOf(error));
}

/** What Slack said about a refused message (`/blocks/3/text …`): places in the message, never its words. */
export function refusedPlaces(error: unknown): string[] {
  const messages = field(field(field(error, 'data'), 'response_metadata'), 'messages');
  return Array.isArray(messages) ? messages.map((message) => /\[json-pointer:[^\]]*\]/.exec(String(message))?.[0] ?? 'no place named') : [];
}

/** An error with Slack's code, for answers that the SDK does not read. */
export function slackError(slackCode: string, message: string): Error {
  return Object.assign(new Error(message), { slackCode });
}
