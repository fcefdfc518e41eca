/** Somebody else saved the same thing while a form was open. */
import type { Configuration } from '../../domain/configuration.ts';
import type { Rich } from '../../view/card.ts';
import type { FormValue, FormValues, Input } from '../../view/form.ts';
import { whoText } from '../called.ts';
import type { Answer } from '../command.ts';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';
import { alike, type Draft } from './draft.ts';
import { type Asker, type Editor, inputsIn, shown } from './editor.ts';

/** Untouched inputs show what they saved, touched ones stay, and what differs is told. */
export async function overtaken<Item>(
  editor: Editor<Item>,
  draft: Draft,
  current: Configuration,
  by: Asker,
  services: Services,
): Promise<Answer> {
  const item = editor.read(current, draft.key, services.settings.defaults);
  if (item === undefined && editor.removes) throw new UserError('settings.gone');
  const theirs = editor.values(item, { configuration: current, services, by });
  // What is no value of the item, such as the channel to tell, stays as it is.
  const isTouched = (name: string): boolean =>
    item === undefined || !Object.hasOwn(theirs, name) || !alike(draft.values[name], draft.base[name]);
  const values = Object.fromEntries(
    Object.entries({ ...theirs, ...draft.values }).map(([name, value]) => [name, isTouched(name) ? value : (theirs[name] ?? null)]),
  );
  const next: Draft = { ...draft, item: item ?? null, base: theirs, values };
  const different = Object.keys(theirs).filter((name) => !alike(theirs[name], draft.base[name]));
  const news = await newsOf(editor, { draft, item, theirs, different }, by, services);
  return shown(editor, next, by, services, 'replace', [{ kind: 'section', text: news }]);
}

interface Meanwhile {
  draft: Draft;
  item: unknown;
  theirs: FormValues;
  /** Inputs that others have changed. */
  different: string[];
}

/** Who changed what to what, beside what the person has typed there. */
async function newsOf<Item>(
  editor: Editor<Item>,
  { draft, item, theirs, different }: Meanwhile,
  by: Asker,
  services: Services,
): Promise<Rich> {
  const { t, format, audit, people } = services;
  const [[entry], { timeZone }] = await Promise.all([audit.entries({ ...editor.subject(draft.key), limit: 1 }), services.parameters()]);
  const names = entry ? await people.names([entry.by]) : new Map<string, string>();
  const who = entry ? { bold: capital(whoText(entry.by, names, services)) } : t('form.stale.somebody');
  const when = entry ? format.clock(entry.at, timeZone) : '–';
  if (item === undefined) return [who, ' ', t('form.stale.gone', { when })];
  if (editor.removes) return [who, ' ', t('form.stale.removing', { when })];
  const { blocks, beside = [] } = await editor.draw(draft, { configuration: await services.settings.read(), services, by });
  // What an editor gives for telling knows more names than what it draws.
  const inputs = [...beside, ...inputsIn(blocks)];
  const lines = different.map((name) => {
    const input = inputs.find((one) => one.name === name);
    const said = (value: FormValue | undefined): string => valueText(value, input, services);
    const mine = draft.values[name];
    const both = !alike(mine, draft.base[name]) && !alike(mine, theirs[name]);
    const line = { label: input?.label ?? name, saved: said(theirs[name]), yours: said(mine) };
    return both ? t('form.stale.both', line) : t('form.stale.one', line);
  });
  return [who, ' ', t('form.stale.changed', { when }), ...lines.map((line) => `\n• ${line}`), `\n${t('form.stale.save')}`];
}

/** A value as the form's inputs show it. */
function valueText(value: FormValue | undefined, input: Input | undefined, { t, format }: Services): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  const options = input && 'options' in input ? input.options : [];
  const label = (one: string): string => options.find((option) => option.value === one)?.label ?? one;
  if (Array.isArray(value)) return value.length > 0 ? value.map(label).join(', ') : '–';
  if (typeof value === 'number') return format.number(value);
  return input?.kind === 'number' ? value : `“${label(value)}”`;
}

/** As a sentence begins. */
function capital(text: string): string {
  return text.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
}
