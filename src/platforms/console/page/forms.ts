/** The forms that are open, as data: the one opened from a card first, each pushed one on top of the one before. */
import type { Card, Language } from '../../../view/card.ts';
import type { Form, FormErrors, FormStep } from '../../../view/form.ts';

export interface OpenForm {
  /** Stays when the form is drawn anew: the same dialog. */
  id: number;
  /** The card from which it was opened: its answer may take that card's place. */
  entry: number;
  form: Form;
  language: Language;
  errors: FormErrors;
  /** The button that waits for its answer. */
  waits: string | null;
  /** A refusal or an error, in the server's words. */
  refused?: Card | undefined;
  /** The server did not take it: away, or for this reason. */
  lost?: { reason?: string | undefined } | undefined;
}

export type FormHappening =
  /** `by`: the form whose submit or button it answers; null from a card. `id`: its own, where it opens a dialog. */
  | { type: 'form'; by: number | null; step: FormStep; id: number; entry: number; form: Form; language: Language }
  | { type: 'form sent'; id: number; key: string }
  | { type: 'form invalid'; id: number; errors: FormErrors }
  | { type: 'form refused'; id: number; card: Card }
  | { type: 'form lost'; id: number; reason?: string | undefined }
  /** With all that lie on top. */
  | { type: 'form closed'; id: number }
  | { type: 'forms closed' };

/** The forms after something happened; what belongs to a form that was closed meanwhile changes nothing. */
export function formsAfter(forms: OpenForm[], happening: FormHappening): OpenForm[] {
  if (happening.type === 'forms closed') return [];
  if (happening.type === 'form') return stepped(forms, happening);
  const place = forms.findIndex(({ id }) => id === happening.id);
  const open = forms[place];
  if (!open) return forms;
  const calm = { ...open, waits: null, refused: undefined, lost: undefined };
  const changed = (next: OpenForm): OpenForm[] => forms.with(place, next);
  switch (happening.type) {
    case 'form sent':
      return changed({ ...calm, waits: happening.key });
    case 'form invalid':
      return changed({ ...calm, errors: happening.errors });
    case 'form refused':
      return changed({ ...calm, errors: {}, refused: happening.card });
    case 'form lost':
      return changed({ ...calm, lost: { reason: happening.reason } });
    case 'form closed':
      return forms.slice(0, place);
  }
}

/** A form in the place of the one it answers, on top of it, or in the place of the one below. */
function stepped(forms: OpenForm[], { by, step, id, entry, form, language }: Extract<FormHappening, { type: 'form' }>): OpenForm[] {
  const next: OpenForm = { id, entry, form, language, errors: {}, waits: null };
  if (by === null) return [next];
  const place = forms.findIndex((open) => open.id === by);
  const asker = forms[place];
  if (!asker) return forms;
  if (step === 'push') return [...forms.slice(0, place), { ...asker, waits: null }, next];
  const target = step === 'back' ? Math.max(0, place - 1) : place;
  return [...forms.slice(0, target), { ...next, id: forms[target]?.id ?? id, entry: asker.entry }];
}
