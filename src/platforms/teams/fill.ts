/** A press in a form on its way to its handler. */
import type { Dispatch, Origin, Reply } from '../../app/dispatch.ts';
import type { Form } from '../../view/form.ts';
import type { Refused } from './inputs.ts';
import type { Filled, Pressed } from './payload.ts';
import { chosenOf, valuesOf } from './values.ts';

/** A form as the person left it. */
export interface Left extends Omit<Refused, 'errors' | 'notice'> {
  form: Form;
}

/** What was left in the form, and what its handler says to it. */
export async function fill(
  { payload, inputs }: Pressed<Filled>,
  origin: Origin,
  dispatch: Dispatch,
): Promise<{ left: Left; reply: Reply }> {
  const { form } = payload;
  const left = { form, values: valuesOf(form, inputs), chosen: chosenOf(form, inputs) };
  const value = payload.vigia === 'press' ? payload.value : undefined;
  const reply = await dispatch.submit(handlerOf(payload), left.values, form.state ?? '', origin, value);
  return { left, reply };
}

function handlerOf(payload: Filled): string {
  switch (payload.vigia) {
    case 'submit':
      return payload.form.submit;
    case 'press':
      return payload.action;
    case 'back':
      return payload.form.back ?? '';
  }
}
