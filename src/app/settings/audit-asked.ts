/** Which entries of the audit are asked for: by words, by choices, and page by page. */
import { fold } from '../dispatch.ts';
import type { MessageKey } from '../command.ts';
import { UserError } from '../errors.ts';
import { fitting } from '../named.ts';
import type { AuditEntry, Services } from '../services.ts';
import { packState, unpackState } from '../state.ts';

/** What entries are of: the first word of what they tell, what it is called, and how people write it. */
export const KINDS: readonly { kind: string; label: MessageKey; words: readonly string[] }[] = [
  { kind: 'parameter', label: 'parameters.title', words: ['parameters', 'parametro', 'parametros'] },
  { kind: 'agent', label: 'agents.linked.title', words: ['agents', 'agente', 'agentes', 'atendentes'] },
  { kind: 'department', label: 'departments.title', words: ['departments', 'departamento', 'departamentos'] },
  { kind: 'category', label: 'categories.title', words: ['categories', 'categoria', 'categorias'] },
  { kind: 'template', label: 'templates.title', words: ['templates'] },
  { kind: 'person', label: 'people.title', words: ['people', 'pessoa', 'pessoas'] },
  { kind: 'alert', label: 'alerts.title', words: ['alerts', 'alerta', 'alertas'] },
  { kind: 'digest', label: 'digests.title', words: ['digests', 'resumo', 'resumos'] },
  { kind: 'export', label: 'audit.kind.export', words: ['exports', 'files', 'arquivo', 'arquivos', 'csv'] },
  { kind: 'sent', label: 'audit.kind.sent', words: ['messages', 'mensagem', 'mensagens'] },
];

/** Which entries, and from where on. */
export interface Asked {
  kind?: string | undefined;
  by?: string | undefined;
  before?: Place | undefined;
  after?: Place | undefined;
}

type Place = Pick<AuditEntry, 'at' | 'id'>;

/** An entry's place as a button carries it; entries that arrive meanwhile move none. */
function packPlace({ at, id }: Place): string {
  return `${at.getTime()}-${id}`;
}

function placeOf(packed: string | undefined): Place | undefined {
  const [, time, id = ''] = /^(\d{1,15})-(.+)$/.exec(packed ?? '') ?? [];
  return time === undefined ? undefined : { at: new Date(Number(time)), id };
}

/** Empty values do not travel on every platform. */
export function packAsked({ kind, by, before, after }: Asked): string {
  const place = { before: before && packPlace(before), after: after && packPlace(after) };
  return packState({ kind, by, ...place }) || 'all';
}

/** Came over the wire: what is none of it asks for nothing. */
export function unpackAsked(value: string): Asked {
  const { kind, by, before, after } = unpackState(value);
  return { kind: KINDS.find((one) => one.kind === kind)?.kind, by, before: placeOf(before), after: placeOf(after) };
}

/** `templates`, `arquivos`, a person's id or name. @throws UserError naming the kinds there are */
export async function askedIn(words: readonly string[], { settings, people, t }: Services): Promise<Asked> {
  const [first = '', ...rest] = words;
  if (first === '') return {};
  const wanted = fold(first);
  const kind = KINDS.find((one) => one.kind === wanted || one.words.includes(wanted));
  const text = (kind ? rest : words).join(' ');
  const asked = kind ? { kind: kind.kind } : {};
  if (text === '') return asked;
  if (/^\w+:\S+$/.test(text)) return { ...asked, by: text };
  const ids = [...new Set([...people.first, ...(await settings.read()).people.map(({ id }) => id)])];
  const names = await people.names(ids);
  const [person, ...others] = fitting(
    ids.map((id) => ({ id, name: names.get(id) })),
    text,
  );
  if (person && others.length === 0) return { ...asked, by: person.id };
  throw new UserError('audit.error.words', { word: text.slice(0, 40), kinds: KINDS.map((one) => t(one.label)).join(', ') });
}
