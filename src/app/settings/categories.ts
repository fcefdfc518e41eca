/** Categories of templates: their codes, which order them, and whether they are in use. */
import { itemOf } from '../../domain/configuration.ts';
import { type Action, replaced } from '../command.ts';
import { UserError } from '../errors.ts';
import { open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { changedAtOnce } from './at-once.ts';
import { categoriesCard as card, categoryLabel, templatesIn } from './categories-card.ts';
import { categoryEditor } from './category-form.ts';
import { removal } from './removal.ts';
import { listActions, type Section } from './section.ts';

const remove = removal({
  list: 'categories',
  name: 'category.remove',
  title: ({ t }) => t('categories.remove'),
  submitLabel: ({ t }) => t('settings.remove'),
  effect: (item, _configuration, { t }) => [{ bold: categoryLabel(item) }, ` ${t('categories.remove.effect')}`],
  card: (request, services, news) => card(request, services, { news }),
  subject: (key) => `category.${key}`,
});

/** For one that templates use: it cannot go, and is deactivated instead. */
const retire = removal({
  list: 'categories',
  name: 'category.retire',
  title: ({ t }) => t('categories.retire'),
  submitLabel: ({ t }) => t('settings.deactivate'),
  effect: (item, configuration, { t }) => [
    { bold: categoryLabel(item) },
    `\n${t('problem.category.used', { count: templatesIn(configuration, item.code) })}`,
  ],
  write: (configuration, { code }) => ({
    ...configuration,
    categories: configuration.categories.map((one) => (one.code === code ? { ...one, active: false } : one)),
  }),
  card: (request, services, news) => card(request, services, { news }),
  subject: (key) => `category.${key}`,
});

/** Asks before it goes; a used one is offered to be deactivated. */
const openRemoval: Action['run'] = async (request, services) => {
  const configuration = await services.settings.read();
  const item = itemOf(configuration, 'categories', request.value);
  const count = item ? templatesIn(configuration, item.code) : 0;
  if (item && count > 0 && !item.active) throw new UserError('categories.error.used', { count });
  return open(count > 0 ? retire : remove, request.value, request, services);
};

const switched =
  (active: boolean): Action['run'] =>
  async (request, services) => {
    const news = await changedAtOnce('categories', request.value, (one) => ({ ...one, active }), request, services);
    return replaced(await card(request, services, { news }));
  };

export const categories: Section = {
  name: 'categories',
  words: ['categorias'],
  card,
  actions: {
    ...listActions('categories', card),
    'categories.add': { run: (request, services) => open(categoryEditor, '', request, services) },
    'category.edit': { run: (request, services) => open(categoryEditor, request.value, request, services) },
    'category.remove': { run: openRemoval },
    'category.on': { run: switched(true) },
    'category.off': { run: switched(false) },
  },
  submits: { ...editorSubmits(categoryEditor), ...editorSubmits(remove), ...editorSubmits(retire) },
};
