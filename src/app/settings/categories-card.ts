/** The categories of templates as a card, by their codes. */
import type { Category, Configuration } from '../../domain/configuration.ts';
import type { Button, Card, ListRow } from '../../view/card.ts';
import type { Author, Services } from '../services.ts';
import { formButton, listCard } from './list-card.ts';
import type { Section } from './section.ts';

/** How many templates stand in a category. */
export function templatesIn({ templates }: Configuration, code: number): number {
  return templates.filter(({ category }) => category === code).length;
}

/** `20 · Orders`. */
export function categoryLabel({ code, title }: Pick<Category, 'code' | 'title'>): string {
  return `${code} · ${title}`;
}

function row({ code, title, type, active }: Category, used: number, { t }: Services): ListRow {
  const menu = (label: string, action: string): Button => ({ kind: 'button', label, action, value: String(code) });
  return {
    lead: categoryLabel({ code, title }),
    facts: [
      t(`category.type.${type}`),
      t(active ? 'categories.active' : 'categories.inactive'),
      t('categories.templates', { count: used }),
    ],
    menu: [
      formButton(t('settings.edit'), 'settings.category.edit', String(code)),
      active ? menu(t('settings.deactivate'), 'settings.category.off') : menu(t('settings.activate'), 'settings.category.on'),
      formButton(t('settings.remove'), 'settings.category.remove', String(code), 'danger'),
    ],
  };
}

/** All of them, ordered by code. */
export async function categoriesCard(
  _by: Author,
  services: Services,
  { offset = 0, news }: Parameters<Section['card']>[2] = {},
): Promise<Card> {
  const { t, settings } = services;
  const configuration = await settings.read();
  const items = [...configuration.categories].sort((a, b) => a.code - b.code);
  const active = items.filter((one) => one.active).length;
  return listCard(
    {
      name: 'categories',
      title: t('categories.title'),
      summary: items.length > 0 ? t('categories.count', { count: items.length, active }) : t('categories.none'),
      items,
      row: (one) => row(one, templatesIn(configuration, one.code), services),
      offset,
      news,
      buttons: [
        { ...formButton(t('categories.add'), 'settings.categories.add', ''), style: 'primary' },
        { kind: 'button', label: t('templates.title'), action: 'settings.templates', value: '' },
      ],
      figures: {
        table: {
          columns: ['code', 'title', 'type', 'active', 'templates'],
          rows: items.map((one) => [one.code, one.title, one.type, one.active ? 'yes' : 'no', templatesIn(configuration, one.code)]),
        },
      },
    },
    services,
  );
}
