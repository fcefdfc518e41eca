/** Exports in Slack: progress and file stand in the person's direct messages, as a private answer can hold neither for long. */
import type { Export } from '../../app/command.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Card } from '../../view/card.ts';
import type { Exports, KeptFile, Log } from '../platform.ts';
import type { WebClient } from '@slack/web-api';
import { type SlackFault, faultOf } from './errors.ts';
import type { Place } from './place.ts';
import { renderCard } from './render.ts';
import type { Speaker } from './speak.ts';
import type { Standing } from './standing.ts';
import { uploadFile } from './upload.ts';

/** A file of a million rows takes minutes on a slow line. */
const UPLOAD_PATIENCE_MS = 15 * 60_000;

/** Where the cards of one export stand. */
interface Screen {
  /** Absent: the direct messages are closed, and only the first and the last card are shown, where it was asked. */
  channel: string | undefined;
  show: (card: Card) => Promise<void>;
  /** Nothing more is shown there. */
  end: () => void;
}

export interface Deliveries {
  /** Carries an export out for the person at `place`. */
  deliver: (one: Export, place: Place, t: Translate) => Promise<void>;
  /** Whether an export of this process still changes the message at `place`. */
  running: (place: Place) => boolean;
}

const keyOf = (channel: string, ts: string | undefined): string => `${channel} ${ts}`;

/** The way from an export to a file in Slack, on one client. */
export function exportsOf(client: WebClient, exports: Exports, speaker: Speaker, log: Log): Deliveries {
  const running = new Set<string>();

  function tell(error: unknown, message: string): SlackFault {
    const fault = faultOf(error);
    log.warn({ code: fault.code, hint: fault.hint, ...(fault.code === 'unexpected' ? { err: error } : {}) }, message);
    return fault;
  }

  async function direct(place: Place): Promise<string | undefined> {
    try {
      return await speaker.direct(place.user);
    } catch (error) {
      tell(error, 'The direct messages of a person are closed; an export is told of where it was asked');
      return undefined;
    }
  }

  /** One message for all cards, changed in place; a card that does not get through is only a late one. */
  function inMessages(channel: string, place: Place, t: Translate): Screen {
    let standing: Standing | undefined;
    const put = async (card: Card): Promise<void> => {
      const message = renderCard(card, t);
      // From its last card on, the message is not changed by a button that was pressed before.
      if (standing && !hasButtons(card)) running.delete(keyOf(standing.channel, standing.ts));
      if (standing) return speaker.change(standing, message);
      standing = await speaker.say({ kind: 'open', user: place.user, channel }, message);
      if (standing && hasButtons(card)) running.add(keyOf(standing.channel, standing.ts));
    };
    return {
      channel,
      show: (card) => put(card).catch((error: unknown) => void tell(error, 'A card of an export did not reach Slack')),
      end: () => running.delete(keyOf(channel, standing?.ts)),
    };
  }

  /** A response_url works five times: the first card and the last ones, which carry no button any more. */
  function inPlace(place: Place, t: Translate): Screen {
    let begun = false;
    return {
      channel: undefined,
      show: async (card) => {
        if (begun && hasButtons(card)) return;
        begun = true;
        await speaker.say({ ...place, kind: 'private' }, renderCard(card, t));
      },
      end: () => undefined,
    };
  }

  async function handOver(file: KeptFile, channel: string | undefined): Promise<string | undefined> {
    if (channel === undefined) return 'im_closed';
    const { name, type, size } = file;
    const body = file.open();
    try {
      await uploadFile(client, { name, title: name, type, size, body, channel, patienceMs: UPLOAD_PATIENCE_MS });
      return undefined;
    } catch (error) {
      return tell(error, 'An export did not reach Slack as a file; its link is given instead').code;
    } finally {
      body.destroy();
    }
  }

  async function deliver(one: Export, place: Place, t: Translate): Promise<void> {
    const channel = await direct(place);
    const screen = channel === undefined ? inPlace(place, t) : inMessages(channel, place, t);
    if (channel !== undefined && channel !== place.channel) {
      const { message: _, ...here } = place;
      const words: Card = { title: one.fileName, blocks: [{ kind: 'text', text: t('slack.export.elsewhere') }] };
      await speaker
        .say({ ...here, kind: 'private' }, renderCard(words, t))
        .catch((error: unknown) => void tell(error, 'An export began unsaid'));
    }
    await carryOut(one, screen, t).finally(screen.end);
  }

  async function carryOut(one: Export, screen: Screen, t: Translate): Promise<void> {
    const file = await exports.run(one, screen.show);
    if (!file) return;
    const { rows, size, link } = file;
    const failed = await handOver(file, screen.channel);
    const done = one.card({ phase: 'done', rows, size, ...(failed === undefined ? {} : { link }) });
    await screen.show(failed === undefined ? done : withReason(done, t('slack.export.link', { code: failed })));
  }

  return { deliver, running: ({ channel, message }) => running.has(keyOf(channel, message)) };
}

function hasButtons(card: Card): boolean {
  return card.blocks.some((block) => block.kind === 'actions');
}

/** Says first why there is a link and no file. */
function withReason(card: Card, text: string): Card {
  const reason: Block = { kind: 'text', tone: 'warning', text };
  return { ...card, blocks: [reason, ...card.blocks] };
}
