/** Answers of a made-up desk, every kind of block among them, in both languages. */
import type { Block, Card, Chart, Language, Option } from '../../../src/view/card.ts';

type Both = readonly [portuguese: string, english: string];
const picker =
  (language: Language) =>
  ([portuguese, english]: Both): string =>
    language === 'pt-BR' ? portuguese : english;

export function nowCard(language: Language, department: string | undefined, refreshed: number): Card {
  const p = picker(language);
  return {
    title: p(['Agora', 'Now']),
    scope: department === 'd-1' ? 'Suporte' : p(['todos os departamentos', 'all departments']),
    blocks: [
      {
        kind: 'text',
        tone: 'bad',
        text: [
          { bold: p(['7 clientes sem resposta há mais de 5 min.', '7 customers without an answer for over 5 min.']) },
          p([' A espera mais longa é de ', ' The longest wait is ']),
          { bold: '12 min' },
          p([', em Suporte: os 4 agentes estão no limite.', ', in Suporte: all 4 agents are at their limit.']),
        ],
      },
      {
        kind: 'fields',
        fields: [
          { label: p(['Aguardando agentes', 'Awaiting agents']), value: '12', tone: 'warning' },
          { label: p(['Aguardando clientes', 'Awaiting customers']), value: '5' },
          { label: p(['Sem interação há +5 min, agentes', 'Idle over 5 min, agents']), value: '7', tone: 'bad' },
          { label: p(['Sem interação há +5 min, clientes', 'Idle over 5 min, customers']), value: '3' },
          {
            label: p(['Agentes', 'Agents']),
            value: p([
              '9 online · 2 ausentes · 3 offline\n8 atendendo · 4 vagas livres',
              '9 online · 2 away · 3 offline\n8 serving · 4 free places',
            ]),
          },
          {
            label: p(['Tempo médio de atendimento', 'Mean handle time']),
            value: p(['6 min 12 s\nmeta 5 min · 84 concluídos hoje', '6 min 12 s\ntarget 5 min · 84 closed today']),
            tone: 'warning',
          },
        ],
      },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: p(['Sem interação · 7', 'Idle · 7']), action: 'now.list', value: 'idle.agents', style: 'primary' },
          { kind: 'button', label: p(['Aguardando agentes · 12', 'Awaiting agents · 12']), action: 'now.list', value: 'awaiting.agents' },
          { kind: 'button', label: p(['Fila · 9', 'Queue · 9']), action: 'now.list', value: 'queue' },
          {
            kind: 'select',
            label: p(['Departamento', 'Department']),
            action: 'now.department',
            selected: department ?? 'all',
            options: [
              { label: p(['Todos', 'All']), value: 'all' },
              { label: 'Suporte', value: 'd-1' },
              { label: 'Financeiro', value: 'd-2' },
            ],
          },
          { kind: 'button', label: p(['Atualizar', 'Refresh']), action: 'now.refresh', value: String(refreshed) },
        ],
      },
      foot(language, refreshed > 0 ? p([`atualizado ${refreshed} vez`, `refreshed ${refreshed} time`]) : undefined),
    ],
  };
}

export function queueCard(language: Language): Card {
  const p = picker(language);
  const menu = (protocol: string) => [
    { kind: 'button' as const, label: p(['Ver detalhes', 'Details']), action: 'queue.show', value: protocol },
    { kind: 'button' as const, label: p(['Ver conversa', 'Transcript']), action: 'queue.talk', value: protocol },
  ];
  const subject = (protocol: string, quote: string) => [
    { link: `#${protocol}`, url: `https://desk.example/c/${protocol}` },
    ' · ',
    { quote },
  ];
  return {
    title: p(['Fila', 'Queue']),
    scope: p(['9 esperando · a mais longa há 12 min', '9 waiting, the longest for 12 min']),
    blocks: [
      {
        kind: 'text',
        text: [
          { bold: 'Suporte' },
          p([' 7 · todos os 4 agentes no limite (3/3)\n', ' 7 · all 4 agents at their limit (3/3)\n']),
          { bold: 'Financeiro' },
          p([' 2 · ninguém online', ' 2 · nobody online']),
        ],
      },
      { kind: 'divider' },
      {
        kind: 'list',
        rows: [
          {
            tone: 'bad',
            lead: '12 min',
            facts: ['Maria S.', 'WhatsApp', 'Suporte'],
            detail: subject('20261122-000123', 'Minha internet caiu de novo <script>alert(1)</script>'),
            menu: menu('123'),
          },
          {
            tone: 'warning',
            lead: '4 min',
            facts: ['João P.', 'Telegram', 'Suporte'],
            detail: subject('20261122-000131', 'Segunda via do boleto'),
            menu: menu('131'),
          },
          {
            tone: 'good',
            lead: '50 s',
            facts: ['Ana L.', 'Instagram', 'Financeiro'],
            detail: subject('20261122-000140', 'Quero mudar de plano'),
            menu: menu('140'),
          },
        ],
      },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: p(['Próximos 6', 'Next 6']), action: 'queue.page', value: '3' },
          { kind: 'button', label: p(['Atualizar', 'Refresh']), action: 'queue.refresh' },
        ],
      },
      foot(language, p(['1–3 de 9', '1–3 of 9'])),
    ],
  };
}

export const AGENTS: Option[] = [
  'Ana Lima',
  'Bruno Sá',
  'Carla Dias',
  'Maria Aparecida dos Santos Albuquerque',
  ...Array.from({ length: 60 }, (_, index) => `Agente ${index + 5}`),
].map((name, index) => ({ label: name, value: `a-${index + 1}` }));

/** A filter by agents; what it shows tells what it was given. */
export function agentChart(language: Language, value: string): Card {
  const p = picker(language);
  const bar = value.lastIndexOf('|');
  const chosen = AGENTS.filter((agent) =>
    value
      .slice(bar + 1)
      .split(',')
      .includes(agent.value),
  );
  return {
    title: p(['Indicadores', 'Metrics']),
    scope: chosen.map((agent) => agent.label).join(p([' e ', ' and '])) || p(['todos', 'everybody']),
    blocks: [
      { kind: 'text', text: p(['Espera média de 2 min, menos que na semana passada.', 'Mean wait of 2 min, less than last week.']) },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: p(['Dia', 'Day']), action: 'chart.show', value: 'day' },
          { kind: 'button', label: p(['Semana', 'Week']), action: 'chart.show', value: 'week' },
          { kind: 'button', label: 'CSV', action: 'csv.start', value: value.slice(0, bar) },
          {
            kind: 'search',
            label: p(['Agentes', 'Agents']),
            action: 'chart.agents',
            state: value.slice(0, bar),
            chosen,
            options: AGENTS.slice(0, 8),
          },
        ],
      },
      foot(language),
    ],
  };
}

export function todayChart(language: Language): Chart {
  const p = picker(language);
  return {
    type: 'bar',
    title: p(['Atendimentos por canal e estado, 22 de nov.', 'Conversations by channel and state, 22 Nov']),
    alt: p(['WhatsApp traz mais: 121 de 214 atendimentos', 'WhatsApp brings the most: 121 of 214 conversations']),
    categories: ['WhatsApp', 'Telegram', 'Facebook', 'Instagram', p(['Chat do site', 'Live chat'])],
    series: [
      { name: p(['concluídos', 'closed']), values: [80, 30, 20, 12, 10], hue: 'closed' },
      { name: p(['em atendimento', 'in service']), values: [41, 8, 6, 4, null], hue: 'in_service' },
    ],
    stacked: true,
    unit: 'count',
    language,
  };
}

export function todayCard(language: Language): Card {
  const p = picker(language);
  const rows = [
    ['WhatsApp', '121', '80', '41'],
    ['Telegram', '38', '30', '8'],
    ['Facebook', '26', '20', '6'],
    ['Instagram', '16', '12', '4'],
  ];
  return {
    title: p(['Hoje', 'Today']),
    blocks: [
      {
        kind: 'text',
        text: p(['214 atendimentos hoje; 152 concluídos (71%).', '214 conversations today; 152 closed (71%).']),
        tone: 'good',
      },
      { kind: 'chart', chart: todayChart(language) },
      {
        kind: 'table',
        caption: p(['Atendimentos por canal', 'Conversations by channel']),
        columns: [
          { label: p(['Canal', 'Channel']) },
          ...[p(['Total', 'Total']), p(['Concluídos', 'Closed']), p(['Abertos', 'Open'])].map((label) => ({
            label,
            align: 'end' as const,
          })),
        ],
        rows,
      },
      { kind: 'image', url: 'https://elsewhere.example/logo.png', alt: p(['Mapa de calor da semana', 'Heat map of the week']) },
      {
        kind: 'actions',
        controls: [{ kind: 'button', label: p(['Apagar o dia', 'Delete the day']), action: 'today.delete', style: 'danger' }],
      },
      foot(language),
    ],
  };
}

export function settingsCard(language: Language, idle: string, edited: boolean): Card {
  const p = picker(language);
  return {
    title: p(['Parâmetros', 'Parameters']),
    blocks: [
      ...(edited
        ? [{ kind: 'text', text: p(['Salvo. Vale a partir de agora.', 'Saved. It holds from now on.']), tone: 'good' } satisfies Block]
        : []),
      {
        kind: 'fields',
        fields: [
          { label: p(['Inativo após', 'Idle after']), value: `${idle} min` },
          { label: p(['Definido por', 'Set by']), value: { person: 'slack:U123', name: 'Ana Lima' } },
        ],
      },
      { kind: 'actions', controls: [{ kind: 'button', label: p(['Alterar', 'Change']), action: 'settings.edit', style: 'primary' }] },
    ],
  };
}

export function plainCard(title: string, text: string): Card {
  return { title, blocks: [{ kind: 'text', text }] };
}

function foot(language: Language, more?: string): Block {
  const p = picker(language);
  const parts = [
    more,
    p(['dom., 22 de nov., 14:37 · São Paulo', 'Sun, Nov 22, 14:37 · São Paulo']),
    p(['dados simulados', 'simulated data']),
  ];
  return { kind: 'context', text: parts.filter(Boolean).join(' · ') };
}
