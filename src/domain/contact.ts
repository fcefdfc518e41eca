/** A name for lists: first name and initial, `Maria S.`; single names stay. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.at(-1);
  return words.length > 1 && last ? `${words[0]} ${[...last][0]?.toUpperCase() ?? ''}.` : (words[0] ?? '');
}
