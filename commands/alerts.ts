import { mayAct } from '../src/app/access.ts';
import { shownCard } from '../src/app/alerts/acting.ts';
import { alertActions, alertSubmits } from '../src/app/alerts/actions.ts';
import { openIncidents } from '../src/app/alerts/firing.ts';
import { galleryCard } from '../src/app/alerts/gallery.ts';
import { historyCard } from '../src/app/alerts/history.ts';
import { alertsCard } from '../src/app/alerts/list.ts';
import { ruleIn } from '../src/app/alerts/rule-named.ts';
import { statusCard } from '../src/app/alerts/status.ts';
import type { Command, Request } from '../src/app/command.ts';
import { fold } from '../src/app/dispatch.ts';
import { UserError } from '../src/app/errors.ts';
import type { Services } from '../src/app/services.ts';
import { closest } from '../src/app/suggest.ts';
import type { Card } from '../src/view/card.ts';

type Part = (words: readonly string[], request: Request, services: Services) => Promise<Card>;

const history: Part = async (words, { at }, services) => {
  const rule = await ruleIn(words, services);
  return historyCard({ rule: rule?.id, offset: 0 }, at, services);
};

const gallery: Part = async (_words, { at, person }, services) => {
  if (!mayAct(person.role, 'supervisor')) throw new UserError('error.role', { role: services.t('role.supervisor') });
  return galleryCard(at, mayAct(person.role, 'admin'), services);
};

/** What fires under a rule, or fired last; without a name the worst of what fires. */
const show: Part = async (words, { at }, services) => {
  const { alerts } = services;
  const [known] = await alerts.incidents({ limit: 1 });
  const named = words.length === 1 && words[0] ? await alerts.incident(words[0]) : undefined;
  const rule = named ? undefined : await ruleIn(words, services);
  const [worst] = openIncidents(await alerts.board()).filter((one) => (named ? one.id === named.id : !rule || one.rule === rule.id));
  const last = rule ? (await alerts.incidents({ rule: rule.id, limit: 1 }))[0] : known;
  const incident = worst ?? named ?? last;
  if (!incident) throw rule ? new UserError('alerts.error.never', { title: rule.title }) : new UserError('alerts.error.nothing');
  return shownCard(incident, at, services);
};

const PARTS: readonly { words: readonly string[]; card: Part }[] = [
  { words: ['status', 'situacao', 'saude'], card: (_words, request, services) => statusCard(request, services) },
  { words: ['history', 'historico'], card: history },
  { words: ['gallery', 'galeria', 'presets'], card: gallery },
  { words: ['show', 'ver'], card: show },
];

/** `alerts [status|history|gallery|show]`: what fires, which rules watch, and how that goes. */
export const alerts: Command = {
  name: 'alerts',
  aliases: ['alertas'],
  role: 'viewer',
  summary: 'alerts.summary',
  examples: ['alerts.example', 'alerts.example.history', 'alerts.example.status'],
  run: async (request, services) => {
    const [word, ...words] = request.args;
    if (word === undefined) return alertsCard(request, services);
    const part = PARTS.find((one) => one.words.includes(fold(word)));
    if (part) return part.card(words, request, services);
    return show(request.args, request, services).catch((error: unknown) => {
      const suggestion = closest(
        fold(word),
        PARTS.flatMap((one) => one.words),
      );
      const isUnknown = error instanceof UserError && error.key === 'alerts.error.rule';
      throw isUnknown && suggestion ? new UserError('alerts.error.suggest', { ...error.values, suggestion }) : error;
    });
  },
  actions: alertActions,
  submits: alertSubmits,
};
