/** Conversations by what people type into a search: a protocol, a telephone, the contact's name. */
import type { HistoryRow } from '../../domain/history.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Option } from '../../view/card.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { contactName } from '../cards/contact.ts';
import type { Services } from '../services.ts';

/** Options that a search shows. */
const SHOWN = 15;
/** What a choice's value and label may take on every platform. */
const LONGEST = 75;

type Named = Pick<Conversation, 'protocol' | 'contact' | 'channel'> & { id: string };

/** `#20261122-000123 · Maria S. · WhatsApp`, as lists may show it. */
export function conversationLabel(one: Named, parameters: Pick<Parameters, 'maskContacts'>, services: Pick<Services, 't'>): string {
  const number = `#${one.protocol ?? one.id}`;
  return [number, contactName(one.contact, parameters, services), services.t(`channel.${one.channel}`)].join(' · ').slice(0, LONGEST);
}

/** Those that fit the words, the newest first; without words the newest of all. Ids that cannot stand behind a choice are left out. */
export async function conversationOptions(typed: string, at: Date, services: Services): Promise<Option[]> {
  const { lists } = services;
  const words = typed.trim().slice(0, 100);
  const page = async (filter: { text?: string; find?: string }): Promise<HistoryRow[]> =>
    (await lists.history({ filter, at, limit: SHOWN, count: false })).rows;
  const parameters = await services.parameters();
  const found = words === '' ? [await page({})] : await Promise.all([lists.find(words, at), page({ find: words }), page({ text: words })]);
  const rows = new Map(found.flat().map((one) => [one.id, one]));
  return [...rows.values()]
    .filter(({ id }) => id.length <= LONGEST && !id.includes(','))
    .slice(0, SHOWN)
    .map((one) => ({ value: one.id, label: conversationLabel(one, parameters, services) }));
}
