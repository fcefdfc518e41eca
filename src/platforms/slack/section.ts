import type { SectionBlock } from '@slack/types';

/** A paragraph of `mrkdwn`; `verbatim` keeps Slack from turning words into links and mentions. */
export function section(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
