/** A change in words: what, and from what to what; for announcements, the audit and files. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Change } from '../../domain/configuration.ts';
import { ruleLines } from '../alerts/told.ts';
import { shortId } from '../called.ts';
import type { MessageKey } from '../command.ts';
import { scheduleWords } from '../digests/words.ts';
import type { Services } from '../services.ts';
import { toldExport } from './audit-words.ts';
import { toldSent } from './sent-words.ts';
import { parameterOf, parameterText } from './values.ts';

type Words = Pick<Services, 't' | 'format'>;

/** What ids are called; those that are missing stand as they are. */
export type Names = ReadonlyMap<string, string>;

export interface Told {
  /** `Idle after`, `Department Suporte`. */
  subject: string;
  /** `5 min → 6 min`, `limit: 3 → 4`, `added`. */
  lines: string[];
}

const KINDS: Readonly<Record<string, MessageKey>> = {
  agent: 'audit.agent',
  department: 'audit.department',
  category: 'audit.category',
  template: 'audit.template',
  person: 'audit.person',
  alert: 'audit.alert',
  digest: 'audit.digest',
};

const FIELDS: Readonly<Record<string, MessageKey>> = {
  limit: 'audit.field.limit',
  person: 'audit.field.person',
  active: 'audit.field.active',
  members: 'audit.field.members',
  code: 'audit.field.code',
  title: 'audit.field.title',
  type: 'audit.field.type',
  category: 'audit.field.category',
  channels: 'audit.field.channels',
  body: 'audit.field.body',
  role: 'audit.field.role',
  language: 'audit.field.language',
  schedule: 'audit.field.schedule',
  timeZone: 'audit.field.timeZone',
  businessDays: 'audit.field.businessDays',
  parts: 'audit.field.parts',
  department: 'audit.field.department',
  targets: 'audit.field.targets',
};

/** Words of people's own, and codes: neither translated nor formatted. */
const AS_THEY_ARE = new Set(['title', 'body', 'code', 'category']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A change as people read it. `names` of agents, departments and people by id. */
export function told({ what, from, to }: Change, names: Names, words: Words): Told {
  const { t } = words;
  const dot = what.indexOf('.');
  const [kind, key] = [what.slice(0, dot), what.slice(dot + 1)];
  const spec = kind === 'parameter' ? parameterOf(key) : undefined;
  if (spec) {
    const said = (value: unknown): string => (value === null ? '–' : parameterText(spec, value, words));
    return { subject: t(`parameter.${spec.id}`), lines: [`${said(from)} → ${said(to)}`] };
  }
  if (kind === 'export' && isObject(to)) return toldExport(key, to, words);
  if (kind === 'sent' && isObject(to)) return toldSent(key, to, words);
  const known = KINDS[kind];
  const subject = known ? t(known, { name: nameOf(kind, key, isObject(to) ? to : from, names) }) : what;
  if (kind === 'alert') return { subject, lines: ruleLines(from as AlertRule | null, to as AlertRule | null, names, words) };
  return { subject, lines: linesOf(from, to, names, words) };
}

/** A category and a template by their title, anything else by its name. */
function nameOf(kind: string, key: string, item: unknown, names: Names): string {
  const title = isObject(item) && typeof item['title'] === 'string' ? item['title'] : undefined;
  if (kind === 'category') return [key, title].filter(Boolean).join(' · ');
  return title ?? names.get(key) ?? (kind === 'person' ? shortId(key) : key);
}

function isAsItIs(name: string, value: unknown): value is string | number {
  return AS_THEY_ARE.has(name) && (typeof value === 'string' || typeof value === 'number') && value !== '';
}

function linesOf(from: unknown, to: unknown, names: Names, words: Words): string[] {
  const { t } = words;
  if (!isObject(to)) return isObject(from) ? [t('audit.removed')] : [`${text(from, names, words)} → ${text(to, names, words)}`];
  const before = isObject(from) ? from : {};
  const fields = Object.keys({ ...before, ...to }).filter((name) => FIELDS[name]);
  const lines = fields.flatMap((name) => {
    const label = FIELDS[name];
    const said = (value: unknown): string => {
      if (name === 'schedule' && typeof value === 'string') return scheduleWords(value, words);
      return isAsItIs(name, value) ? String(value) : text(value, names, words);
    };
    const [old, current] = [said(before[name]), said(to[name])];
    if (!label || old === current) return [];
    return [isObject(from) ? `${t(label)}: ${old} → ${current}` : `${t(label)}: ${current}`];
  });
  return isObject(from) ? lines : [t('audit.added'), ...lines.filter((line) => !line.endsWith(': –'))];
}

function text(value: unknown, names: Names, words: Words): string {
  const { t, format } = words;
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return format.number(value);
  if (Array.isArray(value)) return value.map((one) => text(one, names, words)).join(', ') || '–';
  if (typeof value !== 'string') return JSON.stringify(value);
  return WORDS[value] ? t(WORDS[value]) : (names.get(value) ?? value);
}

/** Values that have words of their own. */
const WORDS: Readonly<Record<string, MessageKey>> = {
  viewer: 'role.viewer',
  supervisor: 'role.supervisor',
  admin: 'role.admin',
  'pt-BR': 'language.pt-BR',
  en: 'language.en',
  protocol_update: 'category.type.protocol_update',
  whatsapp: 'channel.whatsapp',
  telegram: 'channel.telegram',
  facebook: 'channel.facebook',
  instagram: 'channel.instagram',
  livechat: 'channel.livechat',
  other: 'channel.other',
  now: 'digest.part.now',
  queue: 'digest.part.queue',
  today: 'digest.part.today',
  yesterday: 'digest.part.yesterday',
  week: 'digest.part.week',
  channels: 'digest.part.channels',
  metrics: 'digest.part.metrics',
  agents: 'digest.part.agents',
  alerts: 'digest.part.alerts',
};

/** The names of everyone and everything that changes speak of. */
export async function namesIn(changes: readonly Change[], { known, people }: Pick<Services, 'known' | 'people'>): Promise<Names> {
  const kinds = new Set(changes.map(({ what }) => what.slice(0, what.indexOf('.'))));
  const needs = (...some: string[]): boolean => some.some((one) => kinds.has(one));
  const [agents, departments] = await Promise.all([
    needs('agent', 'department', 'alert') ? known.agents() : [],
    needs('department', 'alert', 'digest') ? known.departments() : [],
  ]);
  const persons = changes.flatMap(({ what, from, to }) => [what.slice(what.indexOf('.') + 1), ...[from, to].flatMap(peopleIn)]);
  const called = needs('person', 'agent', 'alert', 'digest') ? await people.names(persons) : new Map<string, string>();
  return new Map([...[...agents, ...departments].flatMap(({ id, name }) => (name ? [[id, name] as const] : [])), ...called]);
}

/** The people and channels of a chat that an item names. */
function peopleIn(item: unknown): string[] {
  if (!isObject(item)) return [];
  return [item['person'], item['targets'], item['escalateTo'], item['mention']].flat().filter((one) => typeof one === 'string');
}
