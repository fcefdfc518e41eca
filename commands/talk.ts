import { contactName } from '../src/app/cards/contact.ts';
import { messageFigures, messageRow } from '../src/app/cards/messages.ts';
import { conversationNamed, notFound } from '../src/app/cards/one.ts';
import { PAGE } from '../src/app/cards/page.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import type { Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import type { TranscriptPage } from '../src/domain/transcript.ts';
import type { Button, Card } from '../src/view/card.ts';

interface Place {
  /** Messages [from, to), counted from the oldest; without them the last page. */
  from?: number;
  to?: number;
}

/** A place counted from the oldest message stays where it is while new ones arrive. */
function buttons(id: string, { from, messages, total }: TranscriptPage, { t }: Services): Button[] {
  const page = (label: string, state: Record<string, number | undefined>): Button => ({
    kind: 'button',
    label,
    action: 'talk.page',
    value: packState({ id, ...state }),
  });
  const end = from + messages.length;
  const left = total - end;
  return [
    ...(from > 0 ? [page(t('talk.earlier'), { from: Math.max(0, from - PAGE), to: from })] : []),
    ...(left > 0 ? [page(t('talk.later'), { from: end }), page(t('talk.latest'), {})] : []),
    { kind: 'button', label: t('row.details'), action: 'show.open', value: id },
    page(t('refresh'), left > 0 ? { from, to: end } : {}),
  ];
}

async function talkCard(id: string, place: Place, at: Date, services: Services): Promise<Card> {
  const { t, format, lists } = services;
  const [page, parameters] = await Promise.all([lists.transcript(id, at, { ...place, limit: PAGE }), services.parameters()]);
  if (!page) throw notFound(id);
  const { conversation, messages, from, total } = page;
  const protocol = conversation.protocol === undefined ? id : `#${conversation.protocol}`;
  return {
    title: t('talk.title', { protocol }),
    scope: [contactName(conversation.contact, parameters, services), t(`channel.${conversation.channel}`)].join(' · '),
    blocks: [
      messages.length === 0
        ? { kind: 'text', text: t('talk.empty') }
        : { kind: 'list', rows: messages.map((one) => messageRow(one, page, at, parameters, services)) },
      { kind: 'actions', controls: buttons(id, page, services) },
    ],
    foot:
      messages.length === 0
        ? []
        : [t('talk.page', { from: format.number(from + 1), to: format.number(from + messages.length), total: format.number(total) })],
    figures: { indicators: [{ id: 'talk.messages', value: total, unit: 'count' }], table: messageFigures(page, parameters) },
  };
}

function placeOf(state: Record<string, string | undefined>): Place {
  return {
    ...(state['from'] !== undefined && { from: offsetOf(state['from']) }),
    ...(state['to'] !== undefined && { to: offsetOf(state['to']) }),
  };
}

/** `talk <protocol>`: what was said, the oldest first; opens at the end. */
export const talk: Command = {
  name: 'talk',
  aliases: ['conversa'],
  role: 'viewer',
  summary: 'talk.summary',
  examples: ['talk.example'],
  run: async ({ args, at }, services) => {
    const found = await conversationNamed(args, at, services);
    return typeof found === 'string' ? talkCard(found, {}, at, services) : found;
  },
  actions: {
    open: { run: async ({ value, at }, services) => opened(await talkCard(value, {}, at, services)) },
    page: {
      run: async ({ value, at }, services) => {
        const state = unpackState(value);
        return replaced(await talkCard(state['id'] ?? '', placeOf(state), at, services));
      },
    },
  },
};
