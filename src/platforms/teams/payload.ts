/** What a card's buttons carry through Teams and bring back. It came over the wire, so it is checked again. */
import { z } from 'zod';
import type { Form } from '../../view/form.ts';
import { unpack } from './packed.ts';

const packed = z.string().transform((text, context): Form => {
  const form = unpack(text);
  if (form) return form;
  context.addIssue({ code: 'custom', message: 'no form of ours' });
  return z.NEVER;
});
/** `on`: the message from which a dialog was opened, signed (pins.ts). A card in the chat has none. */
const on = z.string().optional();

const payloadSchema = z.discriminatedUnion('vigia', [
  /** `choice`: the input whose value is meant; `several`: the one whose values are, behind the state in `value`. */
  z.object({
    vigia: z.literal('act'),
    action: z.string(),
    value: z.string().optional(),
    choice: z.string().optional(),
    several: z.string().optional(),
  }),
  z.object({ vigia: z.literal('submit'), form: packed, on }),
  z.object({ vigia: z.literal('press'), action: z.string(), value: z.string().optional(), form: packed, on }),
  z.object({ vigia: z.literal('back'), form: packed, on }),
  z.object({ vigia: z.literal('cancel'), title: z.string() }),
]);
/** As it is written into a card, the form packed. */
export type Carried = z.input<typeof payloadSchema>;
export type Payload = z.output<typeof payloadSchema>;
/** A press in a form. */
export type Filled = Exclude<Payload, { vigia: 'act' } | { vigia: 'cancel' }>;

/** What was pressed, and every input's value beside it. */
export interface Pressed<Kind = Payload> {
  payload: Kind;
  inputs: Record<string, unknown>;
}

const execute = z.looseObject({ action: z.looseObject({ type: z.literal('Action.Execute'), data: z.record(z.string(), z.unknown()) }) });
const task = z.looseObject({ data: z.record(z.string(), z.unknown()) });
const submit = z.record(z.string(), z.unknown());

/** The press behind an `adaptiveCard/action` invoke or an Action.Submit message; undefined when it is none of ours. */
export function pressedOf(value: unknown): Pressed | undefined {
  return checked(execute.safeParse(value).data?.action.data ?? submit.safeParse(value).data);
}

/** The press behind a `task/fetch` or `task/submit` invoke. */
export function taskOf(value: unknown): Pressed | undefined {
  return checked(task.safeParse(value).data?.data);
}

function checked(inputs: Record<string, unknown> | undefined): Pressed | undefined {
  const payload = payloadSchema.safeParse(inputs).data;
  return payload && inputs ? { payload, inputs } : undefined;
}

/** Whether it was pressed in a form whose values count. */
export function isFilled(pressed: Pressed): pressed is Pressed<Filled> {
  return pressed.payload.vigia !== 'act' && pressed.payload.vigia !== 'cancel';
}
