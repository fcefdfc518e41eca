/** The hub: what is configured, a door to each part, and what was changed last. */
import type { Button, Card, Field } from '../../view/card.ts';
import { whoText } from '../called.ts';
import type { Services } from '../services.ts';
import { namesIn, told } from './words.ts';

/** Changes that the hub tells. */
const LAST = 3;

/** The card; every number is the door behind it. */
export async function hubCard(services: Services): Promise<Card> {
  const { t, settings, audit } = services;
  const [{ agents, departments, categories, templates, people, alerts, digests }, recent] = await Promise.all([
    settings.read(),
    audit.entries({ limit: LAST }),
  ]);
  const active = (items: readonly { active: boolean }[]): number => items.filter((one) => one.active).length;
  const counts: [string, number, string][] = [
    [t('agents.linked.title'), agents.length, 'settings.agents'],
    [t('departments.title'), active(departments), 'settings.departments'],
    [t('templates.title'), active(templates), 'settings.templates'],
    [t('categories.title'), active(categories), 'settings.categories'],
    [t('people.title'), people.length, 'settings.people'],
  ];
  const watching: [string, number, string][] = [
    [t('alerts.title'), active(alerts), 'alerts.list'],
    [t('digests.title'), active(digests), 'digests.list'],
  ];
  const door = ([label, count, action]: [string, number, string]): Button => ({
    kind: 'button',
    label: `${label} · ${count}`,
    action,
    value: '',
  });
  return {
    title: t('settings.title'),
    blocks: [
      { kind: 'text', text: t('settings.intro') },
      ...(recent.length > 0 ? [{ kind: 'fields' as const, fields: [await lastChanges(recent, services)] }] : []),
      { kind: 'actions', controls: counts.map(door) },
      {
        kind: 'actions',
        controls: [
          ...watching.map(door),
          { kind: 'button', label: t('parameters.title'), action: 'settings.parameters', value: '', style: 'primary' },
          { kind: 'button', label: t('audit.title'), action: 'settings.audit', value: '' },
        ],
      },
    ],
    figures: {
      table: {
        columns: ['part', 'count'],
        rows: [...counts, ...watching].map(([, count, action]) => [action.replace(/^settings\.|\.list$/, ''), count]),
      },
    },
  };
}

async function lastChanges(entries: Awaited<ReturnType<Services['audit']['entries']>>, services: Services): Promise<Field> {
  const { t, format, people } = services;
  const [names, called, { timeZone }] = await Promise.all([
    namesIn(entries, services),
    people.names(entries.map(({ by }) => by)),
    services.parameters(),
  ]);
  const lines = entries.map((entry) => {
    const { subject } = told(entry, names, services);
    return t('settings.last.line', { moment: format.moment(entry.at, timeZone), who: whoText(entry.by, called, services), what: subject });
  });
  return { label: t('settings.last'), value: lines.join('\n') };
}
