/** The templates as a card, by category and title. */
import type { Configuration, Template } from '../../domain/configuration.ts';
import { CHANNELS } from '../../domain/events.ts';
import type { Card, ListRow } from '../../view/card.ts';
import type { Author, Services } from '../services.ts';
import { categoryLabel } from './categories-card.ts';
import { formButton, listCard } from './list-card.ts';
import type { Section } from './section.ts';
import { brief } from './text-change.ts';

function row({ id, title, category, channels, body, active }: Template, { categories }: Configuration, { t, format }: Services): ListRow {
  const own = categories.find(({ code }) => code === category);
  const state = !active ? 'settings.inactive' : own?.active === false ? 'templates.category.inactive' : 'settings.active';
  const all = CHANNELS.every((one) => channels.includes(one));
  return {
    lead: title,
    facts: [
      own ? categoryLabel(own) : String(category),
      all ? t('templates.channels.all') : format.join(channels.map((one) => t(`channel.${one}`))),
      t(state),
    ],
    detail: brief(body),
    menu: [
      formButton(t('settings.edit'), 'settings.template.edit', id),
      { kind: 'button', label: t('templates.versions'), action: 'settings.template.versions', value: id },
      formButton(t('settings.remove'), 'settings.template.remove', id, 'danger'),
    ],
  };
}

/** All of them, by the code of their category, then by title. */
export async function templatesCard(
  _by: Author,
  services: Services,
  { offset = 0, news }: Parameters<Section['card']>[2] = {},
): Promise<Card> {
  const { t, settings } = services;
  const configuration = await settings.read();
  const items = [...configuration.templates].sort((a, b) => a.category - b.category || a.title.localeCompare(b.title));
  const active = items.filter((one) => one.active).length;
  return listCard(
    {
      name: 'templates',
      title: t('templates.title'),
      summary: items.length > 0 ? t('templates.count', { count: items.length, active }) : t('templates.none'),
      items,
      row: (one) => row(one, configuration, services),
      offset,
      news,
      buttons: [
        { ...formButton(t('templates.add'), 'settings.templates.add', ''), style: 'primary' },
        { kind: 'button', label: t('categories.title'), action: 'settings.categories', value: '' },
      ],
      figures: {
        table: {
          columns: ['id', 'category', 'title', 'channels', 'active'],
          rows: items.map((one) => [one.id, one.category, one.title, one.channels.join(' '), one.active ? 'yes' : 'no']),
        },
      },
    },
    services,
  );
}
