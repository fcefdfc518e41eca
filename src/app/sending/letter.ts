/** A template for one conversation, ready to go, or why it cannot. */
import { channelTextProblem } from '../../domain/channel-text.ts';
import type { Template } from '../../domain/configuration.ts';
import type { Details } from '../../domain/transcript.ts';
import type { Rich } from '../../view/card.ts';
import { wholeName } from '../cards/contact.ts';
import { notFound } from '../cards/one.ts';
import type { Request } from '../command.ts';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';
import { isLive } from './offered.ts';
import { braced, type Filled, filledFor } from './values.ts';

export type Addressee = Details['conversation'];

/** The conversation to write to, as it is now. @throws UserError when it is not there, and when it is over */
export async function addressee(id: string, { at }: Pick<Request, 'at'>, { lists }: Services): Promise<Addressee> {
  const details = await lists.details(id, at);
  if (!details) throw notFound(id);
  if (!isLive(details.conversation.state)) throw new UserError('send.error.ended');
  return details.conversation;
}

/** Names of helpdesks as they write themselves. */
const HELPDESKS: Readonly<Record<string, string>> = { chatwoot: 'Chatwoot' };

/** To whom, on which channel, through which helpdesk; whole where Vigia may show it whole. */
export async function addressText(one: Addressee, services: Services): Promise<Rich> {
  const { t, helpdesk } = services;
  const through = HELPDESKS[helpdesk.name(one.id) ?? ''] ?? t('send.helpdesk');
  const facts = [t(`channel.${one.channel}`), ...(one.protocol === undefined ? [] : [`#${one.protocol}`])];
  return [
    { bold: wholeName(one.contact, await services.parameters(), services) },
    ` · ${facts.join(' · ')}`,
    `\n${helpdesk.sends(one.id) ? t('send.through', { helpdesk: through }) : t('send.through.none')}`,
  ];
}

/** The text for a conversation, and why it cannot go as it is; undefined when it can. */
export async function letterFor(
  template: Template,
  one: Addressee,
  services: Services,
): Promise<{ filled: Filled; refused: string | undefined }> {
  const filled = filledFor(template.body, one, await services.parameters());
  return { filled, refused: refusalOf(filled, one, services) };
}

function refusalOf({ text, missing }: Filled, { channel }: Addressee, { t, format }: Services): string | undefined {
  if (missing.length > 0) return t('send.error.missing', { names: format.join(missing.map(braced)) });
  const wrong = channelTextProblem(channel, text);
  if (!wrong) return undefined;
  if (wrong.key !== 'long') return t(`send.error.${wrong.key}`, { braces: '{{, {%' });
  const { unit, max, length } = wrong;
  return t(unit === 'bytes' ? 'send.error.long.bytes' : 'send.error.long', { channel: t(`channel.${channel}`), max, length });
}
