/** What a template was before: who changed it, when, what; an older text can be taken up again. */
import { itemOf } from '../../domain/configuration.ts';
import type { Button, Card, ListRow } from '../../view/card.ts';
import { whoText } from '../called.ts';
import { type Action, replaced } from '../command.ts';
import { UserError } from '../errors.ts';
import { open } from '../forms/editor.ts';
import type { AuditEntry, Services } from '../services.ts';
import { offsetOf, packState, unpackState } from '../state.ts';
import { hubButton } from './hub-button.ts';
import { formButton } from './list-card.ts';
import { templateEditor, templateValues } from './template-form.ts';
import { aroundChange } from './text-change.ts';
import { namesIn, told } from './words.ts';

/** Versions a page. */
const PAGE = 6;
/** So many changes of one template in one millisecond would be a flood. */
const AT_ONCE = 50;

type Place = NonNullable<Parameters<Services['audit']['entries']>[0]['before']>;

/** A version as a button carries it: the template, the moment (ms) and the entry. */
function pack(id: string, { at, id: entry }: Place): string {
  return packState({ i: id, t: at.getTime(), e: entry });
}

function unpack(value: string): { id: string; place: Place } {
  const { i = '', t, e = '' } = unpackState(value);
  return { id: i, place: { at: new Date(offsetOf(t)), id: e } };
}

/** The entry with its texts cut around what changed. */
function shortened(entry: AuditEntry): AuditEntry {
  const bodyOf = (item: unknown): string => String(templateValues(item)?.['body'] ?? '');
  const added = entry.from === null;
  const [old, current] = aroundChange(added ? bodyOf(entry.to) : bodyOf(entry.from), bodyOf(entry.to));
  const cut = (item: unknown, body: string): unknown => (typeof item === 'object' && item ? { ...item, body } : item);
  return { ...entry, from: cut(entry.from, old), to: cut(entry.to, current) };
}

async function versionRows(id: string, entries: readonly AuditEntry[], services: Services): Promise<ListRow[]> {
  const { t, format, people } = services;
  const [names, called, { timeZone }] = await Promise.all([
    namesIn(entries, services),
    people.names(entries.map(({ by }) => by)),
    services.parameters(),
  ]);
  return entries.map((entry) => ({
    lead: format.moment(entry.at, timeZone),
    facts: [whoText(entry.by, called, services)],
    detail: told(shortened(entry), names, services).lines.join('\n'),
    ...(templateValues(entry.to) && { menu: [formButton(t('templates.versions.again'), 'settings.template.again', pack(id, entry))] }),
  }));
}

async function versionsCard(id: string, before: Place | undefined, services: Services): Promise<Card> {
  const { t, settings, audit } = services;
  const [configuration, found] = await Promise.all([
    settings.read(),
    audit.entries({ subject: `template.${id}`, before, limit: PAGE + 1 }),
  ]);
  const item = itemOf(configuration, 'templates', id);
  if (!item) throw new UserError('settings.gone');
  const entries = found.slice(0, PAGE);
  const last = entries.at(-1);
  const button = (label: string, action: string, value: string): Button => ({ kind: 'button', label, action, value });
  return {
    title: t('templates.versions.title', { title: item.title }),
    blocks: [
      { kind: 'text', text: t(entries.length > 0 ? 'templates.versions.intro' : 'templates.versions.none') },
      ...(entries.length > 0 ? [{ kind: 'list' as const, rows: await versionRows(id, entries, services) }] : []),
      {
        kind: 'actions',
        controls: [
          ...(before ? [button(t('templates.versions.newest'), 'settings.template.versions', id)] : []),
          ...(last && found.length > PAGE ? [button(t('templates.versions.older'), 'settings.template.older', pack(id, last))] : []),
          button(t('templates.title'), 'settings.templates', ''),
          hubButton(services),
        ],
      },
    ],
    figures: { table: { columns: ['at', 'by'], rows: entries.map(({ at, by }) => [at.toISOString(), by]) } },
  };
}

/** A template's form with the values of one of its versions. @throws UserError when that version is not known */
const useAgain: Action['run'] = async (request, services) => {
  const { id, place } = unpack(request.value);
  const before = { at: new Date(place.at.getTime() + 1), id: '' };
  const entries = await services.audit.entries({ subject: `template.${id}`, before, limit: AT_ONCE });
  const values = templateValues(entries.find((one) => one.id === place.id)?.to);
  if (!values) throw new UserError('settings.gone');
  return open(templateEditor, id, request, services, values);
};

export const versionActions: Record<string, Action> = {
  'template.versions': { run: async (request, services) => replaced(await versionsCard(request.value, undefined, services)) },
  'template.older': {
    run: async (request, services) => {
      const { id, place } = unpack(request.value);
      return replaced(await versionsCard(id, place, services));
    },
  },
  'template.again': { run: useAgain },
};
