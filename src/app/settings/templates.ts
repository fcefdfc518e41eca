/** Templates of communication: what may be sent to contacts, and what it was before. */
import { replaced } from '../command.ts';
import { open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { conversationOptions } from '../sending/found.ts';
import { removal } from './removal.ts';
import { listActions, type Section } from './section.ts';
import { templateCategorySubmits } from './template-category.ts';
import { templateEditor } from './template-form.ts';
import { versionActions } from './template-versions.ts';
import { templatesCard as card } from './templates-card.ts';
import { brief } from './text-change.ts';

const remove = removal({
  list: 'templates',
  name: 'template.remove',
  title: ({ t }) => t('templates.remove'),
  submitLabel: ({ t }) => t('settings.remove'),
  effect: ({ title, body }, _configuration, { t }) => [{ bold: title }, ` ${t('templates.remove.effect')}`, `\n${brief(body)}`],
  card: (request, services, news) => card(request, services, { news }),
  subject: (key) => `template.${key}`,
});

export const templates: Section = {
  name: 'templates',
  words: ['modelos', 'mensagens'],
  card,
  actions: {
    ...listActions('templates', card),
    'templates.add': { run: (request, services) => open(templateEditor, '', request, services) },
    'template.edit': { run: (request, services) => open(templateEditor, request.value, request, services) },
    'template.remove': { run: (request, services) => open(remove, request.value, request, services) },
    conversation: {
      run: async (request, services) => replaced(await card(request, services)),
      search: (typed, services, { at }) => conversationOptions(typed, at, services),
    },
    ...versionActions,
  },
  submits: { ...editorSubmits(templateEditor), ...templateCategorySubmits, ...editorSubmits(remove) },
};
