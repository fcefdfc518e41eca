/** One suite for every platform that posts: messages that nobody asked for, their changes and their threads, through its own wire. */
import { codeOf, whyOf } from '../../src/app/outbox/reasons.ts';
import { translator } from '../../src/i18n/translate.ts';
import type { Platform, Posted } from '../../src/platforms/platform.ts';
import type { Card } from '../../src/view/card.ts';
import { CHART } from '../fakes/teams/desk.ts';
import { screenOf } from '../fakes/teams/screen.ts';
import { type Chats, now, openChats, titleOf, words } from '../outbox.ts';

/** A message as people in the channel see it. */
interface Seen {
  title: string;
  images: string[];
  /** The title of the message on which it hangs. */
  under: string | undefined;
}

interface Place {
  platform: Platform;
  /** Where Vigia is, and where it is not. */
  channel: string;
  elsewhere: string;
  seen: () => Seen[];
  /** A person deletes the only message with this title. */
  remove: (title: string) => void;
  /** The next call that changes or posts goes wrong. */
  trouble: (what: 'edit' | 'post', trouble: { status: number; retryAfter?: number } | 'silence') => void;
}

function inSlack({ slack, platforms }: Chats): Place {
  const here = (): typeof slack.state.messages => slack.state.messages.filter(({ channel }) => channel === 'C1');
  return {
    platform: platforms[0] as Platform,
    channel: 'C1',
    elsewhere: 'C0OTHER',
    seen: () =>
      here().map((message) => ({
        title: titleOf(message),
        images: message.blocks.flatMap((block) => (block['type'] === 'image' ? [String(block['alt_text'])] : [])),
        under: here()
          .filter(({ ts }) => ts === message.thread)
          .map(titleOf)[0],
      })),
    remove: (title) => {
      for (const message of here().filter((one) => titleOf(one) === title)) slack.remove(message);
    },
    trouble: (what, trouble) =>
      slack.fail(what === 'edit' ? 'chat.update' : 'chat.postMessage', trouble === 'silence' ? { hang: true } : trouble),
  };
}

function inTeams({ teams, platforms }: Chats): Place {
  const conversations = (): string[] => [...new Set(teams.calls.map(({ conversation }) => conversation))];
  const all = (): { id: string; conversation: string; title: string; images: string[] }[] =>
    conversations().flatMap((conversation) =>
      teams.shown(conversation).map(({ id = '', summary = '', attachments }) => ({
        id,
        conversation,
        title: summary,
        images: screenOf(attachments?.[0]?.content).images,
      })),
    );
  return {
    platform: platforms[1] as Platform,
    channel: '19:1@thread.tacv2',
    elsewhere: '19:nowhere@thread.tacv2',
    seen: () =>
      all().map(({ title, images, conversation }) => ({
        title,
        images,
        under: all().find(({ id }) => conversation.endsWith(`;messageid=${id}`))?.title,
      })),
    remove: (title) => {
      for (const { id } of all().filter((one) => one.title === title)) teams.remove(id);
    },
    trouble: (_, trouble) => teams.trouble({ ...(trouble === 'silence' ? { hang: true } : trouble), times: 1 }),
  };
}

const CHARTED: Card = { ...words('charted'), blocks: [...words('charted').blocks, { kind: 'chart', chart: CHART }] };

describe.each([
  { name: 'slack', place: inSlack },
  { name: 'teams', place: inTeams },
])('$name', ({ name, place: placeIn }) => {
  let chats: Chats;
  let place: Place;

  beforeEach(async () => {
    chats = await openChats(1);
    place = placeIn(chats);
  });
  afterEach(() => chats.close());

  const post = async (card: Card, thread?: string): Promise<Posted> =>
    (await place.platform.post?.(place.channel, card, 'en', { key: card.title, thread })) ?? { ok: false, reason: 'no post' };
  const edit = async (message: string, card: Card): Promise<Posted> =>
    (await place.platform.edit?.(place.channel, message, card, 'en')) ?? { ok: false, reason: 'no edit' };

  async function posted(card: Card, thread?: string): Promise<string> {
    const answer = await post(card, thread);
    if (!answer.ok) throw new Error(answer.reason);
    return answer.message;
  }

  test('a post is changed in place, again and again', async () => {
    const message = await posted(words('first'));
    expect(await edit(message, words('second'))).toEqual({ ok: true, message });
    expect(await edit(message, words('third'))).toEqual({ ok: true, message });
    expect(place.seen()).toEqual([{ title: 'third', images: [], under: undefined }]);
  });

  test('a picture is there at the latest after a change with the same card', async () => {
    const answer = await post(CHARTED);
    const missing = place.seen()[0]?.images.length === 0;
    expect(answer).toMatchObject({ ok: true, ...(missing && { bare: true }) });
    if (answer.ok) expect(await edit(answer.message, CHARTED)).toEqual({ ok: true, message: answer.message });
    expect(place.seen()).toMatchObject([{ title: 'charted', images: [CHART.alt] }]);
    // And away again, where a change has none.
    if (answer.ok) await edit(answer.message, words('without'));
    expect(place.seen()).toMatchObject([{ title: 'without', images: [] }]);
  });

  test('a reply hangs on its message, and is changed there', async () => {
    const message = await posted(words('alert'));
    const reply = await posted(words('reply'), message);
    await posted(words('news'));
    expect(await edit(reply, words('reply, changed'))).toMatchObject({ ok: true });
    expect(place.seen()).toEqual(
      expect.arrayContaining([
        { title: 'alert', images: [], under: undefined },
        { title: 'reply, changed', images: [], under: 'alert' },
        { title: 'news', images: [], under: undefined },
      ]),
    );
  });

  test('what a person has deleted is not changed, and what would hang on it stands on its own', async () => {
    const message = await posted(words('alert'));
    place.remove('alert');
    expect(await edit(message, words('worse'))).toMatchObject({ ok: false, missing: true, gone: false });
    expect(await post(words('reply'), message)).toMatchObject({ ok: true });
    expect(place.seen()).toEqual([{ title: 'reply', images: [], under: undefined }]);
  });

  test('where Vigia is not, nothing can be posted, for a reason that an administrator is told', async () => {
    const answer = await place.platform.post?.(place.elsewhere, words('a'), 'en');
    expect(answer).toMatchObject({ ok: false, gone: true });
    const reason = answer && !answer.ok ? answer.reason : '';
    expect(whyOf(reason, name, translator('en'))).not.toContain(codeOf(reason));
    expect(whyOf(reason, name, translator('en'))).toMatch(/^Vigia (is not|has never been) in that c/);
  });

  test.each(['post', 'edit'] as const)('a platform that asks to wait (%s) says for how long, once', async (what) => {
    const message = await posted(words('alert'));
    place.trouble(what, { status: 429, retryAfter: 7 });
    const answer = await (what === 'post' ? post(words('b')) : edit(message, words('b')));
    expect(answer).toMatchObject({ ok: false, retryAfterMs: 7_000 });
    expect(place.seen()).toHaveLength(1);
  });

  test.each([
    ['post', { status: 503 }],
    ['edit', { status: 500 }],
    ['post', 'silence'],
    ['edit', 'silence'],
  ] as const)('no answer to a %s (%j) means that it may have arrived, and takes no longer than it may', async (what, trouble) => {
    const message = await posted(words('alert'));
    place.trouble(what, trouble);
    const from = performance.now();
    const answer = await (what === 'post' ? post(words('b')) : edit(message, words('b')));
    expect(answer).toMatchObject({ ok: false, unknown: true });
    expect(answer).not.toMatchObject({ gone: true });
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test('what may have arrived is found by its key, where the platform lets Vigia look', async () => {
    const { find } = place.platform;
    // Bots cannot read Teams: there a message may come twice, and that is counted.
    expect(find === undefined).toBe(name === 'teams');
    if (!find) return;
    const since = now();
    const message = await posted(words('alert'));
    const reply = await posted(words('reply'), message);
    expect(await find(place.channel, 'alert', since)).toBe(message);
    expect(await find(place.channel, 'reply', since, message)).toBe(reply);
    expect(await find(place.channel, 'reply', since)).toBeNull();
    expect(await find(place.channel, 'never sent', since)).toBeNull();
    expect(await find(place.elsewhere, 'alert', since)).toBeUndefined();
    const direct = await place.platform.post?.('U0ANA', words('to Ana'), 'en', { key: 'to Ana' });
    expect(direct?.ok && (await find('U0ANA', 'to Ana', since))).toBe(direct?.ok && direct.message);
  });
});

test.each([
  ['cannot be uploaded', 'files.getUploadURLExternal', [{ error: 'internal_error' }]],
  ['are not ready when Slack is to show them', 'chat.update', [{ error: 'invalid_blocks' }, { error: 'invalid_blocks' }]],
])(
  'in Slack pictures that %s cost nothing but themselves: their finding is told in words, and they are to be tried again',
  async (_, method, faults) => {
    const chats = await openChats(1);
    const [slack] = chats.platforms;
    const sent = await slack?.post?.('C1', CHARTED, 'en');
    const message = sent?.ok ? sent.message : '';
    chats.slack.fail(method, ...faults);
    expect(await slack?.edit?.('C1', message, CHARTED, 'en')).toEqual({ ok: true, message, bare: true });
    expect(JSON.stringify(chats.slack.state.messages)).toContain(CHART.alt);
    expect(await slack?.edit?.('C1', message, CHARTED, 'en')).toEqual({ ok: true, message });
    await chats.close();
  },
);

test('in Slack a channel with many messages is searched as far as Slack’s pages go, and no further back than it was sent', async () => {
  const chats = await openChats(1);
  const [slack] = chats.platforms;
  const sent = await slack?.post?.('C1', words('a'), 'en', { key: 'a' });
  const message = sent?.ok ? sent.message : '';
  for (let index = 0; index < 450; index += 1) {
    const [template] = chats.slack.state.messages;
    if (template)
      chats.slack.state.messages.push({
        ...template,
        metadata: undefined,
        ts: `${Math.floor(now().getTime() / 1000)}.9${String(index).padStart(5, '0')}`,
      });
  }
  const since = new Date(now().getTime() - 60_000);
  expect(await slack?.find?.('C1', 'a', since)).toBe(message);
  expect(chats.slack.calls('conversations.history')).toHaveLength(3);
  expect(await slack?.find?.('C1', 'a', new Date(now().getTime() + 3_600_000))).toBeNull();
  await chats.close();
});
