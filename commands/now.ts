import { csvButton } from '../src/app/cards/file.ts';
import { liveFigures, liveRow, PAGE, pageButtons, pageFoot } from '../src/app/cards/live.ts';
import { panelCard } from '../src/app/cards/panel.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { departmentIn, departmentOf } from '../src/app/department.ts';
import type { Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import { LIVE_LISTS, type LiveList } from '../src/domain/desk.ts';
import type { Card, Control } from '../src/view/card.ts';

function listOf(value: string | undefined): LiveList {
  return LIVE_LISTS.find((list) => list === value) ?? 'idle.agents';
}

/** The rows behind one of the panel's counts. */
async function listCard(state: Record<string, string | undefined>, at: Date, services: Services): Promise<Card> {
  const { desk, t, format } = services;
  const list = listOf(state['list']);
  const offset = offsetOf(state['offset']);
  const [department, parameters] = await Promise.all([departmentOf(state['department'], services), services.parameters()]);
  const page = await desk.list(list, at, { department: department?.id, offset, limit: PAGE });
  const held = { list, department: department?.id };
  const controls: Control[] = [
    ...pageButtons('now.page', held, page, offset, services),
    ...(page.total > 0 ? [csvButton(['now', list, department?.id].filter(Boolean).join(' '), at, services)] : []),
    { kind: 'button', label: t('refresh'), action: 'now.page', value: packState({ ...held, offset }) },
  ];
  return {
    title: t(`list.${list}`, { count: page.total, idle: format.duration(parameters.idleMs) }),
    scope: department?.name ?? t('department.all'),
    blocks: [
      page.total === 0
        ? { kind: 'text', text: t('list.empty'), tone: 'good' }
        : { kind: 'list', rows: page.rows.map((row) => liveRow(row, at, parameters, services)) },
      { kind: 'actions', controls },
    ],
    foot: pageFoot(page, offset, services),
    figures: { table: liveFigures(page, at) },
  };
}

/** `now [department]`: the real-time panel; every number is a door to its rows. */
export const now: Command = {
  name: 'now',
  aliases: ['agora'],
  role: 'viewer',
  summary: 'now.summary',
  examples: ['now.example', 'now.example.department'],
  run: async (request, services) => panelCard(request, services, await departmentIn(request.args, services)),
  actions: {
    open: {
      run: async (request, services) =>
        opened(await panelCard(request, services, await departmentOf(unpackState(request.value)['department'], services))),
    },
    refresh: {
      run: async (request, services) =>
        replaced(await panelCard(request, services, await departmentOf(unpackState(request.value)['department'], services))),
    },
    department: {
      run: async (request, services) =>
        replaced(await panelCard(request, services, await departmentOf(unpackState(request.value)['department'], services))),
    },
    list: { run: async ({ value, at }, services) => opened(await listCard(unpackState(value), at, services)) },
    page: { run: async ({ value, at }, services) => replaced(await listCard(unpackState(value), at, services)) },
  },
};
