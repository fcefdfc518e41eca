/** A change of a rule in words, for announcements, the audit and files. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { same } from '../../domain/configuration.ts';
import { shortId } from '../called.ts';
import type { MessageKey } from '../command.ts';
import type { Services } from '../services.ts';
import { conditionText, jobOf, thresholdText, watchHoursText } from './rule-words.ts';
import { amountText, spanText, unitOf, watchedName } from './watched-words.ts';

type Words = Pick<Services, 't' | 'format'>;
type Names = ReadonlyMap<string, string>;
type Said = (rule: AlertRule, names: Names, words: Words) => string;

const NOTHING = '–';

const span =
  (field: 'windowMs' | 'horizonMs' | 'forMs' | 'keepMs' | 'repeatMs' | 'escalateMs'): Said =>
  (rule, _names, words) =>
    rule[field] === 0 ? NOTHING : spanText(rule[field], words);
const amount =
  (field: 'clear' | 'floor'): Said =>
  (rule, _names, words) =>
    amountText(rule[field], unitOf(rule), words);
const number =
  (field: 'weeks' | 'minSample' | 'dailyCap'): Said =>
  (rule, _names, { format }) =>
    format.number(rule[field]);
const places =
  (field: 'targets' | 'escalateTo' | 'agents'): Said =>
  (rule, names, { format }) =>
    format.join(rule[field].map((id) => names.get(id) ?? (field === 'agents' ? id : shortId(id)))) || NOTHING;

/** Every field in the order of the form, with what it says. */
const FIELDS: readonly [field: keyof AlertRule, label: MessageKey, said: Said][] = [
  ['title', 'audit.field.title', ({ title }) => title],
  ['active', 'audit.field.active', ({ active }, _names, { t }) => t(active ? 'yes' : 'no')],
  ['kind', 'audit.field.kind', ({ kind }, _names, { t }) => t(`alerts.kind.${kind}`)],
  ['indicator', 'audit.field.indicator', ({ indicator }, _names, words) => (indicator === null ? NOTHING : watchedName(indicator, words))],
  ['job', 'audit.field.job', ({ job }, _names, { t }) => (job === null ? NOTHING : t(`job.${jobOf(job)}`))],
  ['operator', 'audit.field.operator', ({ operator }, _names, { t }) => t(`operator.choice.${operator}`)],
  ['threshold', 'audit.field.threshold', (rule, _names, words) => thresholdText(rule, words)],
  ['clear', 'audit.field.clear', amount('clear')],
  ['floor', 'audit.field.floor', amount('floor')],
  ['windowMs', 'audit.field.window', span('windowMs')],
  ['horizonMs', 'audit.field.horizon', span('horizonMs')],
  ['forMs', 'audit.field.for', span('forMs')],
  ['keepMs', 'audit.field.keep', span('keepMs')],
  ['weeks', 'audit.field.weeks', number('weeks')],
  [
    'department',
    'audit.field.department',
    ({ department }, names, { t }) => (department === null ? t('department.all') : (names.get(department) ?? department)),
  ],
  ['channel', 'audit.field.channel', ({ channel }, _names, { t }) => t(channel === null ? 'alerts.channel.all' : `channel.${channel}`)],
  ['agents', 'audit.field.agents', places('agents')],
  ['severity', 'audit.field.severity', ({ severity }, _names, { t }) => t(`severity.${severity}`)],
  ['minSample', 'audit.field.minSample', number('minSample')],
  ['noData', 'audit.field.noData', ({ noData }, _names, { t }) => t(`alerts.nodata.${noData}`)],
  ['hours', 'audit.field.hours', (rule, _names, words) => watchHoursText(rule, words) || words.t('alerts.hours.always')],
  ['targets', 'audit.field.targets', places('targets')],
  ['mention', 'audit.field.mention', ({ mention }, names, { t }) => mentionText(mention, names, t)],
  ['repeatMs', 'audit.field.repeat', span('repeatMs')],
  ['escalateMs', 'audit.field.escalateAfter', span('escalateMs')],
  ['escalateTo', 'audit.field.escalateTo', places('escalateTo')],
  ['dailyCap', 'audit.field.dailyCap', number('dailyCap')],
];

function mentionText(mention: string | null, names: Names, t: Words['t']): string {
  if (mention === null) return t('alerts.mention.nobody');
  return mention === 'channel' ? t('alerts.mention.channel') : (names.get(mention) ?? shortId(mention));
}

/** From what to what, field by field; of a new rule when it fires and whom it tells. */
export function ruleLines(from: AlertRule | null, to: AlertRule | null, names: Names, words: Words): string[] {
  const { t } = words;
  if (!to) return [t('audit.removed')];
  if (!from) {
    const tells = to.targets.length > 0 ? [`${t('audit.field.targets')}: ${places('targets')(to, names, words)}`] : [];
    return [t('audit.added'), conditionText(to, words), ...tells];
  }
  return FIELDS.flatMap(([field, label, said]) => {
    if (same(from[field], to[field])) return [];
    return [`${t(label)}: ${said(from, names, words)} → ${said(to, names, words)}`];
  });
}
