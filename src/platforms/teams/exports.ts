/** Exports in Teams: one message that tells how far it is; then a file for the person's OneDrive, or a link where Teams takes no files. */
import type { Export } from '../../app/command.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Card } from '../../view/card.ts';
import type { Exports, KeptFile, Log } from '../platform.ts';
import type { Spoken } from './activity.ts';
import type { Connector } from './connector.ts';
import { sendInPlace, sendNew } from './deliver.ts';
import type { Files } from './files.ts';
import type { Prepared } from './prepare.ts';
import { type Reference, referenceOf } from './reference.ts';

export interface Deliveries {
  /** Carries an export out in the conversation of an activity. @throws ConnectorError when its first card is refused */
  deliver: (one: Export, activity: Spoken, t: Translate) => Promise<void>;
  /** Whether an export of this process still changes this message. */
  running: (message: string | null | undefined) => boolean;
}

interface Parts {
  exports: Exports;
  connector: Connector;
  files: Files;
  prepare: (card: Card, t: Translate) => Prepared;
  log: Log;
}

export function createDeliveries({ exports, connector, files, prepare, log }: Parts): Deliveries {
  const running = new Set<string>();

  /** Shows each card in the place of the one before; a card that does not get through is only a late one. */
  function screen(reference: Reference, t: Translate): { show: (card: Card) => Promise<void>; end: () => void } {
    let standing: string | undefined;
    const put = async (card: Card): Promise<void> => {
      const prepared = prepare(card, t);
      const buttons = card.blocks.some((block) => block.kind === 'actions');
      // From its last card on, the message is not changed by a button that was pressed before.
      if (standing !== undefined && !buttons) running.delete(standing);
      standing = await (standing === undefined
        ? sendNew(connector, reference, prepared)
        : sendInPlace(connector, reference, standing, prepared));
      if (buttons) running.add(standing);
    };
    return {
      show: (card) =>
        put(card).catch((error: unknown) => {
          if (standing === undefined) throw error;
          log.warn({ err: error }, 'a card of an export did not reach Teams');
        }),
      end: () => running.delete(standing ?? ''),
    };
  }

  /** The last card: with the file's question under it, or with its link. */
  async function handOver(one: Export, file: KeptFile, reference: Reference, t: Translate): Promise<Card> {
    const { rows, size, link } = file;
    const linked = one.card({ phase: 'done', rows, size, link });
    // Teams' own interface for files works in personal chats only.
    if (reference.conversation.conversationType !== 'personal') return linked;
    try {
      await files.offer(file, t('teams.file.description', { count: rows }), reference);
      return withText(one.card({ phase: 'done', rows, size }), { kind: 'context', text: t('teams.file.below') });
    } catch (error) {
      log.warn({ err: error }, 'Teams did not take the question for a file; its link is given instead');
      return withText(linked, { kind: 'text', tone: 'warning', text: t('teams.file.failed') });
    }
  }

  return {
    deliver: async (one, activity, t) => {
      const reference = referenceOf(activity);
      const { show, end } = screen(reference, t);
      try {
        const file = await exports.run(one, show);
        if (file) await show(await handOver(one, file, reference, t));
      } finally {
        end();
      }
    },
    running: (message) => running.has(message ?? ''),
  };
}

function withText(card: Card, block: Block): Card {
  return { ...card, blocks: [...card.blocks, block] };
}
