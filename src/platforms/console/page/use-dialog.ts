import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Form } from '../../../view/form.ts';
import { isOther, newWords, turnedList } from './redrawn.ts';

/** Opens the dialog over everything, and gives the focus back to where it came from. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    begin(shown);
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
}

/**
 * After the form was drawn anew in its dialog: the focus stays on the pressed button, or goes to the list that was turned; a new
 * preview comes into sight. Another form begins at its beginning. Gives what is new, for screen readers.
 */
export function useRedrawn(dialog: RefObject<HTMLDialogElement | null>, form: Form): string {
  const before = useRef(form);
  const [spoken, setSpoken] = useState('');
  useLayoutEffect(() => {
    const was = before.current;
    before.current = form;
    const shown = dialog.current;
    if (was === form || !shown) return;
    if (isOther(was, form)) {
      shown.querySelector('.inputs')?.scrollTo(0, 0);
      begin(shown);
    } else follow(shown, was, form);
    setSpoken([isOther(was, form) ? form.title : '', newWords(was, form)].filter(Boolean).join('. '));
  }, [form]);
  return spoken;
}

/** The first control has the focus: the browser would begin with the scrolling part around the inputs. */
function begin(dialog: HTMLDialogElement | null): void {
  dialog?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
}

function follow(dialog: HTMLDialogElement, was: Form, form: Form): void {
  const turned = turnedList(was, form);
  const list = turned === undefined ? null : dialog.querySelector<HTMLElement>(`[data-list="${CSS.escape(turned)}"]`);
  if (list) focusOn(list);
  else if (!dialog.contains(document.activeElement) || document.activeElement === dialog) focusOn(dialog.querySelector<HTMLElement>('h2'));
  const known = was.blocks.some(({ kind }) => kind === 'preview');
  if (!known) dialog.querySelector('.preview')?.scrollIntoView({ block: 'nearest' });
}

/** Takes the focus to a heading or a list; where it stands in sight, nothing moves. */
function focusOn(element: HTMLElement | null): void {
  if (!element) return;
  // Not before: a dialog that opens would give it the first focus.
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
}
