/** Drives the Slack platform as a person at a phone would: a slash command, buttons, modals, through the local Slack. */
import { type ChosenOption, type Element, elementsOf, labelOf, optionsOf } from '../../fakes/slack/elements.ts';
import { inputName } from '../../fakes/slack/modals.ts';
import type { Json, Message } from '../../fakes/slack/slack.ts';
import { directOf, type View } from '../../fakes/slack/state.ts';
import { openStage, type Stage } from '../../fakes/slack/stage.ts';
import type { Given, PlatformDriver, Shown, ShownForm, ShownInput } from '../driver.ts';

const CHANNEL = 'C0DESK';
/** No further change for so long means that nothing more is coming, ms. */
const QUIET_MS = 150;
/** From a drawn chart to the begin of its upload at the latest, ms. */
const UPLOAD_MS = 1_500;
/** How long a picture may take, ms. */
const LATEST_MS = 10_000;

/** What changed since a moment: the newest message with its charts, or a modal. */
interface Snapshot {
  messages: number;
  edits: number;
  views: string;
}

/** The words of a text in `mrkdwn`, as Slack shows them. */
function shownWords(text: string): string {
  return text
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<([^<>]*)>/g, '$1')
    .replaceAll(/:(red_circle|large_yellow_circle|large_green_circle): ?/g, '')
    .replaceAll(/(?<![\p{L}\p{N}])\*([^*\n]+)\*(?![\p{L}\p{N}])/gu, '$1')
    .replaceAll(/^> ?/gm, '')
    .replaceAll('\u200b', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Every text of some blocks in order, titles of pictures included. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Json;
  if (typeof object['text'] === 'string') return [object['type'] === 'mrkdwn' ? shownWords(object['text']) : object['text']];
  return Object.entries(object).flatMap(([key, part]) =>
    ['alt_text', 'initial_option', 'initial_options'].includes(key) ? [] : wordsOf(part),
  );
}

/** What an input shows, as text. */
function heldText(element: Element, held: Json): string {
  const options = held['selected_options'] as ChosenOption[] | undefined;
  if (options && element.action_id === 'toggle') return String(options.length > 0);
  const option = held['selected_option'] as ChosenOption | null | undefined;
  const plain = held['value'] ?? held['selected_time'] ?? held['selected_date'];
  return options?.map(({ value }) => value).join(',') ?? option?.value ?? (typeof plain === 'string' ? plain : '');
}

/** The driver of Slack. */
export function slackDriver(): PlatformDriver {
  let stage: Stage;
  let drawing = 0;
  let drawn = 0;
  let drawnAt = 0;

  function snapshot(): Snapshot {
    const { messages, views } = stage.slack.state;
    const edits = messages.reduce((sum, message) => sum + message.edits, 0);
    return { messages: messages.length, edits, views: JSON.stringify([...views.values()]) };
  }

  /** Waits for something new, then until pictures and waiting modals have settled. */
  async function settled(before: Snapshot): Promise<void> {
    let last = JSON.stringify(before);
    await stage.slack.until(() => JSON.stringify(snapshot()) !== last, 'an answer', 30_000);
    const end = Date.now() + LATEST_MS;
    for (let quiet = Date.now(); Date.now() - quiet < QUIET_MS || (pending() && Date.now() < end); ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const now = JSON.stringify(snapshot());
      if (now !== last) quiet = Date.now();
      last = now;
    }
  }

  /** A chart is being drawn or uploaded, and no message shows it yet. */
  function pending(): boolean {
    const { files, messages } = stage.slack.state;
    const uploads = [...files.values()].filter(({ name }) => name.endsWith('.png')).length;
    if (drawing > 0 || (uploads < drawn && Date.now() - drawnAt < UPLOAD_MS)) return true;
    const shown = JSON.stringify(messages);
    return [...files.keys()].some((id) => !shown.includes(id));
  }

  /** Waits for what an act brings; one that gives `true` has brought everything already. */
  async function after(user: string, act: () => Promise<unknown>): Promise<Shown> {
    const { messages } = stage.slack.state;
    const before = snapshot();
    const seen = messages.length;
    const edits = new Map(messages.map((message) => [message, message.edits]));
    if ((await act()) !== true) await settled(before);
    const fresh = messages.slice(seen);
    const changed = [...edits].filter(([message, count]) => message.edits > count).map(([message]) => message);
    return shown(user, fresh, changed);
  }

  async function shown(user: string, fresh: Message[], changed: Message[]): Promise<Shown> {
    const [card = fresh[0]] = changed;
    const images = [...changed, ...fresh].flatMap((message) =>
      message.blocks.flatMap((block) => (block['type'] === 'image' ? [String(block['alt_text'])] : [])),
    );
    const modal = stage.slack.modal(user);
    const elements = card ? elementsOf(card) : [];
    return {
      text: card ? wordsOf(card.blocks).join('\n') || card.text : '',
      images,
      replaced: changed.length > 0,
      buttons: elements.flatMap(({ element }) => {
        const labels =
          element.type === 'button'
            ? [labelOf(element)]
            : element.type === 'overflow'
              ? optionsOf(element).map((one) => one.text.text)
              : [];
        return card ? labels.map((label) => ({ label, press: () => after(user, () => stage.slack.press(user, card, label)) })) : [];
      }),
      selects: elements.flatMap(({ element }) =>
        card && element.type === 'static_select'
          ? [
              {
                label: labelOf(element),
                options: optionsOf(element).map((one) => one.text.text),
                choose: (option: string) => after(user, () => stage.slack.choose(user, card, option)),
              },
            ]
          : [],
      ),
      searches: (card?.blocks ?? []).flatMap((block) => {
        const accessory = block['accessory'] as Json | undefined;
        if (!card || accessory?.['type'] !== 'multi_external_select') return [];
        const label = wordsOf(block['text']).join(' ');
        return [
          {
            label,
            chosen: stage.slack.held(card, label),
            type: (text: string) => stage.slack.type(user, card, label, text),
            choose: (labels: string[]) => after(user, () => stage.slack.pick(user, card, label, labels)),
          },
        ];
      }),
      ...(modal ? { form: await shownForm(user, modal) } : {}),
    };
  }

  async function shownInput(user: string, modal: View, block: Json): Promise<ShownInput> {
    const element = block['element'] as Element;
    const name = inputName(block);
    const asks = element.type === 'external_select';
    return {
      name,
      label: (block['label'] as { text: string }).text,
      value: heldText(element, stage.slack.holds(modal, block)),
      options: asks
        ? await stage.slack.typeIn(user, name, '')
        : element.action_id === 'toggle'
          ? []
          : optionsOf(element).map((one) => one.text.text),
    };
  }

  /** What Slack's client shows at the inputs, and what stands under them. */
  function errorsOf({ view, errors }: View): Record<string, string> {
    const blocks = view['blocks'] as Json[];
    const under = blocks.flatMap((block): [string, string][] => {
      const name = /^!([^!]+)$/.exec(String(block['block_id']))?.[1];
      return name === undefined ? [] : [[name, wordsOf(block).join(' ')]];
    });
    const at = Object.entries(errors).map(([id, text]) => [inputName({ block_id: id }), text]);
    return { ...Object.fromEntries(under), ...Object.fromEntries(at) };
  }

  async function shownForm(user: string, modal: View, stopped: Record<string, string> = {}): Promise<ShownForm> {
    const { slack } = stage;
    const blocks = modal.view['blocks'] as Json[];
    const inputs: ShownInput[] = [];
    for (const block of blocks.filter((one) => one['type'] === 'input')) inputs.push(await shownInput(user, modal, block));
    return {
      title: (modal.view['title'] as { text: string }).text,
      text: blocks
        .flatMap((block) => wordsOf({ label: block['label'], hint: block['hint'], text: block['text'], elements: block['elements'] }))
        .join('\n'),
      depth: slack.depth(modal),
      inputs,
      errors: { ...errorsOf(modal), ...stopped },
      buttons: elementsOf({ blocks }).map(({ element }) => labelOf(element)),
      type: (name, text) => slack.typeIn(user, name, text),
      press: (label, given = {}) => after(user, () => slack.pressIn(user, label, given)),
      submit: (given) => submitted(user, modal, given),
      cancel: () => {
        slack.dismiss(user);
        return shown(user, [], []);
      },
    };
  }

  async function submitted(user: string, modal: View, given: Given): Promise<Shown> {
    let stopped: Record<string, string> | undefined;
    const seen = await after(user, async () => {
      const answer = await stage.slack.submit(user, given);
      if ('stopped' in answer) ({ stopped } = answer);
      return 'stopped' in answer || Object.keys(modal.errors).length > 0;
    });
    return stopped ? { ...seen, form: await shownForm(user, modal, stopped) } : seen;
  }

  return {
    name: 'slack',
    open: async (context) => {
      const png: typeof context.media.png = (chart, theme) => {
        drawing += 1;
        return context.media.png(chart, theme).finally(() => {
          drawing -= 1;
          drawn += 1;
          drawnAt = Date.now();
        });
      };
      stage = await openStage({ ...context, media: { ...context.media, png } }, { fileDelayMs: 150 });
    },
    close: () => stage.close(),
    ask: (text, person, locale = 'pt-BR') => {
      stage.slack.join(person, person, locale);
      return after(person, () => stage.slack.slash(person, text, CHANNEL));
    },
    take: async (text, person, locale = 'pt-BR') => {
      const { slack } = stage;
      slack.join(person, person, locale);
      const known = new Set(slack.state.files.keys());
      await slack.slash(person, text, CHANNEL);
      const shared = (): Message | undefined =>
        slack.seen(person, directOf(person)).find(({ files = [] }) => files.some((id) => !known.has(id)));
      const message = await slack.until(shared, 'a file in the direct messages', 30_000);
      const file = slack.state.files.get(message.files?.[0] ?? '');
      const progress = slack.seen(person, directOf(person)).findLast(({ blocks }) => blocks.length > 0);
      await slack.until(() => progress && elementsOf(progress).length === 0, 'the last word of the export', 5_000);
      return { name: file?.name ?? '', content: file?.content?.toString() ?? '', said: wordsOf(progress?.blocks).join('\n') };
    },
  };
}
