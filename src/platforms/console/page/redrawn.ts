/** What is different in a form that was drawn anew: for the ears, and for the focus. */
import { plain } from '../../../view/card.ts';
import { type Form, inputsOf } from '../../../view/form.ts';

/** Whether it is another form that came into the dialog, the next of several, and not the same one drawn anew. */
export function isOther(before: Form, after: Form): boolean {
  return before.submit !== after.submit || before.title !== after.title;
}

/** The words of sections and previews that were not there before. */
export function newWords(before: Form, after: Form): string {
  const words = ({ blocks }: Form): string[] =>
    blocks.flatMap((block) => (block.kind === 'section' || block.kind === 'preview' ? [plain(block.text)] : []));
  const known = words(before);
  return words(after)
    .filter((text) => !known.includes(text))
    .join('. ');
}

/** The list whose boxes are others now: its page was turned, or it was searched. */
export function turnedList(before: Form, after: Form): string | undefined {
  const boxes = (form: Form): Map<string, string> =>
    new Map(
      inputsOf(form).flatMap((input) => (input.kind === 'ticks' ? [[input.name, input.options.map(({ value }) => value).join('\n')]] : [])),
    );
  const known = boxes(before);
  return [...boxes(after)].find(([name, options]) => known.get(name) !== options)?.[0];
}
