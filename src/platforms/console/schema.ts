/** What the page may send: checked before anything else looks at it. Unknown keys are refused. */
import { z } from 'zod';

export const language = z.enum(['pt-BR', 'en']);
export const theme = z.enum(['light', 'dark']);

/** Limits are far above what a person types; the body as a whole has its own (64 KB). */
const id = z.string().min(1).max(255);
/** The page shows pictures for both themes, so `theme` is accepted from other clients and changes nothing. */
const chosen = { language: language.optional(), theme: theme.optional() };

export const askBody = z.strictObject({ text: z.string().max(2000), ...chosen });
export const actBody = z.strictObject({ action: id, value: z.string().max(8000), ...chosen });
export const searchBody = z.strictObject({ action: id, typed: z.string().max(200), ...chosen });
/** What was left in an input; of several and ticks a list, far longer than any that a person goes through. */
const left = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(255)).max(1000)]);
export const submitBody = z.strictObject({
  submit: id,
  state: z.string().max(8000),
  values: z.record(z.string().max(255), left),
  /** Of the form's button that was pressed. */
  value: z.string().max(8000).optional(),
  ...chosen,
});
