/** What is needed to act: how the desk stands where the alert is, and who has waited longest. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Incident } from '../../domain/alert-state.ts';
import { LIVE_LISTS, type LiveList, type LiveRow } from '../../domain/desk.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Block, Span } from '../../view/card.ts';
import { contactName } from '../cards/contact.ts';
import { valuesOf } from '../cards/panel.ts';
import { reasonText } from '../cards/reason.ts';
import type { NowPanel } from '../services.ts';
import { type Sight, stateOf } from './sight.ts';

/** Conversations that are told one by one, and rows that are looked through for them where a rule is about a part of a list. */
const MOST_WORST = 3;
const MOST_LOOKED = 300;
const HOUR_MS = 3_600_000;

/** The list whose rows stand behind an indicator. */
export function listBehind({ indicator }: Pick<AlertRule, 'indicator'>): LiveList | undefined {
  if (indicator === 'now.queue.longest') return 'queue';
  return LIVE_LISTS.find((list) => indicator === `now.${list}` || indicator === `now.${list}.size`);
}

/** The desk now, in the rule's department. */
export async function panelOf({ department }: Pick<AlertRule, 'department'>, { at, services }: Sight): Promise<NowPanel> {
  return services.desk.now(at, department ?? undefined);
}

/** One line: the queue and why it stands, who is online, how much comes and goes; of a mean or a share how many stand behind it. */
export async function factsLine(incident: Incident, panel: NowPanel, sight: Sight): Promise<string> {
  const { as } = incident;
  if (as.kind === 'job') return sight.services.t('alert.facts.job');
  const parts = watchedOf(as.indicator)?.sampled ? [sampleText(incident, sight)] : [];
  return [...parts, queueText(panel, sight), peopleText(panel, sight), await flowText(as, sight)].filter(Boolean).join(' · ');
}

/** `of 34 conversations`; empty where none stand behind it. */
function sampleText(incident: Incident, sight: Sight): string {
  const n = stateOf(incident, sight)?.n ?? null;
  return n === null ? '' : sight.services.t('alert.facts.sample', { count: n });
}

function queueText(panel: NowPanel, { at, parameters, services }: Sight): string {
  const { t, format } = services;
  const size = valuesOf(panel.indicators)('now.queue.size') ?? 0;
  const [worst] = panel.queues;
  if (!worst) return t('alert.facts.empty');
  return t('queue.department', { count: size, wait: format.duration(worst.longest), reason: reasonText(worst, at, parameters, services) });
}

function peopleText({ indicators, queues }: NowPanel, { services: { t } }: Sight): string {
  const value = valuesOf(indicators);
  const online = value('now.agents.online') ?? 0;
  const reason = queues[0]?.reason.kind;
  // The queue's reason says already that nobody is, that all of them are at the limit, or how much room there is.
  if (reason === 'nobody_online' || reason === 'at_limit') return '';
  const free = reason === 'free' ? [] : [t('now.capacity', { count: value('now.capacity.free') ?? 0 })];
  return [t('now.agents.online', { count: online }), ...free].join(' · ');
}

/** What came and what was answered in the last hour. */
async function flowText({ department, channel, agents }: AlertRule, { at, services }: Sight): Promise<string> {
  const from = new Date(at.getTime() - HOUR_MS);
  const part = { department: department ?? undefined, channel: channel ?? undefined, agents };
  const { total } = await services.periods.measure({ ...part, from, to: new Date(at.getTime() + 1), at, percentiles: 'none' });
  return services.t('alert.facts.flow', { opened: total.opened, answered: total.answered });
}

/** Those who have waited longest, each a link; nothing for indicators without such rows. */
export async function worstBlocks({ as }: Incident, sight: Sight): Promise<Block[]> {
  const list = listBehind(as);
  if (!list) return [];
  const { at, services } = sight;
  const isPart = as.channel !== null || as.agents.length > 0;
  const limit = isPart ? MOST_LOOKED : MOST_WORST;
  const { rows } = await services.desk.list(list, at, { department: as.department ?? undefined, offset: 0, limit });
  const worst = rows.filter((row) => isWithin(row, as)).slice(0, MOST_WORST);
  if (worst.length === 0) return [];
  const heading = services.t(list === 'queue' ? 'alert.worst.queue' : 'alert.worst');
  return [{ kind: 'text', text: [{ bold: heading }, ...worst.flatMap((row) => ['\n• ', ...worstLine(row, as, sight)])] }];
}

function isWithin({ channel, agent }: LiveRow, as: AlertRule): boolean {
  return (as.channel === null || as.channel === channel) && (as.agents.length === 0 || (agent !== null && as.agents.includes(agent.id)));
}

function worstLine({ contact, url, channel, department, since }: LiveRow, as: AlertRule, { at, parameters, services }: Sight): Span[] {
  const { t, format } = services;
  const name = contactName(contact, parameters, services);
  const where = as.department === null && department ? [department.name ?? department.id] : [];
  const facts = [t(`channel.${channel}`), ...where, format.duration(Math.max(0, at.getTime() - since.getTime()))];
  return [url ? { link: name, url } : name, ` · ${facts.join(' · ')}`];
}
