/** What holds at the planned minute: the desk as a whole, and who waits. */
import type { Field } from '../../view/card.ts';
import { liveRow } from '../cards/live.ts';
import { panelHeadline, valuesOf, type Values } from '../cards/panel.ts';
import { departmentName, reasonText } from '../cards/reason.ts';
import type { DigestTold, PartTold } from './told.ts';

/** Departments and conversations that are told one by one. */
const MOST_QUEUES = 4;
const MOST_ROWS = 3;

export async function nowPart(told: DigestTold): Promise<PartTold> {
  const { at, parameters, department, services } = told;
  const panel = await services.desk.now(at, department?.id);
  const value = valuesOf(panel.indicators);
  const said = panelHeadline(panel, value, at, parameters, services);
  return {
    heading: services.t('now.title'),
    said,
    live: true,
    under: said.text,
    blocks: [{ kind: 'fields', fields: fields(value, told) }],
  };
}

function fields(value: Values, { parameters, services }: DigestTold): Field[] {
  const { t, format } = services;
  const { idleMs } = parameters;
  const count = (id: string): number => value(id) ?? 0;
  const longest = value('now.queue.longest');
  const wait = longest === null ? [] : [`\n${t('digest.longest', { wait: format.duration(longest) })}`];
  return [
    {
      label: t('queue.title'),
      value: [format.number(count('now.queue.size')), ...wait],
      ...(longest !== null && { tone: longest > idleMs ? ('bad' as const) : ('warning' as const) }),
    },
    { label: t('now.awaiting.agents'), value: format.number(value('now.awaiting.agents')) },
    {
      label: t('now.idle.agents', { idle: format.duration(idleMs) }),
      value: format.number(value('now.idle.agents')),
      ...(count('now.idle.agents') > 0 && { tone: 'bad' as const }),
    },
    {
      label: t('now.agents'),
      value: [
        t('now.agents.online', { count: count('now.agents.online') }),
        `\n${t('now.capacity', { count: count('now.capacity.free') })}`,
      ],
    },
  ];
}

/** Each queue in a line, and the conversations that wait longest. */
export async function queuePart({ at, parameters, department, services }: DigestTold): Promise<PartTold> {
  const { t, format, desk } = services;
  const { total, rows, queues } = await desk.queue(at, { department: department?.id, offset: 0, limit: MOST_ROWS });
  const longest = queues[0]?.longest ?? 0;
  if (total === 0)
    return { heading: t('queue.title'), said: { text: t('queue.empty'), tone: 'good' }, live: true, under: t('queue.empty'), blocks: [] };
  const lines = queues.slice(0, MOST_QUEUES).flatMap((queue, index) => {
    const reason = reasonText(queue, at, parameters, services);
    const words = { count: queue.size, wait: format.duration(queue.longest), reason };
    return [...(index > 0 ? ['\n'] : []), { bold: departmentName(queue, services) }, ` ${t('queue.department', words)}`];
  });
  const more = queues.length - MOST_QUEUES;
  const headline = t('queue.headline', { count: total, wait: format.duration(longest) });
  return {
    heading: t('queue.title'),
    said: { text: { bold: headline }, tone: longest > parameters.idleMs ? 'bad' : 'warning' },
    live: true,
    under: headline,
    blocks: [
      { kind: 'text', text: more > 0 ? [...lines, `\n${t('digest.queues.more', { count: more })}`] : lines },
      {
        kind: 'list',
        rows: rows.map((row) => liveRow(department ? { ...row, department: null } : row, at, parameters, services)),
      },
    ],
  };
}
