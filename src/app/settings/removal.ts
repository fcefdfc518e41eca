/** Forms that ask before something is removed, and say what it affects. */
import { type Configuration, itemOf, type ListName, type Lists, withoutItem } from '../../domain/configuration.ts';
import type { Block, Card, Rich } from '../../view/card.ts';
import { replaced, type SubmitRequest } from '../command.ts';
import type { Editor } from '../forms/editor.ts';
import type { Services } from '../services.ts';
import { savedBlocks } from './announce.ts';

export interface Removal<Name extends ListName> {
  list: Name;
  /** Its handlers: `settings.<name>.save`. */
  name: string;
  /** The command whose handlers these are, where that is not `settings`. */
  command?: string | undefined;
  title: (services: Services) => string;
  submitLabel: (services: Services) => string;
  /** What it affects, now. */
  effect: (item: Lists[Name], configuration: Configuration, services: Services, at: Date) => Promise<Rich> | Rich;
  /** What becomes of the configuration; without it the item goes. */
  write?: ((configuration: Configuration, item: Lists[Name]) => Configuration) | undefined;
  /** The list afterwards. */
  card: (request: SubmitRequest, services: Services, news: Block[]) => Promise<Card>;
  subject: (key: string) => string;
}

/** A form without inputs, whose submit removes. Somebody who changed the item meanwhile is told of first. */
export function removal<Name extends ListName>(of: Removal<Name>): Editor<Lists[Name]> {
  return {
    name: of.name,
    command: of.command ?? 'settings',
    read: (configuration, key) => itemOf(configuration, of.list, key),
    values: () => ({}),
    draw: async ({ key }, { configuration, services, by }) => {
      const item = itemOf(configuration, of.list, key);
      const text = item ? await of.effect(item, configuration, services, by.at) : services.t('settings.gone');
      return { title: of.title(services), submitLabel: of.submitLabel(services), danger: true, blocks: [{ kind: 'section', text }] };
    },
    parse: ({ item }) => ({ item: item as Lists[Name] }),
    write: (configuration, item, key) => (of.write ? of.write(configuration, item) : withoutItem(configuration, of.list, key)),
    removes: true,
    subject: (key) => ({ subject: of.subject(key) }),
    done: async ({ changes }, request, services) =>
      replaced(await of.card(request, services, await savedBlocks({}, changes, request, services))),
  };
}
