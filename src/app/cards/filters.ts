/** What a search can be narrowed by: choices on its card, and its filters in words. */
import { STATES } from '../../domain/conversation.ts';
import { CHANNELS } from '../../domain/events.ts';
import { OUTCOMES } from '../../domain/history.ts';
import type { Named } from '../../domain/events.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Control, Option, Select } from '../../view/card.ts';
import { type Asked, choosable, packAsked, whenText } from '../asked.ts';
import { fitting, nameOf } from '../named.ts';
import type { Services } from '../services.ts';
import { contactText } from './contact.ts';

/** Periods to choose from; others come as words or through the form. */
const PERIODS = ['today', 'yesterday', '7d', '30d'] as const;
/** What is certainly no telephone, and stays readable where contacts are masked. */
const PROTOCOL = /^#|^\d{8}-\d+$/;
/** People offered at once. */
const OFFERED = 20;

export interface Known {
  departments: Named[];
  agents: Named[];
}

/** Empty values do not travel on every platform. */
function value(asked: Asked): string {
  return packAsked(asked) || 'all';
}

function choice(label: string, action: string, asked: Asked, options: { label: string; asked: Asked }[]): Select[] {
  const made = options.map((one): Option => ({ label: one.label, value: value(one.asked) }));
  return choosable(made.map((one) => one.value)) ? [{ kind: 'select', label, action, options: made, selected: value(asked) }] : [];
}

/** The choices of a search; those whose state would not fit behind a choice are left to the form. */
export function filterControls(kind: 'history' | 'outbound', asked: Asked, known: Known, services: Services): Control[] {
  const { t } = services;
  const action = `${kind}.filter`;
  const stand =
    kind === 'history'
      ? [
          { label: t('history.any.state'), asked: { ...asked, state: undefined } },
          ...STATES.map((state) => ({ label: t(`state.${state}`), asked: { ...asked, state } })),
        ]
      : [
          { label: t('history.any.state'), asked: { ...asked, outcome: undefined } },
          ...OUTCOMES.map((outcome) => ({ label: t(`outbound.${outcome}`), asked: { ...asked, outcome } })),
        ];
  return [
    ...choice(t('history.filter.when'), action, asked, periods(kind, asked, services)),
    ...choice(t('history.filter.state'), action, asked, stand),
    ...choice(t('history.filter.channel'), action, asked, [
      { label: t('history.any.channel'), asked: { ...asked, channel: undefined } },
      ...CHANNELS.map((channel) => ({ label: t(`channel.${channel}`), asked: { ...asked, channel } })),
    ]),
    ...(known.departments.length > 1
      ? choice(t('department.choose'), action, asked, [
          { label: t('department.all'), asked: { ...asked, department: undefined } },
          ...known.departments.map((one) => ({ label: nameOf(one), asked: { ...asked, department: one.id } })),
        ])
      : []),
    ...agentSearch(kind, asked, known.agents, services),
  ];
}

function periods(kind: 'history' | 'outbound', asked: Asked, { t }: Services): { label: string; asked: Asked }[] {
  const labels = {
    today: t('history.today'),
    yesterday: t('history.yesterday'),
    '7d': t('history.days', { count: 7 }),
    '30d': t('history.days', { count: 30 }),
  };
  const any = kind === 'history' ? [{ label: t('history.any.when'), asked: { ...asked, when: undefined } }] : [];
  return [...any, ...PERIODS.map((when) => ({ label: labels[when], asked: { ...asked, when } }))];
}

function option(one: Named): Option {
  return { label: nameOf(one), value: one.id };
}

function agentSearch(kind: 'history' | 'outbound', asked: Asked, agents: Named[], { t }: Services): Control[] {
  const usable = agents.filter(({ id }) => !id.includes(','));
  if (usable.length < 2) return [];
  const chosen = asked.agents ?? [];
  return [
    {
      kind: 'search',
      label: t('history.filter.agent'),
      action: `${kind}.agents`,
      state: packAsked({ ...asked, agents: undefined }),
      chosen: chosen.map((id) => option(usable.find((one) => one.id === id) ?? { id })),
      options: usable.slice(0, OFFERED).map(option),
    },
  ];
}

/** The agents that fit what was typed; everybody for nothing. */
export async function agentOptions(typed: string, { desk }: Services): Promise<Option[]> {
  const known = (await desk.agents()).filter(({ id }) => !id.includes(','));
  const begins = fitting(known, typed);
  const within = known.filter(({ name }) => name?.toLowerCase().includes(typed.trim().toLowerCase()));
  return [...new Set(typed.trim() === '' ? known : [...begins, ...within])].slice(0, OFFERED).map(option);
}

/** The filters in words, for the card's head. */
export function filterText(asked: Asked, known: Known, at: Date, parameters: Parameters, services: Services): string[] {
  const { t, format } = services;
  const called = (list: Named[], id: string): string => nameOf(list.find((one) => one.id === id) ?? { id });
  return [
    whenText(asked.when, at, parameters.timeZone, services),
    asked.channel && t(`channel.${asked.channel}`),
    asked.state && t(`state.${asked.state}`),
    asked.outcome && t(`outbound.${asked.outcome}`),
    asked.department !== undefined ? called(known.departments, asked.department) : undefined,
    asked.agents && format.join(asked.agents.slice(0, 3).map((id) => called(known.agents, id))),
    asked.find && (PROTOCOL.test(asked.find) ? asked.find : contactText(asked.find, parameters)),
    asked.text && `“${contactText(asked.text, parameters)}”`,
  ].filter((part) => part !== undefined && part !== '') as string[];
}
