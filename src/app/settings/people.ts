/** People: who may ask, act and configure, and in which language they are answered. */
import { shortId } from '../called.ts';
import { type Configuration, inOrder, itemOf, type PersonSetting, ROLES, withItem } from '../../domain/configuration.ts';
import type { FormBlock, FormErrors, FormValues } from '../../view/form.ts';
import { type Answer, replaced } from '../command.ts';
import { type Draft, textOf } from '../forms/draft.ts';
import { type Editor, open, type Sight } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import type { Services } from '../services.ts';
import { savedBlocks } from './announce.ts';
import { LANGUAGES, OWN, peopleCard } from './people-card.ts';
import { chosenPerson, personInput, personOptions, rememberChosen } from './person-search.ts';
import { removal } from './removal.ts';
import { listActions, type Section } from './section.ts';

const ADD = 'people.add';
const EDIT = 'person';
const REMOVE = 'person.remove';

function roleInput(values: FormValues, { t }: Services): FormBlock {
  const options = ROLES.map((role) => ({ label: t(`people.role.${role}`), value: role }));
  return { kind: 'select', name: 'role', label: t('audit.field.role'), required: true, options, value: textOf(values['role']) };
}

function languageInput(values: FormValues, { t }: Services): FormBlock {
  const options = Object.entries(LANGUAGES).map(([value, label]) => ({ label: t(label), value }));
  return { kind: 'select', name: 'language', label: t('audit.field.language'), required: true, options, value: textOf(values['language']) };
}

/** What was chosen of role and language; the rest of the person is given. */
function chosen(values: FormValues, id: string, { t }: Services): { item: PersonSetting; errors: FormErrors } {
  const [role, language] = [textOf(values['role']), textOf(values['language'])];
  const isRole = ROLES.some((one) => one === role);
  const isLanguage = Object.hasOwn(LANGUAGES, language);
  const errors: FormErrors = {
    ...(!isRole && { role: t(role === '' ? 'problem.required' : 'problem.role') }),
    ...(!isLanguage && { language: t(language === '' ? 'problem.required' : 'problem.language') }),
  };
  const item = { id, role, language: language === OWN ? null : language } as PersonSetting;
  return { item, errors };
}

/** Somebody who is not there yet. */
const add: Editor<PersonSetting> = {
  name: ADD,
  command: 'settings',
  read: () => undefined,
  values: () => ({ person: null, role: 'viewer', language: OWN }),
  draw: ({ values }, { services }) => {
    const { t } = services;
    const person = { name: 'person', label: t('people.person'), hint: t('people.person.hint'), required: true };
    return {
      title: t('people.add'),
      submitLabel: t('people.add.submit'),
      blocks: [personInput(person, values['person'], undefined), roleInput(values, services), languageInput(values, services)],
    };
  },
  parse: ({ values }, { configuration, services }) => {
    const { id, name = shortId(id) } = chosenPerson(values['person']);
    const { item, errors } = chosen(values, id, services);
    const taken = id === '' ? services.t('problem.required') : takenText(id, name, configuration, services);
    const all = { ...(taken !== undefined && { person: taken }), ...errors };
    return Object.keys(all).length > 0 ? { errors: all } : { item };
  },
  // Not in the place of whoever came there meanwhile: the rules then say that somebody stands there twice.
  write: (configuration, item) => ({ ...configuration, people: inOrder('people', [...configuration.people, item]) }),
  field: ({ field }) => (field === 'id' ? 'person' : field),
  subject: () => ({ kind: 'person' }),
  done: async ({ changes, draft }, request, services) => {
    await rememberChosen(chosenPerson(draft.values['person']), services);
    return replaced(await peopleCard(request, services, { news: await savedBlocks({}, changes, request, services) }));
  },
};

/** Why somebody cannot be added: they are there; undefined when they are not. */
function takenText(id: string, name: string, configuration: Configuration, { t, people }: Services): string | undefined {
  const there = itemOf(configuration, 'people', id);
  if (people.first.includes(id)) return t('people.error.first', { name });
  return there && t('people.error.there', { name, role: t(`role.${there.role}`) });
}

/** What somebody must know who changes their own role, or their own person. */
function ownWarning(key: string, { services, by }: Sight): FormBlock[] {
  return key === by.person.id ? [{ kind: 'section', text: { bold: services.t('people.self') } }] : [];
}

/** Whoever has just given up their role sees no list any more. */
function withoutRole({ t }: Services): Answer {
  return replaced({ title: t('people.title'), blocks: [{ kind: 'text', text: t('people.self.done') }] });
}

/** Role and language; of a first administrator the language alone. */
const edit: Editor<PersonSetting> = {
  name: EDIT,
  command: 'settings',
  read: (configuration, key) => itemOf(configuration, 'people', key),
  values: (item) => ({ role: item?.role ?? null, language: item?.language ?? OWN }),
  draw: async ({ key, values }, sight) => {
    const { services } = sight;
    const { t, people } = services;
    const name = (await people.names([key])).get(key);
    const first = people.first.includes(key);
    return {
      title: name ?? shortId(key),
      submitLabel: t('form.save'),
      blocks: [
        ...(first
          ? [{ kind: 'section' as const, text: t('people.first.hint') }]
          : [...ownWarning(key, sight), roleInput(values, services)]),
        languageInput(values, services),
      ],
    };
  },
  parse: ({ key, values }: Draft, { services }) => {
    const { item, errors } = chosen(values, key, services);
    return Object.keys(errors).length > 0 ? { errors } : { item };
  },
  write: (configuration, item) => withItem(configuration, 'people', item),
  subject: (key) => ({ subject: `person.${key}` }),
  done: async ({ item, changes }, request, services) => {
    if (item.id === request.person.id && item.role !== 'admin' && !services.people.first.includes(item.id)) return withoutRole(services);
    return replaced(await peopleCard(request, services, { news: await savedBlocks({}, changes, request, services) }));
  },
};

const removing = removal({
  list: 'people',
  name: REMOVE,
  title: ({ t }) => t('people.remove'),
  submitLabel: ({ t }) => t('settings.remove'),
  effect: async ({ id, role }, _configuration, { t, people }) => {
    const name = (await people.names([id])).get(id) ?? shortId(id);
    return [{ bold: name }, ` (${t(`role.${role}`)}) ${t('people.remove.effect')}`];
  },
  card: (request, services, news) => peopleCard(request, services, { news }),
  subject: (key) => `person.${key}`,
});

const remove: Editor<PersonSetting> = {
  ...removing,
  draw: async (draft, sight) => {
    const drawn = await removing.draw(draft, sight);
    return { ...drawn, blocks: [...ownWarning(draft.key, sight), ...drawn.blocks] };
  },
  done: async (saved, request, services) =>
    saved.draft.key === request.person.id ? withoutRole(services) : removing.done(saved, request, services),
};

export const people: Section = {
  name: 'people',
  words: ['pessoas', 'person', 'pessoa', 'roles', 'papeis'],
  card: peopleCard,
  actions: {
    ...listActions('people', peopleCard),
    'people.add': { run: (request, services) => open(add, '', request, services) },
    person: {
      run: async (request, services) => replaced(await peopleCard(request, services)),
      search: (typed, services, { platform }) => personOptions(typed, services, platform),
    },
    'person.edit': { run: (request, services) => open(edit, request.value, request, services) },
    'person.remove': { run: (request, services) => open(remove, request.value, request, services) },
  },
  submits: { ...editorSubmits(add), ...editorSubmits(edit), ...editorSubmits(remove) },
};
