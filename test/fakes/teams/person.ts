/** Someone in Teams: what the service posts to the bot when they write, press and install. */
import { randomUUID } from 'node:crypto';
import { type Activity, APP, type FakeConnector, ISSUER } from './connector.ts';
import type { Claims } from './tokens.ts';

export const BOT = { id: `28:${APP.id}`, name: 'Vigia' };
export const TEAM = { id: '19:team-general@thread.tacv2', aadGroupId: '99999999-8888-7777-6666-555555555555' };

export type Place = 'personal' | 'groupChat' | 'channel';
const CONVERSATIONS: Record<Place, string> = {
  personal: 'a:personal-chat',
  groupChat: '19:group@thread.v2',
  channel: '19:desk@thread.tacv2;messageid=1700000000000',
};

export interface Sent {
  status: number;
  body: unknown;
}

export interface Person {
  /** The conversation that a place stands for. */
  conversationOf: (place: Place) => string;
  /** Writes to the bot; in channels and groups with an @mention, as Teams requires. */
  write: (text: string, more?: { place?: Place; locale?: string; id?: string }) => Promise<Sent>;
  /** Presses an Action.Execute on message `replyToId`. */
  execute: (verb: string, data: unknown, more?: { place?: Place; locale?: string; replyToId?: string; id?: string }) => Promise<Sent>;
  /** Presses an Action.Submit on message `replyToId`, as old clients do. */
  submit: (data: unknown, more?: { place?: Place; locale?: string; replyToId?: string }) => Promise<Sent>;
  /** Opens a dialog (`task/fetch`, on message `replyToId`) or presses a button in one (`task/submit`, which names no message). */
  task: (
    name: 'task/fetch' | 'task/submit',
    data: Record<string, unknown>,
    more?: { place?: Place; locale?: string; replyToId?: string; id?: string },
  ) => Promise<Sent>;
  /** Types into a search: what Teams shows of the bot's answer. Throws where Teams would say that it cannot reach the app. */
  type: (dataset: string, typed: string, more?: { place?: Place; locale?: string }) => Promise<{ title: string; value: string }[]>;
  /** Answers the question for a file; when they agree, with an upload session of theirs. */
  consent: (message: Activity, uploadUrl: string | null, more?: { locale?: string; id?: string }) => Promise<Sent>;
  /** Adds the bot to a place, or takes it out. */
  install: (action: 'add' | 'remove', place: Place, locale?: string) => Promise<Sent>;
  /** Opens the chat with the bot, or is in a group to which it is added: Teams tells it that it is a member now. */
  meet: (place: Place, locale?: string) => Promise<Sent>;
  /** Posts any activity with any token. */
  post: (activity: object, options?: { claims?: Claims; forged?: boolean; authorization?: string }) => Promise<Sent>;
  /** The activity of a message, to be spoilt before it is posted. */
  message: (text: string, more?: { place?: Place; locale?: string; id?: string }) => Record<string, unknown>;
}

export function createPerson(connector: FakeConnector, botUrl: string, aadObjectId: string, name: string): Person {
  function base(place: Place, locale: string): Record<string, unknown> {
    return {
      id: `1-${randomUUID()}`,
      channelId: 'msteams',
      serviceUrl: connector.serviceUrl,
      timestamp: new Date().toISOString(),
      locale,
      from: { id: `29:${aadObjectId}`, name, aadObjectId },
      recipient: BOT,
      conversation: {
        id: CONVERSATIONS[place],
        conversationType: place,
        tenantId: APP.tenant,
        ...(place !== 'personal' && { isGroup: true }),
      },
      channelData: {
        tenant: { id: APP.tenant },
        ...(place === 'channel' && { team: TEAM, channel: { id: '19:desk@thread.tacv2' } }),
      },
    };
  }

  async function post(activity: object, options: { claims?: Claims; forged?: boolean; authorization?: string } = {}): Promise<Sent> {
    const claims: Claims = { iss: ISSUER, aud: APP.id, serviceurl: connector.serviceUrl, ...options.claims };
    const token = options.forged ? connector.signer.forge(claims) : connector.signer.sign(claims);
    const response = await fetch(`${botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: options.authorization ?? `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  const message: Person['message'] = (text, { place = 'personal', locale = 'en-US', id } = {}) => {
    const mention = `<at>${BOT.name}</at>`;
    const mentioned = place !== 'personal';
    return {
      ...base(place, locale),
      type: 'message',
      textFormat: 'plain',
      text: mentioned ? `${mention}\u00a0 ${text}\n` : text,
      ...(mentioned && { entities: [{ type: 'mention', text: mention, mentioned: BOT }] }),
      ...(id && { id }),
    };
  };

  return {
    conversationOf: (place) => CONVERSATIONS[place],
    message,
    post,
    write: (text, more) => post(message(text, more)),
    execute: (verb, data, { place = 'personal', locale = 'en-US', replyToId, id } = {}) =>
      post({
        ...base(place, locale),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
        ...(replyToId && { replyToId }),
        ...(id && { id }),
      }),
    submit: (data, { place = 'personal', locale = 'en-US', replyToId } = {}) =>
      post({ ...base(place, locale), type: 'message', value: data, ...(replyToId && { replyToId }) }),
    type: async (dataset, typed, { place = 'personal', locale = 'en-US' } = {}) => {
      const value = { queryText: typed, queryOptions: { skip: 0, top: 15 }, dataset };
      const { status, body } = await post({ ...base(place, locale), type: 'invoke', name: 'application/search', value });
      const answer = body as { type?: string; value?: { results?: { title: string; value: string }[] } } | undefined;
      if (status !== 200 || answer?.type !== 'application/vnd.microsoft.search.searchResponse') throw new Error('Unable to reach app');
      const results = answer.value?.results ?? [];
      if (results.length > 15) throw new Error(`${results.length} options where Teams takes 15`);
      return results;
    },
    consent: (message, uploadUrl, { locale = 'en-US', id } = {}) => {
      const asked = message.attachments?.[0];
      const context = asked?.content[uploadUrl === null ? 'declineContext' : 'acceptContext'];
      const file = {
        name: asked?.name,
        contentUrl: `https://desk-my.sharepoint.com/${asked?.name}`,
        uniqueId: randomUUID(),
        fileType: 'csv',
      };
      const uploadInfo = uploadUrl === null ? {} : { uploadInfo: { ...file, uploadUrl } };
      return post({
        ...base('personal', locale),
        type: 'invoke',
        name: 'fileConsent/invoke',
        value: { type: 'fileUpload', action: uploadUrl === null ? 'decline' : 'accept', context, ...uploadInfo },
        replyToId: message.id,
        ...(id && { id }),
      });
    },
    task: (name, data, { place = 'personal', locale = 'en-US', replyToId, id } = {}) =>
      post({
        ...base(place, locale),
        type: 'invoke',
        name,
        value: { data, context: { theme: 'default' } },
        ...(replyToId && name === 'task/fetch' && { replyToId }),
        ...(id && { id }),
      }),
    install: (action, place, locale = 'en-US') => post({ ...base(place, locale), type: 'installationUpdate', action }),
    meet: (place, locale = 'en-US') => post({ ...base(place, locale), type: 'conversationUpdate', membersAdded: [{ id: BOT.id }] }),
  };
}
