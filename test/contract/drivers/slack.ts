/** Drives the Slack platform as a person at a phone would: a slash command, buttons, modals, through the local Slack. */
import { elementsOf, labelOf, optionsOf } from '../../fakes/slack/people.ts';
import type { Json, Message } from '../../fakes/slack/slack.ts';
import { directOf, type View } from '../../fakes/slack/state.ts';
import { openStage, type Stage } from '../../fakes/slack/stage.ts';
import type { PlatformDriver, Shown, ShownForm } from '../driver.ts';

const CHANNEL = 'C0DESK';
/** No further change for so long means that nothing more is coming, ms. */
const QUIET_MS = 300;
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

function inputValue(element: Json): string {
  const chosen = element['initial_option'] as { value: string } | undefined;
  if (element['type'] === 'checkboxes') return String(element['initial_options'] !== undefined);
  return chosen?.value ?? (element['initial_value'] as string | undefined) ?? '';
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
    await stage.slack.until(() => JSON.stringify(snapshot()) !== last, 'an answer', 15_000);
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

  async function after(user: string, act: () => Promise<unknown>): Promise<Shown> {
    const { messages } = stage.slack.state;
    const before = snapshot();
    const seen = messages.length;
    const edits = new Map(messages.map((message) => [message, message.edits]));
    await act();
    await settled(before);
    const fresh = messages.slice(seen);
    const changed = [...edits].filter(([message, count]) => message.edits > count).map(([message]) => message);
    return shown(user, fresh, changed);
  }

  function shown(user: string, fresh: Message[], changed: Message[]): Shown {
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
      ...(modal ? { form: shownForm(user, modal) } : {}),
    };
  }

  function shownForm(user: string, { view, errors }: View): ShownForm {
    const inputs = (view['blocks'] as Json[]).filter((block) => block['type'] === 'input');
    return {
      title: (view['title'] as { text: string }).text,
      inputs: inputs.map((block) => ({
        name: String(block['block_id']),
        label: (block['label'] as { text: string }).text,
        value: inputValue(block['element'] as Json),
      })),
      errors,
      submit: (values) =>
        after(user, async () => {
          const answer = await stage.slack.submit(user, values);
          if ('stopped' in answer) throw new Error(`Slack’s own client refuses: ${JSON.stringify(answer.stopped)}`);
        }),
    };
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
      const message = await slack.until(shared, 'a file in the direct messages', 15_000);
      const file = slack.state.files.get(message.files?.[0] ?? '');
      const progress = slack.seen(person, directOf(person)).findLast(({ blocks }) => blocks.length > 0);
      await slack.until(() => progress && elementsOf(progress).length === 0, 'the last word of the export', 5_000);
      return { name: file?.name ?? '', content: file?.content?.toString() ?? '', said: wordsOf(progress?.blocks).join('\n') };
    },
  };
}
