import { contactAddress, contactText, wholeName } from '../src/app/cards/contact.ts';
import { conversationNamed, notFound } from '../src/app/cards/one.ts';
import { timelineText } from '../src/app/cards/timeline.ts';
import { sendingActions, sendingSubmits } from '../src/app/sending/handlers.ts';
import { isLive, offeredTemplates } from '../src/app/sending/offered.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import type { Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import type { Parameters } from '../src/domain/parameters.ts';
import type { Details, Milestone } from '../src/domain/transcript.ts';
import type { Block, Button, Card, Field, Figures, Rich } from '../src/view/card.ts';

/** Steps a page: most conversations have fewer. */
const STEPS = 12;

function contactField({ conversation }: Details, parameters: Parameters, services: Services): Field {
  const { contact } = conversation;
  const addresses = [contact?.phone, contact?.email].flatMap((one) => (one ? ['\n', contactAddress(one, parameters)] : []));
  return { label: services.t('show.contact'), value: [wholeName(contact, parameters, services), ...addresses] };
}

function standText({ conversation }: Details, { t }: Services): Rich {
  const { endedBy } = conversation;
  return endedBy ? [t(`conversation.${conversation.state}`), ' ', t(`by.${endedBy}`)] : t(`conversation.${conversation.state}`);
}

function fields(details: Details, at: Date, parameters: Parameters, services: Services): Field[] {
  const { t, format } = services;
  const { conversation, messages } = details;
  const { channel, direction, department, agent, openedAt, endedAt, rating, endReason, subject } = conversation;
  const lasted = format.duration((endedAt ?? at).getTime() - openedAt.getTime());
  const total = messages.contact + messages.agent + messages.bot;
  return [
    contactField(details, parameters, services),
    { label: t('show.channel'), value: [t(`channel.${channel}`), '\n', t(`direction.${direction}`)] },
    { label: t('show.department'), value: department?.name ?? department?.id ?? '–' },
    { label: t('show.agent'), value: agent?.name ?? agent?.id ?? '–' },
    { label: t('show.lasted'), value: lasted },
    {
      label: t('show.messages', { count: total }),
      value: t('show.messages.by', { contact: messages.contact, agent: messages.agent, bot: messages.bot }),
    },
    ...(conversation.transfers > 0 ? [{ label: t('show.transfers'), value: format.number(conversation.transfers) }] : []),
    ...(rating
      ? [
          {
            label: t('show.rating'),
            value: [
              t('show.score', { score: rating.score }),
              ...(rating.comment ? ['\n', { quote: contactText(rating.comment, parameters) }] : []),
            ],
          },
        ]
      : []),
    ...(endReason ? [{ label: t('show.reason'), value: { quote: contactText(endReason, parameters) } }] : []),
    ...(subject ? [{ label: t('show.subject'), value: { quote: contactText(subject, parameters) } }] : []),
  ];
}

function buttons(id: string, from: number, steps: number, sends: boolean, { t }: Services): Button[] {
  const page = (label: string, target: number): Button => ({
    kind: 'button',
    label,
    action: 'show.page',
    value: packState({ id, from: target }),
  });
  const left = steps - from - STEPS;
  return [
    { kind: 'button', label: t('row.talk'), action: 'talk.open', value: id, style: 'primary' },
    ...(sends ? [{ kind: 'button' as const, label: t('send.open'), action: 'show.send', value: id, opens: 'form' as const }] : []),
    ...(from > 0 ? [page(t('list.previous'), Math.max(0, from - STEPS))] : []),
    ...(left > 0 ? [page(t('list.next', { count: Math.min(STEPS, left) }), from + STEPS)] : []),
    { kind: 'button', label: t('refresh'), action: 'show.page', value: packState({ id, from }) },
  ];
}

/** The raw timeline, for `--json`. */
function figures({ milestones }: Details): NonNullable<Figures['table']> {
  const agentOf = ({ step }: Milestone): string | null => ('agent' in step && step.agent ? step.agent.id : null);
  const departmentOf = ({ step }: Milestone): string | null => ('department' in step && step.department ? step.department.id : null);
  return {
    columns: ['at', 'step', 'agent', 'department', 'after_ms'],
    rows: milestones.map((one) => [one.step.at.toISOString(), one.step.type, agentOf(one), departmentOf(one), one.afterMs]),
  };
}

async function detailsCard(id: string, from: number, at: Date, services: Services): Promise<Card> {
  const { t, format, lists, settings } = services;
  const [details, parameters, configuration] = await Promise.all([lists.details(id, at), services.parameters(), settings.read()]);
  if (!details) throw notFound(id);
  const { conversation, milestones } = details;
  const first = Math.min(from, Math.max(0, milestones.length - 1));
  const steps = milestones.slice(first, first + STEPS);
  const sends = isLive(conversation.state) && offeredTemplates(configuration, conversation.channel).length > 0;
  const link = conversation.url ? [' · ', { link: t('show.link'), url: conversation.url }] : [];
  const blocks: Block[] = [
    { kind: 'text', text: [standText(details, services), link].flat() },
    { kind: 'fields', fields: fields(details, at, parameters, services) },
    { kind: 'divider' },
    { kind: 'text', text: timelineText(steps, at, parameters, services) },
    { kind: 'actions', controls: buttons(id, first, milestones.length, sends, services) },
  ];
  const part = milestones.length > STEPS;
  return {
    title: t('show.title', { protocol: conversation.protocol === undefined ? id : `#${conversation.protocol}` }),
    scope: wholeName(conversation.contact, parameters, services),
    blocks,
    foot: part
      ? [
          t('show.steps', {
            from: format.number(first + 1),
            to: format.number(first + steps.length),
            total: format.number(milestones.length),
          }),
        ]
      : [],
    figures: { table: figures(details) },
  };
}

/** `show <protocol>`: who, where, and the conversation's life step by step. */
export const show: Command = {
  name: 'show',
  aliases: ['ver'],
  role: 'viewer',
  summary: 'show.summary',
  examples: ['show.example'],
  run: async ({ args, at }, services) => {
    const found = await conversationNamed(args, at, services);
    return typeof found === 'string' ? detailsCard(found, 0, at, services) : found;
  },
  actions: {
    open: { run: async ({ value, at }, services) => opened(await detailsCard(value, 0, at, services)) },
    page: {
      run: async ({ value, at }, services) => {
        const state = unpackState(value);
        return replaced(await detailsCard(state['id'] ?? '', offsetOf(state['from']), at, services));
      },
    },
    ...sendingActions,
  },
  submits: sendingSubmits,
};
