/** Drives Teams as a person would: messages and presses through the local connector, with signed requests. */
import type { PlatformContext } from '../../../src/platforms/platform.ts';
import { type RunningBot, startBot } from '../../fakes/teams/bot.ts';
import { type Call, type FakeConnector, startConnector } from '../../fakes/teams/connector.ts';
import { createPerson, type Person, type Sent } from '../../fakes/teams/person.ts';
import { type Pressable, type Screen, screenOf } from '../../fakes/teams/screen.ts';
import type { PlatformDriver, Shown, ShownForm, TakenFile } from '../driver.ts';

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
      const form = formOf(screen, id);
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

    function formOf(screen: Screen, id: string): ShownForm | undefined {
      const submit = screen.actions.find((action) => action.data['vigia'] === 'submit');
      if (!submit) return undefined;
      const name = (inputId: string): string => inputId.replace(/^input:/, '');
      return {
        title: screen.text.split('\n')[0] ?? '',
        inputs: screen.inputs.map((input) => ({ name: name(input.id), label: input.label, value: input.value })),
        errors: Object.fromEntries(Object.entries(screen.errors).map(([inputId, words]) => [name(inputId), words])),
        submit: (values) => {
          const untouched = Object.fromEntries(screen.inputs.map((input) => [input.id, input.value]));
          const typed = Object.fromEntries(Object.entries(values).map(([key, value]) => [`input:${key}`, value]));
          return press(submit, { ...untouched, ...typed }, id);
        },
      };
    }

    async function press(action: Pressable, inputs: Record<string, string>, id: string): Promise<Shown> {
      const seen = connector.calls.length;
      const { asked } = pictures;
      const sent = await person.execute(action.verb, { ...action.data, ...inputs }, { locale, replyToId: id });
      const card = cardOf(sent);
      if (!card) return nextMessage(seen, asked);
      // The card also changes for everyone else; what comes after must not be taken for it.
      if (!formOf(screenOf(card), id)) await connector.until((call) => connector.calls.indexOf(call) >= seen && call.method === 'PUT');
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

function notOffered(label: string): never {
  throw new Error(`“${label}” was never offered`);
}

/** The card that an invoke answered with, when it did. */
function cardOf(sent: Sent): unknown {
  const body = sent.body as { type?: string; value?: unknown } | undefined;
  return body?.type === 'application/vnd.microsoft.card.adaptive' ? body.value : undefined;
}
