/** A small desk of fixed answers behind the Dispatch interface, for tests of the platform alone. */
import type { Dispatch, Origin, Reply } from '../../../src/app/dispatch.ts';
import type { Answer } from '../../../src/app/command.ts';
import { languageOf, translator } from '../../../src/i18n/translate.ts';
import type { Card, Chart, Language, Option } from '../../../src/view/card.ts';
import type { Form } from '../../../src/view/form.ts';
import { sampleExports, type SampleExports } from '../exports.ts';

/** Two supervisors whom the desk knows; everybody else is a stranger. */
export const ANA = 'U0ANA';
export const BIA = 'U0BIA';
const KNOWN = new Set([`slack:${ANA}`, `slack:${BIA}`]);

export interface SampleDesk extends Dispatch {
  /** What was asked, pressed and submitted, in order. */
  heard: { what: string; value: string; origin: Origin }[];
  /** How long the next answers take, ms. */
  delayMs: number;
  exports: SampleExports;
}

export function chart(language: Language = 'pt-BR'): Chart {
  return {
    type: 'bar',
    title: 'Atendimentos de hoje por canal',
    alt: 'WhatsApp tem 64 dos 120 atendimentos de hoje',
    categories: ['WhatsApp', 'Telegram'],
    series: [{ name: 'Concluídos', values: [64, 20] }],
    language,
  };
}

export function nowCard(turn = 1): Card {
  return {
    title: 'Agora',
    scope: 'todos os departamentos',
    blocks: [
      {
        kind: 'text',
        tone: 'bad',
        text: [
          { bold: '7 clientes sem resposta há mais de 5 min.' },
          ' A espera mais longa é de ',
          { bold: '12 min' },
          ', em Suporte: os 4 agentes estão no limite.',
        ],
      },
      {
        kind: 'fields',
        fields: [
          { label: 'Aguardando agentes', value: '12', tone: 'warning' },
          { label: 'Aguardando clientes', value: '5' },
          { label: 'Sem interação há +5 min, agentes', value: '7', tone: 'bad' },
          { label: 'Agentes', value: '9 online · 2 ausentes · 3 offline\n8 atendendo · 4 vagas livres' },
        ],
      },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: 'Fila · 9', action: 'now.list', value: 'queue', style: 'primary' },
          { kind: 'button', label: 'Sem interação · 7', action: 'now.list', value: 'idle.agents' },
          {
            kind: 'select',
            label: 'Departamento',
            action: 'now.department',
            options: [
              { label: 'Suporte', value: 'd-1' },
              { label: 'Vendas', value: 'd-2' },
            ],
          },
          { kind: 'button', label: 'Parâmetros', action: 'settings.edit' },
          { kind: 'button', label: 'Atualizar', action: 'now.refresh' },
        ],
      },
      { kind: 'context', text: `dom., 22 de nov., 14:3${turn} · São Paulo` },
    ],
  };
}

/** The agents of a large desk: more than any menu holds. */
export const AGENTS: Option[] = ['Ana Lima', 'Bruno Sá', 'Carla Dias']
  .concat(Array.from({ length: 150 }, (_, index) => `Agente ${index + 4}`))
  .map((name, index) => ({ label: name, value: `a-${index + 1}` }));

/** A filter by agents; what it shows tells what it was given. */
export function agentChart(value: string): Card {
  const bar = value.lastIndexOf('|');
  const ids = value
    .slice(bar + 1)
    .split(',')
    .filter(Boolean);
  const chosen = AGENTS.filter((agent) => ids.includes(agent.value));
  return {
    title: 'Indicadores',
    blocks: [
      { kind: 'text', text: `De: ${chosen.map((agent) => agent.label).join(' e ') || 'todos'} (${value.slice(0, bar)})` },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: 'Atualizar', action: 'chart.refresh' },
          { kind: 'search', label: 'Agentes', action: 'chart.agents', state: value.slice(0, bar), chosen, options: AGENTS.slice(0, 20) },
        ],
      },
    ],
  };
}

export function todayCard(turn = 1): Card {
  return {
    title: 'Hoje',
    blocks: [
      { kind: 'text', text: `120 atendimentos até agora (${turn}).` },
      { kind: 'chart', chart: chart() },
      { kind: 'actions', controls: [{ kind: 'button', label: 'Atualizar', action: 'today.refresh' }] },
    ],
  };
}

export function queueCard(): Card {
  const menu = (protocol: string) => [
    { kind: 'button' as const, label: 'Ver detalhes', action: 'show.open', value: protocol },
    { kind: 'button' as const, label: 'Ver conversa', action: 'talk.open', value: protocol },
  ];
  return {
    title: 'Fila',
    scope: '9 esperando, a mais longa há 12 min',
    blocks: [
      { kind: 'text', text: [{ bold: 'Suporte' }, ' 7 · todos os 4 agentes no limite (3/3)'] },
      { kind: 'divider' },
      {
        kind: 'list',
        rows: [
          {
            tone: 'bad',
            lead: '12 min',
            facts: ['Maria S.', 'WhatsApp', 'Suporte'],
            detail: [
              { link: '#20261122-000123', url: 'https://desk.example/c/123' },
              ' · ',
              { quote: 'Minha internet *caiu* <!channel> @here :smile:' },
            ],
            menu: menu('20261122-000123'),
          },
          {
            tone: 'warning',
            lead: '4 min',
            facts: ['João P.', 'Telegram', 'Suporte'],
            detail: [{ link: '#20261122-000131', url: 'https://desk.example/c/124' }, ' · ', { quote: 'Segunda via do boleto' }],
            menu: menu('20261122-000131'),
          },
        ],
      },
      { kind: 'context', text: '1–2 de 9 · dom., 22 de nov., 14:37 · São Paulo' },
    ],
  };
}

export function agentsCard(): Card {
  return {
    title: 'Agentes',
    blocks: [
      {
        kind: 'table',
        caption: 'Suporte',
        columns: [{ label: 'Agente' }, { label: 'Em', align: 'end' }, { label: 'Concl.', align: 'end' }],
        rows: [
          ['Ana Lima', '3/3', '12'],
          ['Bruno Sá', '2/3', '9'],
        ],
      },
    ],
  };
}

export function parametersForm(idle = 5): Form {
  return {
    title: 'Parâmetros',
    submit: 'settings.save',
    state: 'v1',
    submitLabel: 'Salvar',
    cancelLabel: 'Cancelar',
    blocks: [
      { kind: 'section', text: 'Valem para todos a partir de agora.' },
      {
        kind: 'number',
        name: 'idleMinutes',
        label: 'Minutos sem interação',
        value: idle,
        min: 1,
        max: 600,
        required: true,
        hint: 'De 1 a 600.',
      },
      { kind: 'text', name: 'timeZone', label: 'Fuso horário', value: 'America/Sao_Paulo', required: true },
      {
        kind: 'select',
        name: 'language',
        label: 'Idioma',
        value: 'pt-BR',
        options: [
          { label: 'Português', value: 'pt-BR' },
          { label: 'English', value: 'en' },
        ],
      },
      { kind: 'toggle', name: 'contactMasking', label: 'Encurtar nomes', value: true },
    ],
  };
}

const stranger: Card = {
  title: 'Ainda não conheço você',
  blocks: [{ kind: 'text', text: ['Fale com: ', { person: `slack:${ANA}`, name: 'Ana' }] }],
};

/** Answers `now`, `today`, `queue`, `agents`, their buttons and one form. */
export function sampleDesk(): SampleDesk {
  let turn = 0;
  const cards: Record<string, () => Card> = {
    now: () => nowCard(turn),
    today: () => todayCard(turn),
    queue: queueCard,
    agents: agentsCard,
    chart: () => agentChart('metrics&period=month|'),
  };

  async function answer(what: string, value: string, origin: Origin, find: () => Answer): Promise<Reply> {
    desk.heard.push({ what, value, origin });
    turn += 1;
    if (desk.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, desk.delayMs));
    const language = languageOf(origin.person.locale) ?? 'en';
    const failed = !KNOWN.has(origin.person.id);
    return { answer: failed ? { kind: 'card', card: stranger, replace: false } : find(), language, t: translator(language), failed };
  }

  const desk: SampleDesk = {
    heard: [],
    delayMs: 0,
    exports: sampleExports((index) => `https://vigia.example/files/export-${index}`),
    ask: (text, origin) => {
      if (text.startsWith('csv')) return answer('ask', text, origin, () => ({ kind: 'export', export: desk.exports.make('pt-BR') }));
      const card = cards[text.split(' ')[0] || 'now'] ?? (() => ({ title: `Não conheço “${text}”`, blocks: [] }));
      return answer('ask', text, origin, () => ({ kind: 'card', card: card(), replace: false }));
    },
    act: (action, value, origin) =>
      answer(action, value, origin, () => {
        if (action === 'chart.agents') return { kind: 'card', card: agentChart(value), replace: true };
        if (action === 'csv.start') return { kind: 'export', export: desk.exports.make('pt-BR') };
        if (action === 'csv.cancel') {
          desk.exports.cancel(value);
          return { kind: 'card', card: { title: 'Cancelando', blocks: [] }, replace: true };
        }
        if (action === 'settings.edit') return { kind: 'form', form: parametersForm() };
        const name = action.split('.')[0] ?? '';
        if (action.endsWith('.refresh') || action === 'now.department')
          return { kind: 'card', card: (cards[name] ?? nowCard)(), replace: true };
        return { kind: 'card', card: queueCard(), replace: false };
      }),
    search: async (action, typed, origin) => {
      desk.heard.push({ what: `search ${action}`, value: typed, origin });
      await new Promise((resolve) => setTimeout(resolve, desk.delayMs));
      if (!KNOWN.has(origin.person.id)) return [];
      return AGENTS.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
    },
    submit: (submit, values, state, origin) =>
      answer(submit, JSON.stringify({ values, state }), origin, () => {
        const zone = String(values['timeZone']);
        if (!zone.includes('/')) return { kind: 'invalid', errors: { timeZone: `“${zone}” não é um fuso horário.` } };
        return {
          kind: 'card',
          card: { title: 'Parâmetros salvos', blocks: [{ kind: 'text', text: `Sem interação: ${String(values['idleMinutes'])} min` }] },
          replace: false,
        };
      }),
  };
  return desk;
}
