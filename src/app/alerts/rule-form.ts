/** The form of a rule: what it watches, when it fires, whom it tells; the rest stands in a step of its own. */
import { type AlertRule } from '../../domain/alert-rule.ts';
import { itemOf, withItem } from '../../domain/configuration.ts';
import type { FormBlock, FormErrors, FormValues, Input } from '../../view/form.ts';
import { noted, replaced } from '../command.ts';
import { type Draft, listOf, textOf } from '../forms/draft.ts';
import type { Editor } from '../forms/editor.ts';
import type { Services } from '../services.ts';
import { announceErrors, announceInput, savedBlocks } from '../settings/announce.ts';
import { chosenPerson, rememberChosen } from '../settings/person-search.ts';
import { moreOf, rememberTargets, targetBlocks, targetNames, targetsIn } from '../targets.ts';
import { alertsCard } from './list.ts';
import { previewText } from './preview.ts';
import { conditionInputs, kindInput, mentionInput, placeInputs, severityInput, titleInput, watchedInput } from './rule-inputs.ts';
import { agentsText } from './rule-agents.ts';
import { moreInputs } from './rule-more-inputs.ts';
import { ruleIn } from './rule-read.ts';
import { conditionText } from './rule-words.ts';
import { isOfDesk, kindIn, ruleValues } from './rule-values.ts';

export const RULE = 'rule';
/** Pushes the other inputs. */
export const MORE = 'rule.more';
/** Pushes the agents. */
export const AGENTS = 'rule.agents';
/** Draws the inputs of another kind. */
export const KIND = 'rule.kind';
/** Where the form was opened from, among its values: nobody types it. */
export const FROM = 'from';

export const ruleEditor: Editor<AlertRule> = {
  name: RULE,
  command: 'alerts',
  read: (configuration, key) => itemOf(configuration, 'alerts', key),
  values: (item, { services }) => ruleValues(item, services),
  draw: async (draft, { services, configuration, by }) => {
    const { t } = services;
    const { key, values } = draft;
    return {
      title: t(key === '' ? 'alerts.add' : 'alerts.edit'),
      submitLabel: t(key === '' ? 'settings.add' : 'form.save'),
      blocks: [
        titleInput(values, services),
        kindInput(values, services),
        { kind: 'buttons', buttons: [{ label: t('alerts.kind.show'), action: `alerts.${KIND}` }] },
        ...watchedInput(values, services),
        ...conditionInputs(values, services),
        ...(isOfDesk(kindIn(values)) ? await whereBlocks(values, services) : []),
        severityInput(values, services),
        ...(await targetBlocks(
          {
            name: 'targets',
            label: t('audit.field.targets'),
            hint: t('alerts.targets.hint'),
            search: 'alerts.target',
            add: `alerts.${RULE}.target`,
          },
          values,
          services,
        )),
        await mentionInput(values, services),
        {
          kind: 'buttons',
          buttons: [
            { label: t('alerts.preview'), action: `alerts.${RULE}.preview` },
            { label: t('alerts.more'), action: `alerts.${MORE}` },
          ],
        },
        ...(draft.previewed ? await previewBlocks(draft, by.at, services) : []),
        announceInput(values, services),
      ],
      beside: await besideInputs(values, itemOf(configuration, 'alerts', key), services),
    };
  },
  parse: (draft, { services }) => {
    const { rule, errors } = ruleIn(draft, services);
    return Object.keys(errors).length > 0 ? { errors: placed(errors, draft, services) } : { item: rule };
  },
  write: (configuration, item) => withItem(configuration, 'alerts', item),
  beside: announceErrors,
  subject: (key) => (key === '' ? { kind: 'alert' } : { subject: `alert.${key}` }),
  done: async ({ changes, draft, item }, request, services) => {
    await rememberTargets(draft.values, 'targets', services);
    await rememberTargets(draft.values, 'escalateTo', services);
    await rememberChosen(chosenPerson(draft.values['mention']), services);
    const news = await savedBlocks(draft.values, changes, request, services);
    if (draft.values[FROM] === 'message')
      return noted(item.title, services.t(changes.length > 0 ? 'alerts.saved.message' : 'settings.unchanged'));
    return replaced(await alertsCard(request, services, { news }));
  },
};

/** Department, channel and the button to its agents. */
async function whereBlocks(values: FormValues, services: Services): Promise<FormBlock[]> {
  const { t } = services;
  return [
    ...(await placeInputs(values, services)),
    { kind: 'section', text: [{ bold: t('audit.field.agents') }, `\n${await agentsText(listOf(values['agents']), services)}`] },
    { kind: 'buttons', buttons: [{ label: t('alerts.agents.choose'), action: `alerts.${AGENTS}` }] },
  ];
}

/** What it would have done, as it is typed now. */
async function previewBlocks(draft: Draft, at: Date, services: Services): Promise<FormBlock[]> {
  const { rule, errors } = ruleIn(draft, services);
  if (Object.keys(errors).length > 0) return [];
  const [preview, { timeZone }] = await Promise.all([services.alerts.preview(rule, at), services.parameters()]);
  return [
    {
      kind: 'preview',
      label: services.t('alerts.preview.label'),
      text: `${conditionText(rule, services)}.\n${previewText(rule, preview, timeZone, services)}`,
    },
  ];
}

/** Inputs that this form does not show, and everyone there is to tell of, for whoever was overtaken. */
async function besideInputs(values: FormValues, standing: AlertRule | undefined, services: Services): Promise<Input[]> {
  const all = [
    ...targetsIn(values, 'targets'),
    ...targetsIn(values, 'escalateTo'),
    ...(standing?.targets ?? []),
    ...(standing?.escalateTo ?? []),
  ];
  const options = [...(await targetNames(all, services))].map(([value, label]) => ({ value, label }));
  const several = (name: 'targets' | 'escalateTo'): Input => ({
    kind: 'ticks',
    name,
    label: services.t(`audit.field.${name}`),
    value: [],
    options,
  });
  return [...moreInputs(values, services), several('targets'), several('escalateTo')];
}

/** Errors of inputs in the other step stand at the threshold, with the name of what is wrong. */
function placed(errors: FormErrors, draft: Draft, services: Services): FormErrors {
  const labels = new Map(moreInputs(draft.values, services).map(({ name, label }) => [name, label]));
  labels.set(moreOf('escalateTo'), services.t('audit.field.escalateTo'));
  const here: FormErrors = {};
  const elsewhere: string[] = [];
  for (const [name, text] of Object.entries(errors)) {
    const label = labels.get(name);
    if (label === undefined) here[name] = text;
    else elsewhere.push(`${services.t('alerts.more')}: ${label}. ${text}`);
  }
  if (elsewhere.length === 0) return here;
  const said = [...(here['threshold'] ? [here['threshold']] : []), ...elsewhere].join(' ');
  return { ...here, threshold: said };
}

/** The kind that the person sees inputs of, and the one that was chosen since. */
export function kindsOf(before: Draft, after: Draft): { drawn: string; typed: string } {
  return { drawn: kindIn(before.values), typed: textOf(after.values['kind']) };
}
