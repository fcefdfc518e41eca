/**
 * A form as its own buttons carry it: a refused value shows it again, on any replica, after any restart. Every button has it, so it is
 * deflated and leaves its values out: what was typed comes back beside it.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Form, FormBlock } from '../../view/form.ts';

/** A form larger than this was not packed here; bytes. */
const LARGEST = 256 * 1024;

const option = z.object({ label: z.string(), value: z.string() });
const options = z.array(option);
const asked = { name: z.string(), label: z.string(), hint: z.string().optional(), required: z.boolean().optional() };
const span = z.union([
  z.string(),
  z.object({ bold: z.string() }),
  z.object({ link: z.string(), url: z.string() }),
  z.object({ quote: z.string() }),
  z.object({ person: z.string(), name: z.string().optional() }),
  z.object({ everyone: z.string() }),
]);
const rich = z.union([span, z.array(span)]);
const style = z.enum(['primary', 'danger']).optional();
const button = z.object({ label: z.string(), action: z.string(), value: z.string().optional(), style });
const block = z.discriminatedUnion('kind', [
  z.object({ ...asked, kind: z.literal('text'), multiline: z.boolean().optional(), maxLength: z.number().optional() }),
  z.object({
    ...asked,
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.boolean().optional(),
  }),
  z.object({ ...asked, kind: z.literal('duration') }),
  z.object({ ...asked, kind: z.literal('time') }),
  z.object({ ...asked, kind: z.literal('date') }),
  z.object({ ...asked, kind: z.literal('select'), options }),
  z.object({ ...asked, kind: z.literal('search'), action: z.string(), options }),
  z.object({ ...asked, kind: z.literal('several'), value: z.array(z.string()), options }),
  z.object({ ...asked, kind: z.literal('ticks'), value: z.array(z.string()), options }),
  z.object({ ...asked, kind: z.literal('toggle'), value: z.boolean() }),
  z.object({ kind: z.literal('section'), text: rich }),
  z.object({ kind: z.literal('preview'), label: z.string(), text: rich }),
  z.object({ kind: z.literal('buttons'), buttons: z.array(button) }),
]);
const formSchema: z.ZodType<Form> = z.object({
  title: z.string(),
  submit: z.string(),
  state: z.string().optional(),
  submitLabel: z.string(),
  cancelLabel: z.string(),
  danger: z.boolean().optional(),
  depth: z.number().int().min(0).max(9).optional(),
  back: z.string().optional(),
  blocks: z.array(block),
});

/** The form as text of letters, digits, hyphens and underscores; about a quarter of its JSON. */
export function pack(form: Form): string {
  return deflateRawSync(JSON.stringify({ ...form, blocks: form.blocks.map(withoutValue) }), { level: 9 }).toString('base64url');
}

/** The form of a packed text, checked; undefined when it is none. */
export function unpack(packed: string): Form | undefined {
  try {
    const json = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: LARGEST }).toString();
    return formSchema.safeParse(JSON.parse(json)).data;
  } catch {
    // What does not inflate or is no JSON is no form; whoever asks says so.
    return undefined;
  }
}

function withoutValue(block: FormBlock): FormBlock {
  switch (block.kind) {
    case 'several':
    case 'ticks':
      return { ...block, value: [] };
    case 'toggle':
      return { ...block, value: false };
    case 'section':
    case 'preview':
    case 'buttons':
      return block;
    case 'text':
    case 'number':
    case 'duration':
    case 'time':
    case 'date':
    case 'select':
    case 'search':
      return { ...block, value: undefined };
  }
}
