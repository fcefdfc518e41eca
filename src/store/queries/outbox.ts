/** Messages on their way to chats. */
import type { Store } from '../connect.ts';
import type { DeliveryDoc } from '../models/models.ts';

/** As `Outbox` of app/watching.ts. */
export interface OutboxStore {
  plan: (posts: readonly OutboxPost[], at: Date) => Promise<void>;
  edit: (key: string, card: unknown, rev: number, at: Date) => Promise<boolean>;
  find: (keys: readonly string[]) => Promise<OutboxDelivery[]>;
  failed: (limit: number) => Promise<OutboxDelivery[]>;
  again: (key: string, at: Date) => Promise<boolean>;
  status: (at: Date) => Promise<{ waiting: number; oldest: Date | null; failed: number; doubtful: number }>;
  sweep: (at: Date) => Promise<number>;
}

export interface OutboxPost {
  key: string;
  kind: DeliveryDoc['kind'];
  target: string;
  card: unknown;
  language: DeliveryDoc['language'];
  rev?: number | undefined;
  parent?: string | undefined;
  worthMs?: number | undefined;
}

export interface OutboxDelivery {
  key: string;
  kind: DeliveryDoc['kind'];
  target: string;
  title: string;
  state: DeliveryDoc['state'];
  attempts: number;
  error: string | null;
  plannedAt: Date;
  sentAt: Date | null;
}

export function outboxStore(_store: Store): OutboxStore {
  throw new Error('to be built');
}
