/** The list of people: who has which role, and in which language they are answered. */
import { shortId } from '../called.ts';
import type { Configuration, PersonSetting } from '../../domain/configuration.ts';
import type { Card, ListRow } from '../../view/card.ts';
import type { MessageKey } from '../command.ts';
import type { Services } from '../services.ts';
import { formButton, listCard } from './list-card.ts';
import type { Section } from './section.ts';

/** The choice that leaves the language to the person's own client. */
export const OWN = 'own';
export const LANGUAGES: Readonly<Record<string, MessageKey>> = {
  [OWN]: 'people.language.own',
  'pt-BR': 'language.pt-BR',
  en: 'language.en',
};

/** A person of the list; `item` null for a first administrator of whom nothing is configured. */
interface Row {
  id: string;
  name: string | undefined;
  first: boolean;
  item: PersonSetting | null;
}

async function rowsOf({ people: configured }: Configuration, { people }: Services): Promise<Row[]> {
  const ids = [...new Set([...people.first, ...configured.map(({ id }) => id)])];
  const names = await people.names(ids);
  return ids
    .map((id) => ({
      id,
      name: names.get(id),
      first: people.first.includes(id),
      item: configured.find((one) => one.id === id) ?? null,
    }))
    .sort((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id));
}

function roleOf({ first, item }: Row): PersonSetting['role'] {
  return first || !item ? 'admin' : item.role;
}

function rowOf(row: Row, { t }: Services): ListRow {
  const { id, name, first, item } = row;
  const menu = [
    ...(item ? [formButton(t('settings.edit'), 'settings.person.edit', id)] : []),
    ...(item && !first ? [formButton(t('settings.remove'), 'settings.person.remove', id, 'danger')] : []),
  ];
  return {
    lead: name ?? shortId(id),
    facts: [
      first ? t('people.first') : t(`role.${roleOf(row)}`),
      t(LANGUAGES[item?.language ?? OWN] ?? 'people.language.own'),
      ...(name === undefined ? [] : [shortId(id)]),
    ],
    ...(menu.length > 0 && { menu }),
  };
}

/** Everyone with a role, by name. */
export async function peopleCard(
  _by: unknown,
  services: Services,
  { offset = 0, news }: Parameters<Section['card']>[2] = {},
): Promise<Card> {
  const { t } = services;
  const rows = await rowsOf(await services.settings.read(), services);
  const admins = rows.filter((row) => roleOf(row) === 'admin').length;
  return listCard(
    {
      name: 'people',
      title: t('people.title'),
      summary: rows.length > 0 ? t('people.summary', { count: rows.length, admins }) : t('people.nobody'),
      items: rows,
      row: (row) => rowOf(row, services),
      offset,
      news,
      buttons: [{ ...formButton(t('people.add'), 'settings.people.add', ''), style: 'primary' }],
      figures: {
        table: {
          columns: ['id', 'name', 'role', 'language', 'first'],
          rows: rows.map((row) => [row.id, row.name ?? null, roleOf(row), row.item?.language ?? null, String(row.first)]),
        },
      },
    },
    services,
  );
}
