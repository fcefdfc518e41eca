/** `alerts gallery`: ready rules, each with what it would have done over the last seven days. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { PRESETS, type PresetId, presetOf } from '../../domain/presets.ts';
import { WATCHED } from '../../domain/watched.ts';
import type { Card, ListRow } from '../../view/card.ts';
import type { Preview, Services } from '../services.ts';
import { formButton } from '../settings/list-card.ts';
import { previewCard, previewText } from './preview.ts';
import { type Called, calledIn, ruleFacts } from './rule-words.ts';

/** Times that a row tells one by one. */
const MOST_TOLD = 1;

/** A ready rule as it would be added. */
export async function readyRule(id: PresetId, services: Services): Promise<AlertRule> {
  return { id: `preset-${id}`, title: services.t(`preset.${id}`), ...presetOf(id, await services.parameters()) };
}

/** What came over the wire as a ready rule's id; undefined for none. */
export function presetIdOf(value: string): PresetId | undefined {
  return PRESETS.find((one) => one === value);
}

export async function galleryCard(at: Date, isAdmin: boolean, services: Services): Promise<Card> {
  const { t, alerts } = services;
  const rules = await Promise.all(PRESETS.map((id) => readyRule(id, services)));
  const [called, { timeZone }] = await Promise.all([calledIn(services), services.parameters()]);
  const previews: Preview[] = [];
  // One after another: each plays a week, and people ask other things meanwhile.
  for (const rule of rules) previews.push(await alerts.preview(rule, at));
  const rows = PRESETS.map((id, index): ListRow => {
    const [rule, preview] = [rules[index], previews[index]];
    return rule && preview
      ? rowOf(id, rule, previewText(rule, preview, timeZone, services, MOST_TOLD), called, isAdmin, services)
      : { lead: id, facts: [] };
  });
  return {
    title: t('alerts.gallery.title'),
    blocks: [
      { kind: 'text', text: t('alerts.gallery.intro', { count: WATCHED.length }) },
      { kind: 'list', rows },
      {
        kind: 'actions',
        controls: [
          ...(isAdmin ? [formButton(t('alerts.add'), 'alerts.add', '')] : []),
          { kind: 'button', label: t('alerts.title'), action: 'alerts.list', value: '' },
        ],
      },
    ],
    foot: [t('alerts.preview.foot')],
    figures: {
      table: {
        columns: ['preset', 'indicator', 'threshold', 'times'],
        rows: PRESETS.map((id, index) => [
          id,
          rules[index]?.indicator ?? null,
          rules[index]?.threshold ?? null,
          previews[index]?.incidents.length ?? null,
        ]),
      },
    },
  };
}

function rowOf(id: PresetId, rule: AlertRule, tried: string, called: Called, isAdmin: boolean, services: Services): ListRow {
  const { t } = services;
  return {
    lead: rule.title,
    facts: [...ruleFacts(rule, called, services), t(`severity.${rule.severity}`)],
    detail: tried,
    menu: [
      ...(isAdmin ? [formButton(t('alerts.use'), 'alerts.use', id)] : []),
      { kind: 'button', label: t('alerts.preview'), action: 'alerts.ready', value: id },
    ],
  };
}

/** A ready rule's preview. */
export async function readyCard(id: PresetId, at: Date, services: Services): Promise<Card> {
  return previewCard(await readyRule(id, services), at, false, services);
}
