import { agents } from '../src/app/settings/agents.ts';
import { audit } from '../src/app/settings/audit.ts';
import { channelOptions } from '../src/app/settings/announce.ts';
import { categories } from '../src/app/settings/categories.ts';
import { departments } from '../src/app/settings/departments.ts';
import { hubCard } from '../src/app/settings/hub.ts';
import { parameters } from '../src/app/settings/parameters.ts';
import { people } from '../src/app/settings/people.ts';
import type { Section } from '../src/app/settings/section.ts';
import { templates } from '../src/app/settings/templates.ts';
import { type Action, type Command, opened, replaced } from '../src/app/command.ts';
import { fold } from '../src/app/dispatch.ts';
import { UserError } from '../src/app/errors.ts';

const SECTIONS: readonly Section[] = [agents, departments, categories, templates, parameters, people, audit];

/** The part of the settings that a word names. */
function sectionOf(word: string): Section {
  const wanted = fold(word);
  const found = SECTIONS.find(({ name, words }) => name === wanted || words.includes(wanted));
  if (!found)
    throw new UserError('settings.error.section', { word: word.slice(0, 40), known: SECTIONS.map(({ name }) => name).join(', ') });
  return found;
}

const hub: Action['run'] = async (_request, services) => replaced(await hubCard(services));

/** `settings [part]`: everything that an administrator configures, by part; all of it is audited. */
export const settings: Command = {
  name: 'settings',
  aliases: ['config'],
  role: 'admin',
  summary: 'settings.summary',
  examples: ['settings.example'],
  run: async (request, services) => {
    const [word, ...words] = request.args;
    return word === undefined ? hubCard(services) : sectionOf(word).card(request, services, { words });
  },
  actions: {
    open: {
      run: async (request, services) =>
        opened(request.value === '' ? await hubCard(services) : await sectionOf(request.value).card(request, services)),
    },
    hub: { run: hub },
    channel: { run: hub, search: (typed, services, { platform }) => channelOptions(typed, services, platform) },
    ...Object.assign({}, ...SECTIONS.map((section) => section.actions)),
  },
  submits: Object.assign({}, ...SECTIONS.map((section) => section.submits)),
};
