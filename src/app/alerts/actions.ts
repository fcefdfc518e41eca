/** The buttons of `alerts`: its pages, its rules, its gallery. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { itemOf } from '../../domain/configuration.ts';
import { LONGEST } from '../../domain/problems.ts';
import { mayAct } from '../access.ts';
import { type Action, opened, replaced, type Submit } from '../command.ts';
import { UserError } from '../errors.ts';
import { open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { fold } from '../dispatch.ts';
import type { Services } from '../services.ts';
import { changedAtOnce } from '../settings/at-once.ts';
import { removal } from '../settings/removal.ts';
import { personOptions } from '../settings/person-search.ts';
import { brief } from '../settings/text-change.ts';
import { offsetOf, unpackState } from '../state.ts';
import { searchTargets } from '../targets.ts';
import { actingActions } from './acting.ts';
import { galleryCard, presetIdOf, readyCard, readyRule } from './gallery.ts';
import { historyAskedOf, historyCard } from './history.ts';
import { searchIndicators } from './indicator-search.ts';
import { alertsCard } from './list.ts';
import { pressedOf } from './pressed.ts';
import { previewCard } from './preview.ts';
import { FROM, ruleEditor } from './rule-form.ts';
import { mentionOptions } from './rule-inputs.ts';
import { ruleSubmits } from './rule-steps.ts';
import { ruleValues } from './rule-values.ts';
import { statusCard } from './status.ts';

/** @throws UserError when it is not there any more */
async function ruleNamed(value: string, { settings }: Services): Promise<AlertRule> {
  const rule = itemOf(await settings.read(), 'alerts', pressedOf(value).about);
  if (!rule) throw new UserError('settings.gone');
  return rule;
}

const switched =
  (active: boolean): Action['run'] =>
  async (request, services) => {
    const { about } = pressedOf(request.value);
    const news = await changedAtOnce('alerts', about, (one) => ({ ...one, active }), request, services);
    return replaced(await alertsCard(request, services, { news }));
  };

const remove = removal({
  command: 'alerts',
  list: 'alerts',
  name: 'remove',
  title: ({ t }) => t('alerts.remove'),
  submitLabel: ({ t }) => t('settings.remove'),
  effect: async ({ id, title }, _configuration, { t, alerts }) => {
    const { states } = await alerts.board();
    const fires = states.some(({ rule, incident }) => rule === id && incident);
    return [{ bold: title }, ` ${t('alerts.remove.effect')}`, ...(fires ? [` ${t('alerts.remove.firing')}`] : [])];
  },
  card: (request, services, news) => alertsCard(request, services, { news }),
  subject: (key) => `alert.${key}`,
});

/** In a message the form is opened over what everyone sees, which changes by itself. */
const edit: Action['run'] = async (request, services) => {
  const { origin, about } = pressedOf(request.value);
  return open(ruleEditor, about === '' ? 'gone' : about, request, services, origin === 'message' ? { [FROM]: origin } : {});
};

/** A new rule with the values of another one, under a title of its own. */
async function openLike(
  rule: AlertRule,
  title: string,
  request: Parameters<Action['run']>[0],
  services: Services,
): ReturnType<Action['run']> {
  const { id: _id, ...given } = ruleValues({ ...rule, title: brief(title, LONGEST.title - 1) }, services);
  return open(ruleEditor, '', request, services, given);
}

const duplicate: Action['run'] = async (request, services) => {
  const rule = await ruleNamed(request.value, services);
  return openLike(rule, services.t('alerts.copy', { title: rule.title }), request, services);
};

/** A ready rule in the form, to be told whom it tells. */
const use: Action['run'] = async (request, services) => {
  const preset = presetIdOf(request.value);
  if (!preset) throw new UserError('error.gone');
  const rule = await readyRule(preset, services);
  return openLike(rule, rule.title, request, services);
};

const ready: Action['run'] = async (request, services) => {
  const preset = presetIdOf(request.value);
  if (!preset) throw new UserError('error.gone');
  return opened(await readyCard(preset, request.at, services));
};

/** Everyone and nobody, and whoever the words fit. */
const searchMention: NonNullable<Action['search']> = async (typed, services, { platform }) => {
  const fixed = mentionOptions(services).filter(({ label }) => fold(label).includes(fold(typed.trim())));
  return [...fixed, ...(await personOptions(typed, services, platform))];
};

const list: Action['run'] = async (request, services) => replaced(await alertsCard(request, services));
const admin = (run: Action['run']): Action => ({ role: 'admin', run });
const found = (search: NonNullable<Action['search']>): Action => ({ role: 'admin', run: list, search });

export const alertActions: Record<string, Action> = {
  ...actingActions,
  list: { run: list },
  'list.page': {
    run: async (request, services) =>
      replaced(await alertsCard(request, services, { offset: offsetOf(unpackState(request.value)['offset']) })),
  },
  open: { run: async (request, services) => opened(await alertsCard(request, services)) },
  history: {
    run: async ({ value, at }, services) => {
      const { about } = pressedOf(value);
      return opened(await historyCard({ rule: about || undefined, offset: 0 }, at, services));
    },
  },
  'history.page': { run: async ({ value, at }, services) => replaced(await historyCard(historyAskedOf(value), at, services)) },
  status: { run: async (request, services) => opened(await statusCard(request, services)) },
  'status.refresh': { run: async (request, services) => replaced(await statusCard(request, services)) },
  send: {
    role: 'supervisor',
    run: async (request, services) => {
      const sent = await services.alerts.again(request.value, request.at);
      const text = services.t(sent ? 'alerts.status.sent' : 'alerts.status.unsent');
      return replaced(await statusCard(request, services, [{ kind: 'text', text, tone: sent ? 'good' : 'warning' }]));
    },
  },
  preview: {
    role: 'supervisor',
    run: async (request, services) =>
      opened(await previewCard(await ruleNamed(request.value, services), request.at, mayAct(request.person.role, 'admin'), services)),
  },
  gallery: {
    role: 'supervisor',
    run: async ({ at, person }, services) => opened(await galleryCard(at, mayAct(person.role, 'admin'), services)),
  },
  ready: { role: 'supervisor', run: ready },
  use: admin(use),
  add: admin((request, services) => open(ruleEditor, '', request, services)),
  edit: admin(edit),
  duplicate: admin(duplicate),
  pause: admin(switched(false)),
  activate: admin(switched(true)),
  remove: admin((request, services) => open(remove, pressedOf(request.value).about || 'gone', request, services)),
  target: found(searchTargets),
  mention: found(searchMention),
  indicator: found(searchIndicators('threshold')),
  'indicator.period': found(searchIndicators('change')),
};

export const alertSubmits: Record<string, Submit> = Object.fromEntries(
  Object.entries({ ...ruleSubmits, ...editorSubmits(remove) }).map(([name, submit]): [string, Submit] => [
    name,
    { ...submit, role: 'admin' },
  ]),
);
