/** Words on a picture: no emoji, and cut or wrapped to the room there is, before anything is measured on a canvas. */

/** px on an 800 px wide picture; a phone shows it 360 px wide, where 25 px are 11.25 px. */
export const BODY = 25;
export const HEADING = 28;

const EMOJI = /\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3|(?![©®™])\p{Extended_Pictographic}/gu;

/** Without emoji (the shipped font has none) and control characters, with single spaces. */
export function clean(text: string): string {
  return text
    .replace(EMOJI, '')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}

/** About how wide a text is in Inter at `px`; a few percent too wide rather than too narrow. */
export function widthOf(text: string, px: number): number {
  let em = 0;
  for (const letter of text) em += emOf(letter);
  return em * px;
}

function emOf(letter: string): number {
  if (/[iljI.,:;'|! ]/.test(letter)) return 0.3;
  if (/[frt()-]/.test(letter)) return 0.4;
  if (/[mwMW@%—]/.test(letter)) return 0.92;
  if (/\p{Lu}/u.test(letter)) return 0.7;
  return letter > '\u2e7f' ? 1 : 0.62;
}

/** The text, or as much of it as fits into `room` px, with an ellipsis. */
export function cut(text: string, px: number, room: number): string {
  if (widthOf(text, px) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, px) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** The text in at most `lines` lines broken between words; the last one is cut when there is more. */
export function wrap(text: string, px: number, room: number, lines: number): string[] {
  const words = text.split(' ');
  const wrapped: string[] = [];
  while (words.length > 0 && wrapped.length < lines) {
    let line = words.shift() ?? '';
    while (words.length > 0 && widthOf(`${line} ${words[0]}`, px) <= room) line += ` ${words.shift()}`;
    wrapped.push(line);
  }
  const last = [wrapped.pop() ?? '', ...words].join(' ');
  return [...wrapped, last].map((line) => cut(line, px, room));
}
