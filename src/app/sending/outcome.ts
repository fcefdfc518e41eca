/** What became of a message, in words. */
import type { Block, Card } from '../../view/card.ts';
import type { MessageKey } from '../command.ts';
import type { SentText, Services } from '../services.ts';
import type { Filled } from './values.ts';

/** As the audit keeps it; `begun`: nobody has told yet what became of it. */
export const OUTCOMES = ['begun', 'sent', 'gone', 'forbidden', 'refused', 'window', 'unreachable', 'unknown', 'none'] as const;
export type SentOutcome = (typeof OUTCOMES)[number];

/** The outcome's name. */
export function outcomeOf(sent: SentText): SentOutcome {
  if (sent.ok) return 'sent';
  return sent.windowClosed ? 'window' : sent.reason;
}

const TITLES: Readonly<Record<'sent' | 'unknown' | 'not', MessageKey>> = {
  sent: 'send.title.sent',
  unknown: 'send.title.unknown',
  not: 'send.title.not',
};

function kindOf(outcome: SentOutcome): keyof typeof TITLES {
  return outcome === 'sent' ? 'sent' : outcome === 'unknown' || outcome === 'begun' ? 'unknown' : 'not';
}

/** Which message it is about. */
export interface About {
  /** The conversation. */
  id: string;
  /** The contact, as Vigia may show it. */
  name: string;
  /** Of the template. */
  title: string;
}

function card(outcome: SentOutcome, { id, title }: About, blocks: Block[], { t }: Services): Card {
  const kind = kindOf(outcome);
  const again = kind === 'not' && outcome !== 'gone';
  return {
    title: t(TITLES[kind]),
    scope: title,
    blocks: [
      ...blocks,
      {
        kind: 'actions',
        controls: [
          ...(again ? [{ kind: 'button' as const, label: t('send.open'), action: 'show.send', value: id, opens: 'form' as const }] : []),
          { kind: 'button', label: t('row.talk'), action: 'talk.open', value: id },
        ],
      },
    ],
  };
}

/** What became of it just now. */
export function outcomeCard(sent: SentText, about: About, services: Services): Card {
  const outcome = outcomeOf(sent);
  const tone = { sent: 'good', unknown: 'warning', not: 'bad' } as const;
  const detail = sent.ok ? undefined : sent.detail;
  const blocks: Block[] = [
    { kind: 'text', text: services.t(`send.outcome.${outcome}`, { name: about.name }), tone: tone[kindOf(outcome)] },
    ...(detail ? [{ kind: 'context' as const, text: [services.t('send.detail'), ' ', { quote: detail }] }] : []),
  ];
  return card(outcome, about, blocks, services);
}

/** It was pressed before; nothing was sent now. */
export function alreadyCard(outcome: SentOutcome, about: About, services: Services): Card {
  const { t } = services;
  const text = `${t('send.already')}\n${t(`send.outcome.${outcome}`, { name: about.name })}`;
  return card(outcome, about, [{ kind: 'text', text, tone: 'warning' }], services);
}

/** The finished text, for whoever has to send it by hand. */
export function copyCard({ text, shown }: Filled, conversation: string, { t }: Services): Card {
  return {
    title: t('send.copy.title'),
    blocks: [
      { kind: 'text', text: t('send.copy.why'), tone: 'warning' },
      { kind: 'divider' },
      { kind: 'text', text: shown },
      { kind: 'divider' },
      ...(text === shown ? [] : [{ kind: 'text' as const, text: t('send.copy.masked') }]),
      { kind: 'actions', controls: [{ kind: 'button', label: t('row.talk'), action: 'talk.open', value: conversation }] },
    ],
  };
}
