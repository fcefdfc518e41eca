/** What a template's placeholders stand for in a conversation: as it is sent, and as Vigia may show it. */
import type { Conversation } from '../../domain/conversation.ts';
import type { Language, Parameters } from '../../domain/parameters.ts';
import { filled, missingValues, type Placeholder, type PlaceholderValues } from '../../domain/template.ts';
import { translator } from '../../i18n/translate.ts';
import { contactText } from '../cards/contact.ts';
import type { Services } from '../services.ts';

/** A body filled for a conversation. */
export interface Filled {
  /** What goes to the contact. */
  text: string;
  /** The same as Vigia may show it: what reads like a telephone or an e-mail in the contact's name is hidden. */
  shown: string;
  /** Placeholders for which the conversation has nothing. */
  missing: Placeholder[];
}

type Told = Pick<Conversation, 'protocol' | 'contact' | 'agent' | 'department' | 'state'>;

const known = (text: string | undefined): string | null => text?.trim() || null;

/** The values; the state in the operation's language, which is the contact's. */
function valuesOf({ protocol, contact, agent, department, state }: Told, language: Language): PlaceholderValues {
  return {
    protocol: known(protocol),
    'contact.name': known(contact?.name),
    'agent.name': known(agent?.name),
    'department.name': known(department?.name),
    status: translator(language)(`conversation.${state}`),
  };
}

/** The body for a conversation. */
export function filledFor(body: string, conversation: Told, parameters: Pick<Parameters, 'language' | 'maskContacts'>): Filled {
  const values = valuesOf(conversation, parameters.language);
  const name = values['contact.name'];
  const masked = { ...values, 'contact.name': name && contactText(name, parameters) };
  return { text: filled(body, values), shown: filled(body, masked), missing: missingValues(body, values) };
}

/** `{{protocol}}` */
export function braced(name: string): string {
  return `{{${name}}}`;
}

/** What people must know beside a filled text. */
export function fillingNotes({ text, shown, missing }: Filled, { t, format }: Pick<Services, 't' | 'format'>): string[] {
  return [
    ...(missing.length > 0 ? [t('templates.preview.missing', { names: format.join(missing.map(braced)) })] : []),
    ...(shown === text ? [] : [t('templates.preview.masked')]),
  ];
}

/** A conversation that never was, for looking at a template without one. */
export function sampleConversation(language: Language): Told {
  const t = translator(language);
  return {
    protocol: '20261122-000123',
    contact: { id: 'sample', name: t('templates.sample.contact') },
    agent: { id: 'sample', name: t('templates.sample.agent') },
    department: { id: 'sample', name: t('templates.sample.department') },
    state: 'in_service',
  };
}
