/** The answer to Chatwoot's satisfaction survey, which arrives as a change of the survey's message. */
import { z } from 'zod';
import type { ConversationEvent } from '../../domain/events.ts';
import { cut, LIMITS } from '../connector.ts';
import { factId, own } from './ids.ts';
import type { ChatwootMessage } from './schema.ts';

const survey = z.object({
  submitted_values: z.object({
    csat_survey_response: z.object({ rating: z.number().min(1).max(5), feedback_message: z.string().optional().catch(undefined) }),
  }),
});

/** @param at since when the message is known to hold the answer */
export function ratedEvents({ content_attributes }: ChatwootMessage, conversation: string, at: Date): ConversationEvent[] {
  const answer = survey.safeParse(content_attributes);
  if (!answer.success) return [];
  const { rating, feedback_message } = answer.data.submitted_values.csat_survey_response;
  const said = { score: rating, comment: feedback_message ? cut(feedback_message, LIMITS.comment) : undefined };
  const id = factId(`conversation:${conversation}`, 'rated', at, said);
  return [{ id, type: 'conversation.rated', occurredAt: at, conversation: { id: own(conversation) }, ...said }];
}
