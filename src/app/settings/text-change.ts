/** Texts cut for people to read: on one line, and around what changed in them. */

/** Characters that are shown of a text. */
const SHOWN = 100;
/** Characters of a changed text that are shown, and so many of them before the change. */
const CHANGED = 80;
const BEFORE = 15;

/** The text on one line, cut at a word. */
export function brief(text: string, longest: number = SHOWN): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  return `${line
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/\s+\S*$/, '')}…`;
}

/** Two versions of a text, both cut to where they begin to differ: else two long ones would look alike. */
export function aroundChange(old: string, current: string): [old: string, current: string] {
  const length = Math.min(old.length, current.length);
  let same = 0;
  while (same < length && old[same] === current[same]) same += 1;
  const start = same > BEFORE * 2 && old !== current ? same - BEFORE : 0;
  // Not in the middle of a character.
  const cut = (text: string): string => brief(text.slice(start).replace(/^[\uDC00-\uDFFF]/, ''), CHANGED);
  return start > 0 ? [`…${cut(old)}`, `…${cut(current)}`] : [cut(old), cut(current)];
}
