/** The channel of origin from an inbox's type. */
import type { Channel } from '../../domain/events.ts';
import type { Snapshot } from './schema.ts';

const CHANNEL: Record<string, Channel> = {
  'Channel::Whatsapp': 'whatsapp',
  'Channel::Telegram': 'telegram',
  'Channel::FacebookPage': 'facebook',
  'Channel::Instagram': 'instagram',
  'Channel::WebWidget': 'livechat',
};

/** E-mail, SMS, voice, API, Line, and whatever comes next are `other`. */
export function channelOf({ channel, meta, contact_inbox, additional_attributes }: Snapshot): Channel {
  const type = channel ?? meta?.channel ?? '';
  // Twilio carries SMS and WhatsApp; only the contact's address in the inbox tells them apart.
  if (type === 'Channel::TwilioSms' && contact_inbox?.source_id?.startsWith('whatsapp:')) return 'whatsapp';
  // Instagram behind a Facebook page, as before Chatwoot had an Instagram channel of its own.
  if (type === 'Channel::FacebookPage' && additional_attributes['type'] === 'instagram_direct_message') return 'instagram';
  return CHANNEL[type] ?? 'other';
}
