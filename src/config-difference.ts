/** What a file would make different, a line each: `+` comes, `-` goes, `~` changes. */
import { type ConfigFile, type Part, PARTS } from './config-shape.ts';
import { same } from './domain/configuration.ts';

type Fields = Record<string, unknown>;

/** A text of a template would fill the screen. */
const SHOWN = 70;

/** Plain words as they are, anything else as JSON writes it: on one line. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueText).join(', ') : 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{P} ]*$/u.test(text) ? shown : JSON.stringify(shown);
}

function fieldsText(fields: Fields, key: string): string {
  const told = Object.entries(fields).filter(([name]) => name !== key);
  return told.map(([name, value]) => `${name} ${valueText(value)}`).join(', ');
}

function fieldLines(path: string, before: Fields, after: Fields): string[] {
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const [from, to] = [before[name], after[name]];
    return same(from ?? null, to ?? null) ? [] : [`~ ${path}.${name}: ${valueText(from)} → ${valueText(to)}`];
  });
}

function parameterLines(before: Fields, after: Fields): string[] {
  return Object.keys({ ...before, ...after }).flatMap((id) => {
    const [from, to] = [before[id], after[id]];
    if (same(from ?? null, to ?? null)) return [];
    if (from === undefined) return [`+ parameters.${id}: ${valueText(to)}`];
    if (to === undefined) return [`- parameters.${id}: ${valueText(from)} (its default holds)`];
    return [`~ parameters.${id}: ${valueText(from)} → ${valueText(to)}`];
  });
}

function listLines(part: Part, before: Fields[], after: Fields[]): string[] {
  const key = part === 'categories' ? 'code' : 'id';
  const byKey = (items: Fields[]): Map<string, Fields> => new Map(items.map((item) => [String(item[key]), item]));
  const [old, current] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), current.get(name)];
    const path = `${part}.${name}`;
    if (from && to) return fieldLines(path, from, to);
    const told = fieldsText(to ?? from ?? {}, key);
    return [`${to ? '+' : '-'} ${path}${told && `: ${told}`}`];
  });
}

/** Every difference between two whole files, in their order. */
export function differenceLines(before: ConfigFile, after: ConfigFile): string[] {
  return PARTS.flatMap((part) =>
    part === 'parameters'
      ? parameterLines(before.parameters ?? {}, after.parameters ?? {})
      : listLines(part, (before[part] ?? []) as Fields[], (after[part] ?? []) as Fields[]),
  );
}
