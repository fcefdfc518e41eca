/** The steps on top of a rule's form, and what its buttons do. */
import { isUpward, type Operator, usualRule } from '../../domain/alert-rule.ts';
import type { FormValues } from '../../view/form.ts';
import type { Answer, Submit, SubmitRequest } from '../command.ts';
import { checklist } from '../forms/checklist.ts';
import { draftOf, listOf, taken, textOf } from '../forms/draft.ts';
import { back, type Editor, push, redrawn, shown } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { save } from '../forms/saving.ts';
import type { Services } from '../services.ts';
import { moreOf, targetBlocks, targetSubmits } from '../targets.ts';
import { agentOptions } from './rule-agents.ts';
import { AGENTS, KIND, kindsOf, MORE, RULE, ruleEditor } from './rule-form.ts';
import { heading } from './rule-inputs.ts';
import { countInputs, hourInputs, overInputs, tellingInputs } from './rule-more-inputs.ts';
import { ruleIn } from './rule-read.ts';
import { kindIn, ruleValues } from './rule-values.ts';
import { plainDuration, thresholdUnit } from './watched-words.ts';

const below = [redrawn(ruleEditor)];

/** The inputs of the step; beside them it carries what their values are read by. */
const OWN = [
  'clear',
  'keep',
  'weeks',
  'floor',
  'minSample',
  'noData',
  'hours',
  'ownHours',
  'repeat',
  'dailyCap',
  'escalateAfter',
  'escalateTo',
  moreOf('escalateTo'),
];

function only(values: FormValues): FormValues {
  return Object.fromEntries(OWN.map((name) => [name, values[name] ?? null]));
}

/** What most rules leave as it is. It comes back to the rule's form, and only that is saved. */
const moreEditor: Editor<FormValues> = {
  name: MORE,
  command: 'alerts',
  read: () => undefined,
  values: (_item, { services }) => only(ruleValues(undefined, services)),
  draw: async ({ values }, { services }) => {
    const { t } = services;
    return {
      title: t('alerts.more'),
      submitLabel: t('alerts.more.take'),
      blocks: [
        heading(t('alerts.more.over')),
        ...overInputs(values, services),
        heading(t('alerts.more.counts')),
        ...countInputs(values, services),
        heading(t('alerts.more.hours')),
        ...hourInputs(values, services),
        heading(t('alerts.more.tells')),
        ...tellingInputs(values, services),
        ...(await targetBlocks(
          { name: 'escalateTo', label: t('audit.field.escalateTo'), search: 'alerts.target', add: `alerts.${MORE}.target` },
          values,
          services,
        )),
      ],
    };
  },
  parse: (draft, { services }) => {
    const { errors } = ruleIn({ ...draft, item: null }, services);
    const own = Object.entries(errors).filter(([name]) => OWN.includes(name));
    return own.length > 0 ? { errors: Object.fromEntries(own) } : { item: only(draft.values) };
  },
  write: (configuration) => configuration,
  subject: () => ({ kind: 'alert' }),
  done: ({ draft, item }, request, services) => back(draft, item, request, services, below),
};

/** Ticks agents; they come back to the rule's form. */
const agentsEditor: Editor<string[]> = {
  name: AGENTS,
  command: 'alerts',
  read: () => undefined,
  values: () => ({ agents: [] }),
  draw: async (draft, { services }) => {
    const { t } = services;
    const options = await agentOptions(listOf(draft.values['agents']), services);
    const list = checklist({ name: 'agents', label: t('audit.field.agents'), options, action: `alerts.${AGENTS}.list` }, draft, services);
    return {
      title: t('audit.field.agents'),
      submitLabel: t('departments.members.take'),
      lists: { agents: list.state },
      blocks: [{ kind: 'section', text: t('alerts.agents.intro') }, ...list.blocks],
    };
  },
  parse: ({ values }) => ({ item: listOf(values['agents']) }),
  write: (configuration) => configuration,
  subject: () => ({ kind: 'alert' }),
  done: ({ draft, item }, request, services) => back(draft, { agents: item }, request, services, below),
};

/** Pushes a step with what the form has now. */
const pushing =
  (step: Editor<FormValues> | Editor<string[]>): Submit['run'] =>
  async (request, services) => {
    const { values } = taken(await draftOf(request.state, request, services, RULE), request.values);
    return push(RULE, step as Editor<unknown>, '', request, services, values);
  };

/** The form drawn for another kind than the one that it shows; undefined while that is the one chosen. */
async function otherKind(request: SubmitRequest, services: Services, always = false): Promise<Answer | undefined> {
  const before = await draftOf(request.state, request, services, RULE);
  const after = taken(before, request.values);
  const { drawn, typed } = kindsOf(before, after);
  if (drawn === typed && !always) return undefined;
  const unit = (values: FormValues): string => thresholdUnit({ kind: kindIn(values), indicator: textOf(values['indicator']) || null });
  const usual = (values: FormValues): string => plainDuration(usualRule(kindIn(values)).windowMs);
  const values = {
    ...after.values,
    // A limit in another unit says nothing.
    ...(unit(before.values) !== unit(after.values) && { threshold: '', clear: '', floor: '' }),
    ...(after.values['window'] === usual(before.values) && { window: usual(after.values) }),
    // A change differs by more or by less, there is no “or more”.
    ...(kindIn(after.values) === 'change' && { operator: isUpward(textOf(after.values['operator']) as Operator) ? 'above' : 'below' }),
  };
  const above = drawn === typed ? [] : [{ kind: 'section' as const, text: services.t('alerts.kind.turned') }];
  return shown(ruleEditor, { ...after, values, previewed: false }, request, services, 'replace', above);
}

const preview: Submit['run'] = async (request, services) => {
  const turned = await otherKind(request, services);
  if (turned) return turned;
  const draft = taken(await draftOf(request.state, request, services, RULE), request.values);
  const configuration = await services.settings.read();
  const parsed = ruleEditor.parse(draft, { configuration, services, by: request });
  if ('errors' in parsed) return { kind: 'invalid', errors: parsed.errors };
  return shown(ruleEditor, { ...draft, previewed: true }, request, services);
};

/** The handlers of the form and its steps. */
export const ruleSubmits: Record<string, Submit> = {
  ...editorSubmits(ruleEditor),
  [`${RULE}.save`]: { run: async (request, services) => (await otherKind(request, services)) ?? save(ruleEditor, request, services) },
  [`${RULE}.preview`]: { run: preview },
  [KIND]: { run: async (request, services) => (await otherKind(request, services, true)) as Answer },
  ...targetSubmits(ruleEditor),
  [MORE]: { run: pushing(moreEditor) },
  ...editorSubmits(moreEditor, below),
  ...targetSubmits(moreEditor),
  [AGENTS]: { run: pushing(agentsEditor) },
  ...editorSubmits(agentsEditor, below),
};
