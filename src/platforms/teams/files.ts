/** Files for a person's OneDrive: Teams asks them first, and opens an upload session when they agree. Personal chats only. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Translate } from '../../i18n/translate.ts';
import type { Card } from '../../view/card.ts';
import type { KeptFile, Log } from '../platform.ts';
import type { Spoken } from './activity.ts';
import type { TeamsSettings } from './config.ts';
import type { Connector, Outgoing } from './connector.ts';
import { sendInPlace, sendNew } from './deliver.ts';
import type { Prepared } from './prepare.ts';
import { type Reference, referenceOf } from './reference.ts';
import { allowedUpload, putFile } from './uploads.ts';

/** What travels with the question and comes back with the answer. */
const contextSchema = z.object({ vigia: z.literal('file'), id: z.string(), name: z.string(), link: z.url({ protocol: /^https?$/ }) });
const answerSchema = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('decline'), context: contextSchema }),
  z.looseObject({
    action: z.literal('accept'),
    context: contextSchema,
    uploadInfo: z.looseObject({
      uploadUrl: z.string(),
      contentUrl: z.string(),
      name: z.string(),
      uniqueId: z.string(),
      fileType: z.string().nullish(),
    }),
  }),
]);
type Accepted = Extract<z.infer<typeof answerSchema>, { action: 'accept' }>;

/** Offers that nobody answered are forgotten, the oldest first; their link still works. */
const MOST_OFFERS = 200;

export interface Files {
  /** Asks whether the file may be saved. @throws ConnectorError */
  offer: (file: KeptFile, description: string, reference: Reference) => Promise<void>;
  /** What a person answered; undefined when it is no answer to an offer of ours. */
  answered: (activity: Spoken, t: Translate) => (() => Promise<void>) | undefined;
}

/** `prepare` makes a message of a card. */
export function createFiles(
  connector: Connector,
  settings: TeamsSettings,
  prepare: (card: Card, t: Translate) => Prepared,
  log: Log,
): Files {
  const offers = new Map<string, KeptFile>();

  function remember(file: KeptFile): string {
    const id = randomUUID();
    const [oldest] = offers.keys();
    if (offers.size >= MOST_OFFERS && oldest !== undefined) offers.delete(oldest);
    offers.set(id, file);
    return id;
  }

  /** The question's place is taken by words and the link, which needs no OneDrive. */
  async function giveLink({ replyToId }: Spoken, reference: Reference, card: Card, t: Translate): Promise<void> {
    const prepared = prepare(card, t);
    await (replyToId ? sendInPlace(connector, reference, replyToId, prepared) : sendNew(connector, reference, prepared));
  }

  async function accept({ context, uploadInfo }: Accepted, activity: Spoken, reference: Reference, t: Translate): Promise<void> {
    const file = offers.get(context.id);
    offers.delete(context.id);
    try {
      if (!file) throw new Error('the offer is of another process or too old');
      if (!allowedUpload(uploadInfo.uploadUrl, settings)) throw new Error('the upload address is not one of SharePoint');
      await putFile(uploadInfo.uploadUrl, file);
    } catch (error) {
      log.warn({ err: error }, 'a file could not be put into a OneDrive; its link is given instead');
      return giveLink(activity, reference, linkCard(context, t('teams.file.failed'), t), t);
    }
    await connector.send(reference, infoMessage(uploadInfo));
    // The question must not be answered twice; that it stays is ugly, not wrong.
    if (activity.replyToId) {
      await connector.remove(reference, activity.replyToId).catch((error: unknown) => {
        log.warn({ err: error }, 'a question for a file could not be taken away');
      });
    }
  }

  return {
    offer: async (file, description, reference) => {
      const id = remember(file);
      const context = { vigia: 'file', id, name: file.name, link: file.link };
      await connector.send(reference, {
        type: 'message',
        summary: file.name,
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.card.file.consent',
            name: file.name,
            content: { description, sizeInBytes: file.size, acceptContext: context, declineContext: context },
          },
        ],
      });
    },
    answered: (activity, t) => {
      const answer = answerSchema.safeParse(activity.value).data;
      if (!answer) return undefined;
      const reference = referenceOf(activity);
      if (answer.action === 'accept') return () => accept(answer, activity, reference, t);
      return async () => {
        offers.delete(answer.context.id);
        await giveLink(activity, reference, linkCard(answer.context, t('teams.file.declined'), t), t);
      };
    },
  };
}

function linkCard({ name, link }: z.infer<typeof contextSchema>, text: string, t: Translate): Card {
  return { title: name, blocks: [{ kind: 'text', text: [`${text}\n`, { link: t('teams.file.download'), url: link }] }] };
}

/** The file as Teams shows one: opens in OneDrive, previews, downloads. */
function infoMessage({ name, contentUrl, uniqueId, fileType }: Accepted['uploadInfo']): Outgoing {
  return {
    type: 'message',
    summary: name,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name,
        contentUrl,
        content: { uniqueId, fileType: fileType ?? name.split('.').at(-1) ?? 'csv' },
      },
    ],
  };
}
