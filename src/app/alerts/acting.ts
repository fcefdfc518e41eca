/** What people do about what fires: take it, give it back, keep it quiet, look at it. */
import type { Incident } from '../../domain/alert-state.ts';
import { snoozedUntil } from '../../domain/snooze.ts';
import type { Block, Card } from '../../view/card.ts';
import { type Action, type ActionRequest, type Answer, noted, opened, replaced } from '../command.ts';
import { momentText } from '../cards/conversations.ts';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';
import { INCIDENT_COLUMNS, incidentFigures } from './history.ts';
import { headline } from './incident-words.ts';
import { oneCard } from './incident-card.ts';
import { alertsCard } from './list.ts';
import { type Origin, pressedOf, snoozeOf } from './pressed.ts';
import { sightOf } from './sight.ts';

/** An incident as the board has it while it is open, else its record. @throws UserError when there is none of that id */
export async function incidentNamed(id: string, { alerts }: Pick<Services, 'alerts'>): Promise<Incident> {
  const { states } = await alerts.board();
  const standing = states.find(({ incident }) => incident?.id === id)?.incident;
  const found = standing ?? (await alerts.incident(id));
  if (!found) throw new UserError('alerts.error.incident');
  return found;
}

/** One incident for whoever asks, with what was just done about it. */
export async function shownCard(incident: Incident, at: Date, services: Services, news: Block[] = []): Promise<Card> {
  const card = await oneCard(incident, 'shown', false, await sightOf([incident], at, services));
  return {
    ...card,
    blocks: [...news, ...card.blocks],
    figures: { table: { columns: INCIDENT_COLUMNS, rows: [incidentFigures(incident)] } },
  };
}

/** Where the button stood decides: a message tells everyone by itself, a card is drawn anew with the news above it. */
async function answered(
  origin: Origin,
  incident: Incident,
  said: string,
  done: boolean,
  request: ActionRequest,
  services: Services,
): Promise<Answer> {
  if (origin === 'message') return noted(headline(incident, await sightOf([incident], request.at, services)), said);
  const news: Block[] = [{ kind: 'text', text: said, tone: done ? 'good' : 'warning' }];
  if (origin === 'list') return replaced(await alertsCard(request, services, { news }));
  return replaced(await shownCard(await incidentNamed(incident.id, services), request.at, services, news));
}

const acknowledge: Action['run'] = async (request, services) => {
  const { origin, about } = pressedOf(request.value);
  const incident = await incidentNamed(about, services);
  const done = await services.alerts.acknowledge(about, request.person.id, request.at);
  return answered(origin, incident, services.t(done ? 'alerts.taken' : 'alerts.over'), done, request, services);
};

const release: Action['run'] = async (request, services) => {
  const { origin, about } = pressedOf(request.value);
  const incident = await incidentNamed(about, services);
  const done = await services.alerts.release(about, request.at);
  return answered(origin, incident, services.t(done ? 'alerts.released' : 'alerts.over'), done, request, services);
};

/** Of the rule behind an incident: it tells nothing until then, or again. */
const snooze: Action['run'] = async (request, services) => {
  const asked = snoozeOf(request.value);
  if (!asked) throw new UserError('error.gone');
  const incident = await incidentNamed(asked.about, services);
  const parameters = await services.parameters();
  const until = asked.snooze === 'again' ? null : snoozedUntil(asked.snooze, request.at, parameters);
  const done = await services.alerts.snooze(incident.rule, until, request.at);
  const { t } = services;
  const quiet = until && t('alerts.snoozed', { moment: momentText(until, request.at, parameters.timeZone, services) });
  return answered(asked.origin, incident, done ? (quiet ?? t('alerts.telling')) : t('alerts.over'), done, request, services);
};

/** Of a rule of the list: it tells again. */
const again: Action['run'] = async (request, services) => {
  const done = await services.alerts.snooze(pressedOf(request.value).about, null, request.at);
  const news: Block[] = [{ kind: 'text', text: services.t(done ? 'alerts.telling' : 'settings.gone'), tone: done ? 'good' : 'warning' }];
  return replaced(await alertsCard(request, services, { news }));
};

/** The buttons about what fires; whoever may not is refused by the dispatcher, and that is logged. */
export const actingActions: Record<string, Action> = {
  see: {
    run: async (request, services) =>
      opened(await shownCard(await incidentNamed(pressedOf(request.value).about, services), request.at, services)),
  },
  acknowledge: { role: 'supervisor', run: acknowledge },
  release: { role: 'supervisor', run: release },
  snooze: { role: 'supervisor', run: snooze },
  again: { role: 'supervisor', run: again },
};
