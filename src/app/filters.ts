/** The words after `history` and `outbound`, in both languages and in any order (docs/lists.md). */
import type { State } from '../domain/conversation.ts';
import { STATES } from '../domain/conversation.ts';
import { CHANNELS, type Channel, type Named } from '../domain/events.ts';
import { OUTCOMES, type Outcome } from '../domain/history.ts';
import type { Asked } from './asked.ts';
import { departmentIn } from './department.ts';
import { fold } from './dispatch.ts';
import { UserError } from './errors.ts';
import { fitting, nameOf } from './named.ts';
import { periodOf, periodPhrases } from './period.ts';
import type { Services } from './services.ts';
import { closest } from './suggest.ts';

type Kind = 'history' | 'outbound';
type Key = 'channel' | 'state' | 'department' | 'agent' | 'find' | 'text' | 'from' | 'to' | 'when';

const KEYS: Readonly<Record<string, Key>> = {
  ...keyed('channel', 'channel canal origem'),
  ...keyed('state', 'state status situacao estado'),
  ...keyed('department', 'department dept team departamento depto setor fila queue'),
  ...keyed('agent', 'agent agents agente agentes atendente atendentes'),
  ...keyed('find', 'protocol protocolo contact contato customer cliente phone telefone email'),
  ...keyed('text', 'text subject texto assunto'),
  ...keyed('from', 'from since de desde'),
  ...keyed('to', 'to until ate'),
  ...keyed('when', 'when date day period quando data dia periodo'),
};

function keyed(key: Key, words: string): Record<string, Key> {
  return Object.fromEntries(words.split(' ').map((word) => [word, key]));
}

/** Words for channels and states; those before the bar also count without their key. */
const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  whatsapp: 'whatsapp zap wpp | whats',
  telegram: 'telegram',
  facebook: 'facebook messenger | fb',
  instagram: 'instagram insta | ig',
  livechat: 'livechat | chat site chatdosite',
  other: '| other others outro outros',
};
const STATE_WORDS: Readonly<Record<State, string>> = {
  triage: 'triage triagem | intriage emtriagem menu',
  queued: 'queued inqueue nafila | queue fila',
  in_service: 'inservice ematendimento | service serving atendimento',
  closed: 'closed concluido concluidos fechado fechados encerrado encerrados | done',
  cancelled: 'cancelled canceled cancelado cancelados',
};
const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  waiting: 'waiting unanswered aguardando semresposta | espera',
  answered: 'answered respondida respondidas | respondido respondidos',
  in_service: STATE_WORDS.in_service,
  closed: `${STATE_WORDS.closed} concluida concluidas fechada fechadas`,
  cancelled: `${STATE_WORDS.cancelled} cancelada canceladas`,
};

const DELIVERED = new Set(['delivered', 'entregue', 'entregues']);

/** Longest mistyped word that an error repeats. */
const SHOWN = 40;

function wordIn<Value extends string>(
  table: Readonly<Record<Value, string>>,
  values: readonly Value[],
  text: string,
  bare: boolean,
): Value | undefined {
  const word = fold(text).replaceAll(/[\s_-]/g, '');
  return values.find((value) => {
    const [free = '', withKey = ''] = table[value].split('|');
    return `${free} ${bare ? '' : withKey}`.split(/\s+/).includes(word) && word !== '';
  });
}

const PHONES = /\+\d[\d\s().-]{6,}\d|(?:\(\d{2,3}\)|\b(?:55[\s.-]?)?0?\d{2})[\s.-]?(?:9[\s.]?)?\d{4}[\s.-]?\d{4}\b/g;
const TOKEN = /[\p{L}]+:\s*"[^"]*"|"[^"]*"|[\p{L}]+:\s+(?=\S)\S+|\S+/gu;

/** The pieces of a search: telephones in one piece, quoted words together. */
function pieces(words: readonly string[]): string[] {
  const text = periodPhrases(words)
    .join(' ')
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/(\d+)\s+(?:days?|dias?)\b/gi, '$1d')
    .replaceAll(PHONES, (phone) => (/^\d{4}-\d{2}-\d{2}$/.test(phone) ? phone : phone.replaceAll(/[\s().-]/g, '')));
  return text.match(TOKEN) ?? [];
}

function unquoted(text: string): string {
  return text.trim().replaceAll('"', '').trim();
}

/** A piece with its key, where it has one that is known: `Canal: WhatsApp`. */
function keyedPiece(piece: string): { key: Key; value: string } | undefined {
  const [, word = '', rest = ''] = /^(\p{L}+):\s*(.*)$/su.exec(piece) ?? [];
  const folded = fold(word);
  const key = Object.hasOwn(KEYS, folded) ? KEYS[folded] : undefined;
  const value = unquoted(rest);
  return key && value ? { key, value } : undefined;
}

/** `word:value`, but no address. */
const KEYED = /^(\p{L}+):\s*(?!\/\/)(\S.*)$/su;

/** @throws UserError for a key that is none, so that a slip of the finger is not looked for as text; ids such as `chatwoot:57` are no keys */
function refuseKey(piece: string): void {
  const [, word = '', value = ''] = KEYED.exec(piece) ?? [];
  if (word === '') return;
  const suggestion = closest(fold(word), Object.keys(KEYS));
  if (suggestion) throw new UserError('history.error.key.suggest', { word: word.slice(0, SHOWN), suggestion });
  if (!/\d/.test(value)) throw new UserError('history.error.key', { word: word.slice(0, SHOWN) });
}

/** A protocol, telephone or e-mail by its looks: `#…`, `+55…`, `20261122-000123`, `maria@example.com`. */
function looksFound(piece: string): boolean {
  if (/^#\S+$/.test(piece) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(piece)) return true;
  return /^\+?[\d-]+$/.test(piece) && piece.replaceAll(/\D/g, '').length >= 5 && !isDate(piece);
}

const DATE = /^(\d{4}-\d{1,2}(-\d{1,2})?|\d{4}-w\d{2}|\d{1,2}\/\d{1,2}(\/\d{4})?|\d{1,2}\/\d{4}|(19|20)\d{2})$/i;

function isDate(piece: string): boolean {
  return piece.split('..').every((part) => part === '' || DATE.test(part)) && piece !== '..';
}

/** The period that a bare piece names, in the words that buttons carry; undefined for none. */
function whenOf(piece: string, at: Date, timeZone: string): string | undefined {
  const word = fold(piece);
  if (/^\d{1,4}d$/.test(word)) return word;
  if (/\d/.test(word)) {
    if (!isDate(word)) return undefined;
    const [from = '', to] = word.split('..');
    // Read once, so that a date that does not exist is refused now, by its name.
    if (to === undefined || (from && to)) periodOf(word, at, timeZone);
    else periodOf(from || to, at, timeZone);
    return word;
  }
  return periodOf(word, at, timeZone) ? word : undefined;
}

function refuse(key: 'channel' | 'state' | 'when', word: string, choices: readonly string[], { t, format }: Services): UserError {
  return new UserError('history.error.word', {
    what: t(`history.filter.${key}`),
    word: word.slice(0, SHOWN),
    choices: format.join([...choices]),
  });
}

async function agentsNamed(text: string, { desk, format }: Services): Promise<string[]> {
  const known = await desk.agents();
  const found = text.split(',').map((one) => ({ one, agents: fitting(known, one) }));
  const missing = found.find(({ agents }) => agents.length === 0);
  if (!missing) return found.flatMap(({ agents }) => agents.map(({ id }) => id));
  throw new UserError('history.error.agent', {
    word: missing.one.trim().slice(0, SHOWN),
    agents: known.length > 0 ? format.join(known.slice(0, 20).map(nameOf)) : '–',
  });
}

/** A department or an agent that words name in full; people write `history suporte`. */
function named(known: readonly Named[], words: string): Named | undefined {
  return known.find(({ name }) => name !== undefined && fold(name) === fold(words));
}

interface Reading {
  kind: Kind;
  at: Date;
  timeZone: string;
  services: Services;
}

async function readKeyed(asked: Asked, { key, value }: { key: Key; value: string }, reading: Reading): Promise<Asked> {
  const { kind, at, timeZone, services } = reading;
  switch (key) {
    case 'channel': {
      const channel = wordIn(CHANNEL_WORDS, CHANNELS, value, false);
      if (!channel)
        throw refuse(
          key,
          value,
          CHANNELS.map((one) => services.t(`channel.${one}`)),
          services,
        );
      return { ...asked, channel };
    }
    case 'state':
      return { ...asked, ...stateNamed(value, kind, services) };
    case 'department':
      return { ...asked, department: (await departmentIn([value], services))?.id };
    case 'agent':
      return { ...asked, agents: await agentsNamed(value, services) };
    case 'find':
      // A contact's name is text; numbers, addresses and ids are looked up.
      return /[\d@#:]/.test(value) ? { ...asked, find: value } : { ...asked, text: joined(asked.text, value) };
    case 'text':
      return { ...asked, text: joined(asked.text, value) };
    case 'from':
    case 'to':
    case 'when': {
      const word = whenOf(value, at, timeZone);
      if (!word) throw new UserError('history.error.when', { word: value.slice(0, SHOWN) });
      return { ...asked, when: key === 'when' ? word : bounded(asked.when, key, word, at, timeZone) };
    }
  }
}

/** Every conversation of our own was delivered. */
function isDelivered(word: string): boolean {
  return DELIVERED.has(fold(word));
}

function stateNamed(value: string, kind: Kind, services: Services): Pick<Asked, 'state' | 'outcome'> {
  if (kind === 'outbound') {
    if (isDelivered(value)) return { outcome: undefined };
    const outcome = wordIn(OUTCOME_WORDS, OUTCOMES, value, false);
    if (outcome) return { outcome };
    throw refuse(
      'state',
      value,
      OUTCOMES.map((one) => services.t(`outbound.${one}`)),
      services,
    );
  }
  const state = wordIn(STATE_WORDS, STATES, value, false);
  if (state) return { state };
  throw refuse(
    'state',
    value,
    STATES.map((one) => services.t(`state.${one}`)),
    services,
  );
}

function joined(before: string | undefined, more: string): string {
  return before ? `${before} ${more}` : more;
}

/** `from:` and `to:` in either order, as a range. */
function bounded(when: string | undefined, key: 'from' | 'to', word: string, at: Date, timeZone: string): string {
  const [from = '', to = ''] = when?.includes('..') ? when.split('..') : [];
  const range = key === 'from' ? `${word}..${to}` : `${from}..${word}`;
  if (!range.startsWith('..') && !range.endsWith('..')) periodOf(range, at, timeZone);
  return range;
}

/** What a piece without a key says; undefined for plain text. */
function readBare(piece: string, { kind, at, timeZone }: Reading): Asked | undefined {
  const word = unquoted(piece);
  const channel = wordIn(CHANNEL_WORDS, CHANNELS, word, true);
  if (channel) return { channel };
  const outcome = kind === 'outbound' ? wordIn(OUTCOME_WORDS, OUTCOMES, word, true) : undefined;
  if (outcome) return { outcome };
  if (kind === 'outbound' && isDelivered(word)) return {};
  const state = kind === 'history' ? wordIn(STATE_WORDS, STATES, word, true) : undefined;
  if (state) return { state };
  if (piece.startsWith('"')) return undefined;
  const when = whenOf(word, at, timeZone);
  if (when) return { when };
  return looksFound(word) ? { find: word } : undefined;
}

/**
 * Reads the words after the command. Keys (`channel:`, `canal:`) may stand anywhere; without a key are understood: dates and
 * periods, channels, states, protocols, telephones, e-mails, a department's or agent's full name. The rest is text to look for.
 * @throws UserError for a value that a key does not know, and for dates that do not exist
 */
export async function readFilters(words: readonly string[], kind: Kind, at: Date, services: Services): Promise<Asked> {
  const { timeZone } = await services.parameters();
  const reading: Reading = { kind, at, timeZone, services };
  let asked: Asked = {};
  const rest: string[] = [];
  for (const piece of pieces(words)) {
    const withKey = keyedPiece(piece);
    if (withKey) asked = await readKeyed(asked, withKey, reading);
    else {
      const said = readBare(piece, reading);
      if (said) asked = { ...asked, ...said };
      else {
        refuseKey(piece);
        if (unquoted(piece)) rest.push(unquoted(piece));
      }
    }
  }
  return rest.length > 0 ? withRest(asked, rest.join(' '), reading) : asked;
}

async function withRest(asked: Asked, rest: string, { at, services: { desk, lists } }: Reading): Promise<Asked> {
  const [departments, agents] = await Promise.all([desk.departments(), desk.agents()]);
  const department = asked.department === undefined ? named(departments, rest) : undefined;
  if (department) return { ...asked, department: department.id };
  const agent = asked.agents ? undefined : named(agents, rest);
  if (agent) return { ...asked, agents: [agent.id] };
  // Ids have letters too; a word with a digit is worth a look.
  const isKnown = /^\S*\d\S*$/.test(rest) && (await lists.find(rest, at)).length > 0;
  return isKnown ? { ...asked, find: rest } : { ...asked, text: joined(asked.text, rest) };
}
