/** The one way to an answer: find the command, check access, run, catch. Platforms call it and render what comes back. */
import { randomUUID } from 'node:crypto';
import type { Translate } from '../i18n/translate.ts';
import { languageOf, translator } from '../i18n/translate.ts';
import type { Card, Language, Option } from '../view/card.ts';
import type { FormValues } from '../view/form.ts';
import { mayAct, type Role } from './access.ts';
import type { Action, Answer, Command, Person, Request, Submit } from './command.ts';
import { UnavailableError, UserError } from './errors.ts';
import { noticed, withFoot } from './foot.ts';
import type { Services } from './services.ts';
import { closest } from './suggest.ts';

/** Who asks, from where, as the platform knows it. */
export interface Origin {
  platform: string;
  person: { id: string; name?: string | undefined; locale?: string | undefined };
  /** The instant of the question (default: now). */
  at?: Date | undefined;
  /** A language chosen on the spot, before the person's, the platform's and the workspace's. */
  language?: Language | undefined;
}

/** An answer and the language to render it in. `failed`: it tells of an error or a refusal. */
export interface Reply {
  answer: Answer;
  language: Language;
  t: Translate;
  failed: boolean;
}

/** Never throws: errors come back as cards. */
export interface Dispatch {
  /** `now suporte`, `hoje`, …: the words after `/vigia` or the mention. */
  ask: (text: string, origin: Origin) => Promise<Reply>;
  /** A pressed button or a chosen option: `<command>.<action>` and its value. */
  act: (action: string, value: string, origin: Origin) => Promise<Reply>;
  /** What fits the words typed so far into a search (`Search` of view/card.ts); nothing for whoever may not use it. */
  search: (action: string, typed: string, origin: Origin) => Promise<Option[]>;
  /** A submitted form, or a pressed button in one: `<command>.<submit>`, its values, the state it carried, the button's value. */
  submit: (submit: string, values: FormValues, state: string, origin: Origin, value?: string) => Promise<Reply>;
}

export interface DispatchOptions {
  commands: readonly Command[];
  /** The person behind a platform's id; `role` null for a stranger, `language` null for no preference of theirs. */
  whoIs: (origin: Origin) => Promise<Omit<Person, 'language'> & { language: Language | null }>;
  services: (language: Language) => Services;
  log: { warn: (fields: object, message: string) => void; error: (fields: object, message: string) => void };
  now: () => Date;
  /** For whoever cannot be asked for theirs: a locale of another language, the database away. */
  language: Language;
  /** Told of every answer and how long it took, ms. */
  observe?: ((what: string, ms: number) => void) | undefined;
  /** The data is the demo's, and every answer says so. */
  simulated: boolean;
}

type Handlers = { actions: Action; submits: Submit };
type Run = (request: Request, services: Services) => Promise<Answer>;
interface Found {
  role: Role;
  args: string[];
  run: Run;
}

/** Makes the dispatcher of a list of commands. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { commands, log } = options;

  async function answer(find: () => Found, origin: Origin, what: string): Promise<Reply> {
    const began = performance.now();
    const given = await reach(find, origin, what);
    options.observe?.(what, performance.now() - began);
    return given;
  }

  async function reach(find: () => Found, origin: Origin, what: string): Promise<Reply> {
    let language = origin.language ?? languageOf(origin.person.locale) ?? options.language;
    let asker: { person: string; role: Role | null } = { person: origin.person.id, role: null };
    try {
      const known = await options.whoIs(origin);
      asker = { person: known.id, role: known.role };
      const parameters = await options.services(language).parameters();
      language = origin.language ?? known.language ?? languageOf(origin.person.locale) ?? parameters.language;
      const services = options.services(language);
      const person: Person = { ...known, language };
      if (person.role === null) return reply(await strangerCard(origin.platform, services), language, true);
      const { role, args, run } = find();
      if (!mayAct(person.role, role)) throw new UserError('error.role', { role: services.t(`role.${role}`) });
      const at = origin.at ?? options.now();
      const given = await run({ args, at, person, platform: origin.platform }, services);
      const foot = { at, timeZone: parameters.timeZone, simulated: options.simulated };
      const footed = (card: Card): Card => withFoot(permitted(card, person.role), services, foot);
      return { answer: withCards(given, footed), language, t: services.t, failed: false };
    } catch (error) {
      // A handler may ask for more than its command's role.
      if (error instanceof UserError && error.key === 'error.role') log.warn({ ...asker, what }, 'refused: the role does not allow it');
      return reply(errorCard(error, language, what), language, true);
    }
  }

  function reply(card: Card, language: Language, failed: boolean): Reply {
    const t = translator(language);
    return { answer: { kind: 'card', card: noticed(card, t, options.simulated), replace: false }, language, t, failed };
  }

  /** Without the buttons that this person's role would be refused. */
  function permitted(card: Card, role: Role | null): Card {
    const may = ({ action }: { action: string }): boolean => {
      const named = part('actions', action);
      return !named || mayAct(role, named.handler.role ?? named.found.role);
    };
    const blocks = card.blocks.map((block) => (block.kind === 'actions' ? { ...block, controls: block.controls.filter(may) } : block));
    return { ...card, blocks: blocks.filter((block) => block.kind !== 'actions' || block.controls.length > 0) };
  }

  async function strangerCard(platform: string, { t, people }: Services): Promise<Card> {
    const admins = await people.admins(platform);
    const named = admins.flatMap((admin, index) => [index > 0 ? ', ' : ' ', { person: admin.id, name: admin.name }]);
    const text = admins.length > 0 ? [t('error.stranger.ask'), ...named] : [t('error.stranger.nobody')];
    return { title: t('error.stranger.title'), blocks: [{ kind: 'text', text }] };
  }

  function errorCard(error: unknown, language: Language, what: string): Card {
    const t = translator(language);
    if (error instanceof UserError) return { title: t('error.title'), blocks: [{ kind: 'text', text: t(error.key, error.values) }] };
    const reference = randomUUID().slice(0, 8);
    log.error({ err: error, reference, what }, 'a request failed');
    const key = error instanceof UnavailableError ? 'error.unavailable' : 'error.unexpected';
    return { title: t('error.title'), blocks: [{ kind: 'text', text: t(key, { reference }) }] };
  }

  function command(name: string): Command | undefined {
    return commands.find((one) => one.name === name || one.aliases.includes(name));
  }

  /** `now.list` → its command and the handler behind the first dot; ids come over the wire, so that only own names count. */
  function part<Kind extends 'actions' | 'submits'>(kind: Kind, id: string): { found: Command; handler: Handlers[Kind] } | undefined {
    const dot = id.indexOf('.');
    const found = command(id.slice(0, dot));
    const handlers = found?.[kind] as Record<string, Handlers[Kind]> | undefined;
    const name = id.slice(dot + 1);
    const handler = handlers && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    return found && handler && { found, handler };
  }

  return {
    ask: (text, origin) => {
      const [word = 'help', ...args] = text.trim().split(/\s+/).filter(Boolean);
      const name = fold(word);
      return answer(
        () => {
          const found = command(name);
          if (!found) throw unknownCommand(word, name, namesIn(origin.language, commands));
          return {
            role: found.role,
            args,
            run: async (request, services) => {
              const given = await found.run(request, services);
              return 'kind' in given ? given : { kind: 'card', card: given, replace: false };
            },
          };
        },
        origin,
        `ask ${command(name)?.name ?? 'unknown'}`,
      );
    },
    act: (id, value, origin) => {
      const named = part('actions', id);
      return answer(
        () => {
          if (!named) throw new UserError('error.gone');
          const { found, handler } = named;
          return { role: handler.role ?? found.role, args: [], run: (request, services) => handler.run({ ...request, value }, services) };
        },
        origin,
        named ? `act ${id}` : 'act unknown',
      );
    },
    search: async (id, typed, origin) => {
      try {
        const named = part('actions', id);
        const known = await options.whoIs(origin);
        if (!named?.handler.search || !mayAct(known.role, named.handler.role ?? named.found.role)) return [];
        const language = origin.language ?? known.language ?? languageOf(origin.person.locale) ?? options.language;
        const by = { person: { ...known, language }, platform: origin.platform, at: origin.at ?? options.now() };
        return await named.handler.search(typed, options.services(language), by);
      } catch (error) {
        log.error({ err: error, what: `search ${id}` }, 'a search failed');
        return [];
      }
    },
    submit: (id, values, state, origin, value = '') => {
      const named = part('submits', id);
      return answer(
        () => {
          if (!named) throw new UserError('error.gone');
          const { found, handler } = named;
          return {
            role: handler.role ?? found.role,
            args: [],
            run: (request, services) => handler.run({ ...request, values, state, value }, services),
          };
        },
        origin,
        named ? `submit ${id}` : 'submit unknown',
      );
    },
  };
}

/** The answer with each card it has or will show changed. */
function withCards(answer: Answer, change: (card: Card) => Card): Answer {
  if (answer.kind === 'card') return { ...answer, card: change(answer.card) };
  if (answer.kind !== 'export') return answer;
  const { card } = answer.export;
  return { kind: 'export', export: { ...answer.export, card: (state) => change(card(state)) } };
}

/** Lower case without accents or a leading slash: as people type on a phone. */
export function fold(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .replace(/^\//, '');
}

/** What commands are called: of names that are equally near the first one is suggested, in Portuguese one of the aliases. */
function namesIn(language: Language | undefined, commands: readonly Command[]): string[] {
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  return language === 'pt-BR' ? [...commands.flatMap(({ aliases }) => aliases), ...names] : names;
}

function unknownCommand(word: string, name: string, names: string[]): UserError {
  const suggestion = closest(name, names);
  const shown = word.slice(0, 40);
  return suggestion ? new UserError('error.unknown.suggest', { word: shown, suggestion }) : new UserError('error.unknown', { word: shown });
}
