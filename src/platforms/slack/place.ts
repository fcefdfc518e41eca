/** Where an answer goes, small enough to travel through a modal's `private_metadata`. */
import { z } from 'zod';

const placeSchema = z.object({
  /** `private`: only the person sees it; `open`: a message in the conversation; `home`: the app's home of the person, without a channel. */
  kind: z.enum(['private', 'open', 'home']),
  user: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  /** The message that the answer may take the place of. */
  message: z.string().optional(),
  /** Five uses within 30 minutes. */
  responseUrl: z.string().optional(),
});

export type Place = z.infer<typeof placeSchema>;

const carriedSchema = z.object({
  place: placeSchema,
  state: z.string(),
  /** Values of options behind their codes. */
  values: z.array(z.string()).optional(),
});
export type Carried = z.infer<typeof carriedSchema>;

/** Packs where a form came from with the form's own state. */
export function pack(carried: Carried): string {
  return JSON.stringify(carried);
}

/** What `pack` packed; throws on anything else. */
export function unpack(metadata: string): Carried {
  return carriedSchema.parse(JSON.parse(metadata));
}
