/** Drives Teams as a person would: messages and presses through the local connector, with signed requests. */
import type { PlatformContext } from '../../../src/platforms/platform.ts';
import { type RunningBot, startBot } from '../../fakes/teams/bot.ts';
import { type Call, type FakeConnector, startConnector } from '../../fakes/teams/connector.ts';
import { openDialog, pressInDialog, type Task } from '../../fakes/teams/dialog.ts';
import { createPerson, type Person, type Sent } from '../../fakes/teams/person.ts';
import { type Input, type Pressable, type Screen, screenOf } from '../../fakes/teams/screen.ts';
import { unpack } from '../../../src/platforms/teams/packed.ts';
import { optionOf } from '../../../src/platforms/teams/values.ts';
import type { Given, PlatformDriver, Shown, ShownForm, TakenFile } from '../driver.ts';

/** How long a late picture may take to be added to its card, once it is drawn. */
const LATE_PICTURE_MS = 500;

export function teamsDriver(): PlatformDriver {
  let connector: FakeConnector;
  let bot: RunningBot;
  /** Pictures asked for, and those that are still drawn. */
  const pictures = { asked: 0, drawing: 0 };

  /** Waits for pictures that are asked for and not on the card yet. */
  async function withPictures(current: () => unknown, wanted: number): Promise<void> {
    const missing = (): boolean => screenOf(current()).images.length < wanted;
    for (let drawnAt = Date.now(); missing() && Date.now() - drawnAt < LATE_PICTURE_MS; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (pictures.drawing > 0) drawnAt = Date.now();
    }
  }

  /** One person's chat; the language of their client stays. */
  function chat(person: Person, locale: string) {
    /** The message that comes after `seen` calls, with the pictures that are added to it. */
    async function nextMessage(seen: number, asked: number): Promise<Shown> {
      const isNew = (call: Call): boolean => connector.calls.indexOf(call) >= seen && call.status < 300;
      const call = await connector.until((one) => isNew(one) && (one.method === 'POST' || one.method === 'PUT'));
      if (call.method === 'PUT') return shown(call.activityId ?? '', true, asked);
      const conversation = person.conversationOf('personal');
      return shown(connector.shown(conversation).at(-1)?.id ?? '', false, asked);
    }

    async function shown(id: string, replaced: boolean, asked: number, inPlace?: unknown): Promise<Shown> {
      const conversation = person.conversationOf('personal');
      const current = (): unknown => connector.shown(conversation).find((one) => one.id === id)?.attachments?.[0]?.content;
      if (inPlace === undefined) await withPictures(current, pictures.asked - asked);
      return describe(screenOf(inPlace ?? current()), id, replaced);
    }

    function describe(screen: Screen, id: string, replaced: boolean): Shown {
      const form = formOf(screen, screen.text.split('\n')[0] ?? '', (label, typed) => {
        const button = screen.actions.find((one) => one.label === label) ?? notOffered(label);
        const untouched = Object.fromEntries(screen.inputs.map((input) => [input.id, input.value]));
        return press(button, button.sendsInputs ? { ...untouched, ...typed } : {}, id);
      });
      const choices = screen.actions.filter((action) => 'choice' in action.data);
      const searches = screen.actions.filter((action) => 'several' in action.data);
      return {
        text: screen.text,
        images: screen.images,
        replaced,
        buttons: form
          ? []
          : screen.actions
              .filter((action) => !choices.includes(action) && !searches.includes(action))
              .map((action) => ({ label: action.label, press: () => press(action, {}, id) })),
        selects: choices.map((action) => {
          const input = screen.inputs.find((one) => one.id === action.data['choice']);
          const options = input?.choices ?? [];
          return {
            label: input?.label ?? '',
            options: options.map((option) => option.title),
            choose: (option: string) =>
              press(action, { [input?.id ?? '']: options.find((one) => one.title === option)?.value ?? option }, id),
          };
        }),
        searches: searches.map((action) => searchOf(action, screen, id)),
        ...(form && { form }),
      };
    }

    /** Teams remembers what it has offered while the card stands. */
    function searchOf(action: Pressable, screen: Screen, id: string): Shown['searches'][number] {
      const input = screen.inputs.find((one) => one.id === action.data['several']);
      const known = [...(input?.choices ?? [])];
      const values = (input?.value ?? '').split(',').filter(Boolean);
      return {
        label: input?.label ?? '',
        chosen: values.map((value) => known.find((one) => one.value === value)?.title ?? value),
        type: async (text) => {
          const found = await person.type(input?.dataset ?? '', text, { locale });
          known.push(...found);
          return found.map(({ title }) => title);
        },
        choose: (labels) => {
          const chosen = labels.map((label) => known.find(({ title }) => title === label)?.value ?? notOffered(label));
          return press(action, { [input?.id ?? '']: chosen.join(',') }, id);
        },
      };
    }

    /** A form as it stands: in a dialog, or in the chat. `send` presses one of its buttons. */
    function formOf(
      screen: Screen,
      title: string,
      send: (button: string, typed: Record<string, string>) => Promise<Shown>,
    ): ShownForm | undefined {
      const actions = (kind: string): Pressable[] => screen.actions.filter(({ data }) => data['vigia'] === kind);
      const [submit] = actions('submit');
      const leave = actions('back')[0] ?? actions('cancel')[0];
      if (!submit || !leave) return undefined;
      /** Teams remembers what it has offered while the form stands. */
      const offered = new Map(screen.inputs.map((input) => [input.id, [...input.choices]]));
      const inputNamed = (name: string): Input => screen.inputs.find(({ id }) => id === `input:${name}`) ?? notOffered(name);
      const typedOf = (given: Given): Record<string, string> =>
        Object.fromEntries(
          Object.entries(given).map(([name, left]) => {
            const input = inputNamed(name);
            return [
              input.id,
              [left]
                .flat()
                .map((one) => chosenValue(input, one, offered.get(input.id) ?? []))
                .join(','),
            ];
          }),
        );
      return {
        title,
        text: screen.text,
        depth: unpack(String(submit.data['form']))?.depth ?? 0,
        inputs: screen.inputs.map((input) => ({
          name: nameOf(input.id),
          label: input.label.replace(/ \*$/, ''),
          value: input.dataset ? optionOf(input.value).value : input.value,
          options: input.choices.map((one) => one.title),
        })),
        errors: Object.fromEntries(Object.entries(screen.errors).map(([id, words]) => [nameOf(id), words.replace(/^🔴 /u, '')])),
        buttons: actions('press').map(({ label }) => label),
        type: async (name, text) => {
          const input = inputNamed(name);
          const found = await person.type(input.dataset ?? notOffered(name), text, { locale });
          offered.get(input.id)?.push(...found);
          return found.map((one) => one.title);
        },
        press: (label, given = {}) => send(label, typedOf(given)),
        submit: (given) => send(submit.label, typedOf(given)),
        cancel: () => send(leave.label, {}),
      };
    }

    /** What stands on the screen: a dialog, or what came of it in the conversation. */
    async function afterTask(task: Task, seen: number, asked: number): Promise<Shown> {
      if (task.kind === 'closed') return nextMessage(seen, asked);
      if (task.kind === 'word') return { ...NOTHING, text: task.text };
      const form = formOf(task.screen, task.title, async (label, typed) => {
        const before = connector.calls.length;
        const { asked } = pictures;
        const next = await pressInDialog(person, task, label, typed, { locale });
        const leaves = task.screen.actions.find((one) => one.label === label)?.data['vigia'] === 'cancel';
        return leaves && next.kind === 'closed' ? NOTHING : afterTask(next, before, asked);
      });
      return { ...NOTHING, text: task.screen.text, ...(form && { form }) };
    }

    async function press(action: Pressable, inputs: Record<string, string>, id: string): Promise<Shown> {
      const seen = connector.calls.length;
      const { asked } = pictures;
      if (action.opensDialog) return afterTask(await openDialog(person, action, { locale, replyToId: id }), seen, asked);
      const sent = await person.execute(action.verb, { ...action.data, ...inputs }, { locale, replyToId: id });
      const card = cardOf(sent);
      if (!card) return nextMessage(seen, asked);
      // The card also changes for everyone else; what comes after must not be taken for it.
      if (!isForm(screenOf(card))) await connector.until((call) => connector.calls.indexOf(call) >= seen && call.method === 'PUT');
      return shown(id, true, asked, card);
    }

    return {
      ask: async (text: string): Promise<Shown> => {
        const seen = connector.calls.length;
        const { asked } = pictures;
        await person.write(text, { locale });
        return nextMessage(seen, asked);
      },
      take: async (text: string): Promise<TakenFile> => {
        const seen = connector.calls.length;
        const isNew = (call: Call): boolean => connector.calls.indexOf(call) >= seen && call.status < 300;
        await person.write(text, { locale });
        const asked = await connector.until((call) => isNew(call) && contentTypeOf(call).endsWith('file.consent'));
        const messages = connector.shown(asked.conversation);
        const question = messages.findLast((one) => one.attachments?.[0]?.contentType === contentTypeOf(asked));
        const session = connector.session();
        if (question) await person.consent(question, session.url, { locale });
        await connector.until((call) => isNew(call) && contentTypeOf(call).endsWith('file.info'));
        const last = await connector.until((call) => isNew(call) && call.method === 'PUT' && cancelOf(call) === undefined);
        const said = screenOf(last.activity.attachments?.[0]?.content).text;
        return { name: question?.attachments?.[0]?.name ?? '', content: session.bytes().toString(), said };
      },
    };
  }

  return {
    name: 'teams',
    open: async (context: PlatformContext) => {
      connector = await startConnector();
      const link: typeof context.media.link = (chart, theme) => {
        pictures.asked += 1;
        pictures.drawing += 1;
        return context.media.link(chart, theme).finally(() => (pictures.drawing -= 1));
      };
      bot = await startBot(connector, { ...context, media: { ...context.media, link } });
    },
    close: async () => {
      await bot.stop();
      await connector.close();
    },
    ask: (text, person, locale = 'en-US') => chat(createPerson(connector, bot.url, person, person), locale).ask(text),
    take: (text, person, locale = 'en-US') => chat(createPerson(connector, bot.url, person, person), locale).take(text),
  };
}

const contentTypeOf = ({ activity }: Call): string => activity.attachments?.[0]?.contentType ?? '';
const cancelOf = ({ activity }: Call): Pressable | undefined =>
  screenOf(activity.attachments?.[0]?.content).actions.find(({ verb }) => verb === 'csv.cancel');

const NOTHING: Shown = { text: '', images: [], replaced: false, buttons: [], selects: [], searches: [] };
const isForm = (screen: Screen): boolean => screen.actions.some(({ data }) => data['vigia'] === 'submit');
const nameOf = (id: string): string => id.replace(/^input:/, '');

/** A choice by its label or its value; anything else as it was typed. */
function chosenValue(input: Input, left: string, offered: Input['choices']): string {
  if (input.type !== 'Input.ChoiceSet' || left === '') return left;
  const valueOf = (value: string): string => (input.dataset ? optionOf(value).value : value);
  return (offered.find(({ title, value }) => title === left || valueOf(value) === left) ?? notOffered(left)).value;
}

function notOffered(label: string): never {
  throw new Error(`“${label}” was never offered`);
}

/** The card that an invoke answered with, when it did. */
function cardOf(sent: Sent): unknown {
  const body = sent.body as { type?: string; value?: unknown } | undefined;
  return body?.type === 'application/vnd.microsoft.card.adaptive' ? body.value : undefined;
}
