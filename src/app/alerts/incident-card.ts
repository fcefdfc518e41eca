/** The message about incidents that began together, and what is said in its thread. */
import type { Incident } from '../../domain/alert-state.ts';
import type { Reminder } from '../../domain/alert-telling.ts';
import type { Card } from '../../view/card.ts';
import type { Services } from '../services.ts';

/** @param incidents as they stand at `at`; `escalated`: told to somebody as nobody had acknowledged */
export async function incidentCard(
  incidents: readonly Incident[],
  _how: { at: Date; target: string; escalated: boolean },
  _services: Services,
): Promise<Card> {
  return { title: incidents.map(({ as }) => as.title).join(', '), blocks: [] };
}

/** @param what why it is said */
export async function reminderCard(
  incident: Incident,
  _how: { at: Date; target: string; what: Reminder },
  _services: Services,
): Promise<Card> {
  return { title: incident.as.title, blocks: [] };
}
