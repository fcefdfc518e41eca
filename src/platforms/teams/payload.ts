/** What a card's buttons carry through Teams and bring back. It came over the wire, so it is checked again. */
import { z } from 'zod';
import type { Form } from '../../view/form.ts';

const option = z.object({ label: z.string(), value: z.string() });
const asked = { name: z.string(), label: z.string(), hint: z.string().optional(), required: z.boolean().optional() };
const input = z.discriminatedUnion('kind', [
  z.object({
    ...asked,
    kind: z.literal('text'),
    value: z.string().optional(),
    multiline: z.boolean().optional(),
    maxLength: z.number().optional(),
  }),
  z.object({
    ...asked,
    kind: z.literal('number'),
    value: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.boolean().optional(),
  }),
  z.object({ ...asked, kind: z.literal('select'), value: z.string().optional(), options: z.array(option) }),
  z.object({ ...asked, kind: z.literal('toggle'), value: z.boolean() }),
]);
const span = z.union([
  z.string(),
  z.object({ bold: z.string() }),
  z.object({ link: z.string(), url: z.string() }),
  z.object({ quote: z.string() }),
  z.object({ person: z.string(), name: z.string().optional() }),
]);
/** The form travels with its submit button: a refused value shows it again, on any replica, after any restart. */
const form: z.ZodType<Form> = z.object({
  title: z.string(),
  submit: z.string(),
  state: z.string().optional(),
  submitLabel: z.string(),
  cancelLabel: z.string(),
  blocks: z.array(z.union([input, z.object({ kind: z.literal('section'), text: z.union([span, z.array(span)]) })])),
});

const payloadSchema = z.discriminatedUnion('vigia', [
  /** `choice`: the input whose value is meant; `several`: the one whose values are, behind the state in `value`. */
  z.object({
    vigia: z.literal('act'),
    action: z.string(),
    value: z.string().optional(),
    choice: z.string().optional(),
    several: z.string().optional(),
  }),
  z.object({ vigia: z.literal('submit'), form }),
  z.object({ vigia: z.literal('cancel'), title: z.string() }),
]);
export type Payload = z.infer<typeof payloadSchema>;

/** What was pressed, and every input's value beside it. */
export interface Pressed {
  payload: Payload;
  inputs: Record<string, unknown>;
}

const execute = z.looseObject({ action: z.looseObject({ type: z.literal('Action.Execute'), data: z.record(z.string(), z.unknown()) }) });
const submit = z.record(z.string(), z.unknown());

/** The press behind an `adaptiveCard/action` invoke or an Action.Submit message; undefined when it is none of ours. */
export function pressedOf(value: unknown): Pressed | undefined {
  const inputs = execute.safeParse(value).data?.action.data ?? submit.safeParse(value).data;
  const payload = payloadSchema.safeParse(inputs).data;
  return payload && inputs ? { payload, inputs } : undefined;
}
