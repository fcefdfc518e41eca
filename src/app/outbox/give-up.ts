/** Giving a message up, loudly: the log, the metrics, and a message to every administrator who can be reached. */
import { partsOf } from '../../domain/targets.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import type { Card, Language, Rich } from '../../view/card.ts';
import type { Outbox, Post } from '../watching.ts';
import type { Claimed, Lanes } from './lanes.ts';
import { codeOf, whyOf } from './reasons.ts';

export interface GiveUpOptions {
  lanes: Pick<Lanes, 'fail'>;
  plan: Outbox['plan'];
  /** Who administers, by platforms that are connected. */
  admins: () => Promise<{ id: string; language: Language }[]>;
  /** What a target is called. */
  nameOf: (target: string) => Promise<string>;
  now: () => Date;
  log: { error: (fields: object, message: string) => void };
  observe: (what: 'failed', platform: string) => void;
}

type Told = Exclude<Post['kind'], 'notice'>;

/** Told first, then failed: after a crash between the two it is told under the same key. */
export function givingUp({
  lanes,
  plan,
  admins,
  nameOf,
  now,
  log,
  observe,
}: GiveUpOptions): (one: Claimed, reason: string, uncertain: Date | null) => Promise<void> {
  return async (one, reason, uncertain) => {
    const { key, kind, target } = one;
    const at = now();
    // One about a notice would be the next to fail.
    if (kind !== 'notice') await plan(await notices(one, kind, reason, at), at);
    if (!(await lanes.fail(one, reason, uncertain, at))) return;
    log.error({ key, kind, target, reason }, 'a message was given up');
    observe('failed', partsOf(target).platform);
  };

  /** Once a day for each target and reason. */
  async function notices(one: Claimed, kind: Told, reason: string, at: Date): Promise<Post[]> {
    const { target } = one;
    const [told, name] = await Promise.all([admins(), nameOf(target)]);
    const day = at.toISOString().slice(0, 10);
    return told
      .filter(({ id }) => id !== target)
      .map(({ id, language }) => ({
        key: `notice|${target}|${codeOf(reason)}|${day}|${id}`,
        kind: 'notice',
        target: id,
        card: noticeCard({ kind, name, reason, title: one.card.title, platform: partsOf(target).platform }, translator(language)),
        language,
      }));
  }
}

interface About {
  kind: Told;
  /** Of the message. */
  title: string;
  /** Of its target. */
  name: string;
  platform: string;
  reason: string;
}

function noticeCard({ kind, title, name, platform, reason }: About, t: Translate): Card {
  const what: Rich = [t(`undelivered.${kind}`, { title }), ' ', { bold: name }, `. ${whyOf(reason, platform, t)}`];
  return {
    title: t('undelivered.title'),
    blocks: [
      { kind: 'text', tone: 'bad', text: what },
      { kind: 'context', text: t('undelivered.again') },
    ],
  };
}
