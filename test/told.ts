/** Events as a helpdesk tells them, for stories of one day: `clock('10:05')` is five past ten of 22 November 2026, UTC. */
import type { ConversationEvent, EndedBy, HelpdeskEvent, MessageEvent, Named, Opening, Presence } from '../src/domain/events.ts';

export function clock(time: string): Date {
  const [hour = '00', minute = '00', second = '00'] = time.split(':');
  return new Date(`2026-11-22T${hour}:${minute}:${second}.000Z`);
}

export const ana: Named = { id: 'a-ana', name: 'Ana Lima' };
export const bia: Named = { id: 'a-bia', name: 'Bia Reis' };
export const support: Named = { id: 'd-support', name: 'Suporte' };
export const sales: Named = { id: 'd-sales', name: 'Vendas' };

type Told = ConversationEvent | MessageEvent;

/** The life of one conversation: each function is an event of it at a clock time, with an id of its own. */
export function life(id: string) {
  let told = 0;
  const head = (time: string): { id: string; occurredAt: Date } => {
    told += 1;
    return { id: `${id}-${String(told).padStart(3, '0')}`, occurredAt: clock(time) };
  };
  const conversation = { id };
  const said =
    (from: 'contact' | 'agent' | 'bot') =>
    (time: string, agent?: Named, message?: string): Told => {
      const base = head(time);
      return { ...base, type: 'message.created', conversation, message: { id: message ?? `m-${base.id}`, from, text: 'olá' }, agent };
    };
  return {
    opened: (time: string, part: Partial<Opening> = {}): Told => ({
      ...head(time),
      type: 'conversation.opened',
      conversation: { id, channel: 'whatsapp', ...part },
    }),
    queued: (time: string, department?: Named): Told => ({ ...head(time), type: 'conversation.queued', conversation, department }),
    assigned: (time: string, agent: Named, department?: Named): Told => ({
      ...head(time),
      type: 'conversation.assigned',
      conversation,
      agent,
      department,
    }),
    closed: (time: string, by: EndedBy = 'agent', reason?: string): Told => ({
      ...head(time),
      type: 'conversation.closed',
      conversation,
      by,
      reason,
    }),
    cancelled: (time: string, by: EndedBy = 'contact', reason?: string): Told => ({
      ...head(time),
      type: 'conversation.cancelled',
      conversation,
      by,
      reason,
    }),
    reopened: (time: string): Told => ({ ...head(time), type: 'conversation.reopened', conversation }),
    rated: (time: string, score: number, comment?: string): Told => ({
      ...head(time),
      type: 'conversation.rated',
      conversation,
      score,
      comment,
    }),
    customer: said('contact'),
    agent: said('agent'),
    bot: said('bot'),
  };
}

/** An agent goes online, away or offline. */
export function presence(time: string, agent: Named, now: Presence): HelpdeskEvent {
  return { id: `presence-${agent.id}-${time}`, type: 'agent.presence', occurredAt: clock(time), agent, presence: now };
}
