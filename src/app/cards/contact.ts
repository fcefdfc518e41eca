/** Contacts and their words as a list may show them: whole, or masked when the parameter says so. */
import { shortName } from '../../domain/contact.ts';
import type { Contact } from '../../domain/events.ts';
import { HIDDEN, maskText } from '../../domain/masking.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Services } from '../services.ts';

type Masking = Pick<Parameters, 'maskContacts'>;

/** A contact's name: whole, or first name and initial; some helpdesks put a telephone there, which is hidden then. */
export function contactName(contact: Contact | undefined, masking: Masking, { t }: Pick<Services, 't'>): string {
  if (contact?.name === undefined) return t('contact.unknown');
  return masking.maskContacts ? shortName(maskText(contact.name)) : contact.name;
}

/** A contact's name in details: whole, also where lists shorten it. */
export function wholeName(contact: Contact | undefined, { maskContacts }: Masking, { t }: Pick<Services, 't'>): string {
  if (contact?.name === undefined) return t('contact.unknown');
  return maskContacts ? maskText(contact.name) : contact.name;
}

/** Words of or about a contact, with what reads like a telephone or an e-mail hidden. */
export function contactText(text: string, { maskContacts }: Masking): string {
  return maskContacts ? maskText(text) : text;
}

/** A telephone or an e-mail: whole, or hidden. */
export function contactAddress(address: string, { maskContacts }: Masking): string {
  return maskContacts ? HIDDEN : address;
}
