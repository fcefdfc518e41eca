/** The form of a template: what it says, where it may be used, and how it will look. */
import { randomUUID } from 'node:crypto';
import { type Category, type Configuration, itemOf, type Template, withItem } from '../../domain/configuration.ts';
import { type Channel, CHANNELS } from '../../domain/events.ts';
import { LONGEST } from '../../domain/problems.ts';
import type { Option } from '../../view/card.ts';
import type { FormValues } from '../../view/form.ts';
import { replaced } from '../command.ts';
import { isOn, listOf, textOf } from '../forms/draft.ts';
import type { Editor } from '../forms/editor.ts';
import type { Services } from '../services.ts';
import { savedBlocks } from './announce.ts';
import { categoryLabel } from './categories-card.ts';
import { PLACEHOLDER_WORDS, previewedOption, templatePreview } from './template-preview.ts';
import { templatesCard } from './templates-card.ts';

export const TEMPLATE = 'template';
/** Pushes the form of a category. */
export const NEW_CATEGORY = 'template.category';

/** Those to choose from: the active ones, and the one that is chosen. */
function categoryOptions({ categories }: Configuration, chosen: string, { t }: Services): Option[] {
  const offered = categories.filter(({ active, code }: Category) => active || String(code) === chosen);
  return offered.map((one) => ({
    label: one.active ? categoryLabel(one) : `${categoryLabel(one)} (${t('categories.inactive')})`,
    value: String(one.code),
  }));
}

/** Channels in their own order; what is none stays at the end, for the rules to refuse. */
function inOrder(chosen: string[]): Channel[] {
  const known = CHANNELS.filter((one) => chosen.includes(one));
  return [...known, ...chosen.filter((one) => !known.some((channel) => channel === one))] as Channel[];
}

/** A version's values, as the form shows them; undefined for what is no template. */
export function templateValues(version: unknown): FormValues | undefined {
  if (typeof version !== 'object' || version === null) return undefined;
  const { title, category, channels, body, active } = version as Partial<Template>;
  if (typeof title !== 'string' || typeof body !== 'string' || !Array.isArray(channels)) return undefined;
  return { title, category: String(category ?? ''), channels: channels.map(String), body, active: active === true };
}

export const templateEditor: Editor<Template> = {
  name: TEMPLATE,
  command: 'settings',
  read: (configuration, key) => itemOf(configuration, 'templates', key),
  values: (item, { configuration }) => {
    const [first] = configuration.categories.filter(({ active }) => active);
    return {
      // Chosen when the form is opened: however often it is sent, it makes one template.
      id: item?.id ?? randomUUID().replaceAll('-', '').slice(0, 12),
      title: item?.title ?? '',
      category: String(item?.category ?? first?.code ?? ''),
      channels: item?.channels ?? [...CHANNELS],
      body: item?.body ?? '',
      active: item?.active ?? true,
    };
  },
  draw: async ({ key, values, previewed }, { configuration, services, by }) => {
    const { t } = services;
    const categories = categoryOptions(configuration, textOf(values['category']), services);
    const [body, conversation, category] = [String(values['body'] ?? ''), textOf(values['conversation']), textOf(values['category'])];
    return {
      title: t(key === '' ? 'templates.add' : 'templates.edit'),
      submitLabel: t(key === '' ? 'settings.add' : 'form.save'),
      blocks: [
        {
          kind: 'text',
          name: 'title',
          label: t('audit.field.title'),
          required: true,
          value: textOf(values['title']),
          maxLength: LONGEST.title,
        },
        {
          kind: 'select',
          name: 'category',
          label: t('audit.field.category'),
          required: true,
          value: category || undefined,
          options: categories,
        },
        ...(categories.length === 0 ? [{ kind: 'section' as const, text: t('templates.category.none') }] : []),
        { kind: 'buttons', buttons: [{ label: t('categories.add'), action: `settings.${NEW_CATEGORY}` }] },
        {
          kind: 'several',
          name: 'channels',
          label: t('audit.field.channels'),
          required: true,
          value: listOf(values['channels']),
          options: CHANNELS.map((one) => ({ label: t(`channel.${one}`), value: one })),
        },
        {
          kind: 'text',
          name: 'body',
          label: t('audit.field.body'),
          hint: t('templates.body.hint', { placeholders: PLACEHOLDER_WORDS, max: LONGEST.body }),
          required: true,
          multiline: true,
          value: body,
          maxLength: LONGEST.body,
        },
        {
          kind: 'toggle',
          name: 'active',
          label: t('audit.field.active'),
          hint: t('templates.active.hint'),
          value: isOn(values['active']),
        },
        {
          kind: 'search',
          name: 'conversation',
          label: t('templates.preview.on'),
          hint: t('templates.preview.hint'),
          action: 'settings.conversation',
          options: [],
          value: await previewedOption(conversation, by.at, services),
        },
        { kind: 'buttons', buttons: [{ label: t('templates.preview'), action: `settings.${TEMPLATE}.preview` }] },
        ...(previewed ? await templatePreview(body, conversation, by.at, services) : []),
      ],
    };
  },
  parse: ({ values, base }, { services }) => {
    const category = textOf(values['category']);
    if (category === '') return { errors: { category: services.t('problem.required') } };
    return {
      item: {
        id: textOf(base['id']),
        title: textOf(values['title']),
        category: Number(category),
        channels: inOrder(listOf(values['channels'])),
        body: typeof values['body'] === 'string' ? values['body'].replaceAll('\r\n', '\n').trim() : '',
        active: isOn(values['active']),
      },
    };
  },
  write: (configuration, item) => withItem(configuration, 'templates', item),
  subject: (key) => (key === '' ? { kind: 'template' } : { subject: `template.${key}` }),
  done: async ({ changes }, request, services) =>
    replaced(await templatesCard(request, services, { news: await savedBlocks({}, changes, request, services) })),
};
