import { mayAct, type Role } from '../src/app/access.ts';
import { firingLine, openIncidents } from '../src/app/alerts/firing.ts';
import { panelCard } from '../src/app/cards/panel.ts';
import { type Command, type Request, replaced } from '../src/app/command.ts';
import { departmentIn, departmentOf } from '../src/app/department.ts';
import type { Services } from '../src/app/services.ts';
import { packState, unpackState } from '../src/app/state.ts';
import type { Named } from '../src/domain/events.ts';
import type { Block, Button, Card } from '../src/view/card.ts';

/** Where each role goes from here. */
function doors(role: Role | null, firing: number, { t }: Services): Button[] {
  const door = (label: string, action: string, value = ''): Button => ({ kind: 'button', label, action, value });
  const admin = [door(t('settings.title'), 'settings.open'), door(t('parameters.title'), 'settings.open', 'parameters')];
  return [
    door(t('today.title'), 'today.open'),
    door(t('chart.choose'), 'chart.open', packState({ k: 'c' })),
    door(t('history.title'), 'history.open'),
    door(firing > 0 ? `${t('alerts.title')} · ${firing}` : t('alerts.title'), 'alerts.open'),
    ...(mayAct(role, 'admin') ? admin : []),
  ];
}

async function homeCard(request: Request, services: Services, department?: Named): Promise<Card> {
  const [panel, { states }] = await Promise.all([panelCard(request, services, department, 'home'), services.alerts.board()]);
  const open = openIncidents({ states });
  const line = await firingLine(open, request.at, services);
  const controls = doors(request.person.role, open.length, services);
  const [first, ...rest] = panel.blocks;
  const blocks: Block[] = [...(first ? [first] : []), ...line, ...rest, { kind: 'divider' }, { kind: 'actions', controls }];
  return { ...panel, title: services.t('home.title'), blocks };
}

const again = async (request: Request & { value: string }, services: Services): Promise<ReturnType<typeof replaced>> =>
  replaced(await homeCard(request, services, await departmentOf(unpackState(request.value)['department'], services)));

/** `home`: the panel and the doors of a role, where a platform has a place for it: Slack's app home, the personal chat in Teams. */
export const home: Command = {
  name: 'home',
  aliases: ['inicio'],
  role: 'viewer',
  summary: 'home.summary',
  examples: ['home.example'],
  run: async (request, services) => homeCard(request, services, await departmentIn(request.args, services)),
  actions: { refresh: { run: again }, department: { run: again } },
};
