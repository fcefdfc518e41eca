import { csvButton } from '../src/app/cards/file.ts';
import { liveFigures, liveRow, PAGE, pageButtons, pageFoot } from '../src/app/cards/live.ts';
import { departmentName, reasonText } from '../src/app/cards/reason.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { departmentIn, departmentOf } from '../src/app/department.ts';
import type { Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import type { DepartmentQueue } from '../src/domain/desk.ts';
import type { Named } from '../src/domain/events.ts';
import type { Parameters } from '../src/domain/parameters.ts';
import type { Block, Card, Control, Span } from '../src/view/card.ts';

/** A line a department: how many wait, since when, and why. */
function why(queues: DepartmentQueue[], at: Date, parameters: Parameters, services: Services): Block[] {
  const { t, format } = services;
  const lines = queues.map((queue, index): Span[] => [
    ...(index > 0 ? ['\n'] : []),
    { bold: departmentName(queue, services) },
    ` ${t('queue.department', { count: queue.size, wait: format.duration(queue.longest), reason: reasonText(queue, at, parameters, services) })}`,
  ]);
  return lines.length > 0 ? [{ kind: 'text', text: lines.flat() }] : [];
}

/** The departments to look at alone; none where there is but one. */
function choice(departments: readonly Named[], department: Named | undefined, { t }: Services): Control[] {
  if (departments.length < 2) return [];
  const options = [
    { label: t('department.all'), value: 'all' },
    ...departments.map(({ id, name }) => ({ label: name ?? id, value: packState({ department: id }) })),
  ];
  return [
    {
      kind: 'select',
      label: t('department.choose'),
      action: 'queue.page',
      options,
      selected: packState({ department: department?.id }) || 'all',
    },
  ];
}

async function queueCard(at: Date, services: Services, department: Named | undefined, offset: number): Promise<Card> {
  const { desk, t, format } = services;
  const [{ queues, ...page }, departments, parameters] = await Promise.all([
    desk.queue(at, { department: department?.id, offset, limit: PAGE }),
    desk.departments(),
    services.parameters(),
  ]);
  const longest = queues[0]?.longest ?? null;
  const held = { department: department?.id };
  const refresh: Control = { kind: 'button', label: t('refresh'), action: 'queue.page', value: packState({ ...held, offset }) };
  const blocks: Block[] =
    page.total === 0
      ? [{ kind: 'text', text: t('queue.empty'), tone: 'good' }]
      : [
          { kind: 'text', text: { bold: t('queue.headline', { count: page.total, wait: format.duration(longest) }) } },
          ...why(queues, at, parameters, services),
          { kind: 'divider' },
          {
            kind: 'list',
            rows: page.rows.map((row) => liveRow(department ? { ...row, department: null } : row, at, parameters, services)),
          },
        ];
  return {
    title: t('queue.title'),
    scope: department?.name ?? t('department.all'),
    blocks: [
      ...blocks,
      {
        kind: 'actions',
        controls: [
          ...pageButtons('queue.page', held, page, offset, services),
          ...choice(departments, department, services),
          ...(page.total > 0 ? [csvButton(['queue', department?.id].filter(Boolean).join(' '), at, services)] : []),
          refresh,
        ],
      },
    ],
    foot: pageFoot(page, offset, services),
    figures: {
      indicators: [
        { id: 'now.queue.size', value: page.total, unit: 'count' },
        { id: 'now.queue.longest', value: longest, unit: 'ms' },
      ],
      table: liveFigures(page, at),
    },
  };
}

/** `queue [department]`: who waits, for how long, per department, and why; the longest wait first. */
export const queue: Command = {
  name: 'queue',
  aliases: ['fila'],
  role: 'viewer',
  summary: 'queue.summary',
  examples: ['queue.example'],
  run: async ({ args, at }, services) => queueCard(at, services, await departmentIn(args, services), 0),
  actions: {
    open: {
      run: async ({ value, at }, services) =>
        opened(await queueCard(at, services, await departmentOf(unpackState(value)['department'], services), 0)),
    },
    page: {
      run: async ({ value, at }, services) => {
        const state = unpackState(value);
        return replaced(await queueCard(at, services, await departmentOf(state['department'], services), offsetOf(state['offset'])));
      },
    },
  },
};
