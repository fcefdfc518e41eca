/** Why a message was given up, as an administrator reads it: what happened and what to do. */
import type { MessageKey, Translate } from '../../i18n/translate.ts';

/** By the codes of the platforms: Slack's own words, Teams' answers, and the outbox's two. */
const KNOWN: Readonly<Record<string, MessageKey>> = {
  not_in_channel: 'undelivered.why.outside',
  channel_not_found: 'undelivered.why.nowhere',
  is_archived: 'undelivered.why.archived',
  user_not_found: 'undelivered.why.person',
  user_disabled: 'undelivered.why.person',
  cannot_dm_bot: 'undelivered.why.person',
  messages_tab_disabled: 'undelivered.why.closed',
  restricted_action: 'undelivered.why.restricted',
  account_inactive: 'undelivered.why.uninstalled',
  team_access_not_granted: 'undelivered.why.uninstalled',
  token_revoked: 'undelivered.why.token',
  token_expired: 'undelivered.why.token',
  invalid_auth: 'undelivered.why.token',
  not_authed: 'undelivered.why.token',
  missing_scope: 'undelivered.why.scope',
  removed: 'undelivered.why.removed',
  unmet: 'undelivered.why.unmet',
  expired: 'undelivered.why.expired',
  unconfigured: 'undelivered.why.unconfigured',
};

/** Teams answers so to a bot that was taken out of a conversation, or asks for one that is no more. */
const STATUSES: Readonly<Record<string, MessageKey>> = { '403': 'undelivered.why.removed', '404': 'undelivered.why.nowhere' };

const PLATFORMS: Readonly<Record<string, string>> = { slack: 'Slack', teams: 'Microsoft Teams' };

/** What a reason begins with: the same for everything that fails for it. */
export function codeOf(reason: string): string {
  return reason.split(':')[0] ?? reason;
}

/** A sentence or two; a reason that is not known is quoted. */
export function whyOf(reason: string, platform: string, t: Translate): string {
  const code = codeOf(reason);
  const key = KNOWN[code] ?? STATUSES[code.split(' ')[0] ?? ''] ?? 'undelivered.why.other';
  return t(key, { platform: PLATFORMS[platform] ?? platform, reason: code });
}
