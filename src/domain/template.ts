/** Templates of communication: their placeholders, and what becomes of them for a conversation. */

/** What a body may name; product.md §4. */
export const PLACEHOLDERS = ['protocol', 'contact.name', 'agent.name', 'department.name', 'status'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What each placeholder stands for; null where the conversation has none. */
export type PlaceholderValues = Record<Placeholder, string | null>;

const FOUND = /\{\{\s*([^{}]*?)\s*\}\}/g;

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((one) => one === name);
}

/** The names between double braces that are none of ours, each once, as they were written. */
export function unknownPlaceholders(body: string): string[] {
  const names = [...body.matchAll(FOUND)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !isPlaceholder(name)))];
}

/** Whether double braces are left that open or close nothing: `{{protocol}`, `contact.name}}`. */
export function hasLooseBraces(body: string): boolean {
  return /\{\{|\}\}/.test(body.replaceAll(FOUND, ''));
}

/** The placeholders of a body that a conversation has no value for, each once. */
export function missingValues(body: string, values: PlaceholderValues): Placeholder[] {
  const names = [...body.matchAll(FOUND)].map(([, name = '']) => name).filter(isPlaceholder);
  return [...new Set(names.filter((name) => values[name] === null))];
}

/** The body with its placeholders filled; one without a value becomes a dash. What the values hold is never read as a placeholder. */
export function filled(body: string, values: PlaceholderValues): string {
  return body.replaceAll(FOUND, (whole, name: string) => (isPlaceholder(name) ? (values[name] ?? '–') : whole));
}
