/** What Teams sends to the bot: the parts that are read, checked at the boundary. Unknown fields are normal. */
import { z } from 'zod';
import type { Origin } from '../../app/dispatch.ts';

const account = z.looseObject({ id: z.string(), name: z.string().nullish(), aadObjectId: z.string().nullish() });
const tenant = z.looseObject({ id: z.string().nullish() });

export const inboundSchema = z.looseObject({
  type: z.string().min(1),
  id: z.string().nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  channelId: z.string().nullish(),
  serviceUrl: z.unknown().optional(),
  text: z.string().nullish(),
  locale: z.string().nullish(),
  replyToId: z.string().nullish(),
  from: account.nullish(),
  recipient: account.nullish(),
  conversation: z.looseObject({ id: z.string(), conversationType: z.string().nullish(), tenantId: z.string().nullish() }).nullish(),
  entities: z
    .array(z.looseObject({ type: z.string().nullish(), text: z.string().nullish(), mentioned: account.partial().nullish() }))
    .nullish(),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
  value: z.unknown().optional(),
  channelData: z
    .looseObject({
      tenant: tenant.nullish(),
      team: z.looseObject({ id: z.string().nullish(), aadGroupId: z.string().nullish() }).nullish(),
      channel: z.looseObject({ id: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
export type Inbound = z.infer<typeof inboundSchema>;

/** An activity of a conversation, by someone: what can be answered. */
export type Spoken = Inbound & { conversation: NonNullable<Inbound['conversation']>; from: NonNullable<Inbound['from']> };

export function isSpoken(activity: Inbound): activity is Spoken {
  return Boolean(activity.conversation && activity.from);
}

/** Every directory the activity names: its conversation's and its channel data's. */
export function tenantsOf(activity: Inbound): string[] {
  return [activity.conversation?.tenantId, activity.channelData?.tenant?.id].filter((id) => typeof id === 'string');
}

/** Who asks. The directory's object id is the same in every chat; guests of other clients only have the channel's id. */
export function originOf(activity: Spoken): Origin {
  const { from } = activity;
  return {
    platform: 'teams',
    person: { id: `teams:${from.aadObjectId ?? from.id}`, name: from.name ?? undefined, locale: activity.locale ?? undefined },
  };
}

/** The words of a message without the mention of the bot, entities decoded, odd spaces collapsed. */
export function questionOf(activity: Inbound): string {
  const own = (activity.entities ?? []).filter((one) => one.type === 'mention' && one.text && one.mentioned?.id === activity.recipient?.id);
  const bare = own.reduce((text, mention) => text.replaceAll(mention.text ?? '', ' '), activity.text ?? '');
  return bare
    .replace(/^\s*<at[^>]*>[^<]*<\/at>/, ' ')
    .replaceAll(/&nbsp;|&#160;/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, ' ')
    .trim();
}
