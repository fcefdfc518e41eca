import { useReducer, useRef } from 'preact/hooks';
import type { Language } from '../../../view/card.ts';
import type { Form } from '../../../view/form.ts';
import { isOther } from './redrawn.ts';
import { firstTyped, type Typed, typedAfter, type TypedForm } from './typed.ts';

interface Typing {
  /** What stands in the inputs now. */
  typed: () => TypedForm;
  type: (name: string, typed: Typed) => void;
  /** What stands there now is on its way to the server. */
  sent: () => void;
}

/** Holds what is typed into a form, also when the form is drawn anew. */
export function useTyped(form: Form, language: Language): Typing {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const held = useRef<{ form: Form; typed: TypedForm; sent: TypedForm } | null>(null);
  const before = held.current;
  if (before === null) {
    const typed = firstTyped(form, language);
    held.current = { form, typed, sent: typed };
  } else if (before.form !== form) {
    const typed = isOther(before.form, form) ? firstTyped(form, language) : typedAfter(form, language, before.typed, before.sent);
    held.current = { form, typed, sent: typed };
  }
  const now = (): TypedForm => held.current?.typed ?? {};
  return {
    typed: now,
    type: (name, typed) => {
      if (!held.current) return;
      held.current.typed = { ...now(), [name]: typed };
      draw(undefined);
    },
    sent: () => {
      if (held.current) held.current.sent = now();
    },
  };
}
