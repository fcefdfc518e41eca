/** The filters of a search as a form: everything at once, also what does not fit behind a choice. */
import { STATES } from '../../domain/conversation.ts';
import { CHANNELS } from '../../domain/events.ts';
import { OUTCOMES } from '../../domain/history.ts';
import type { Option } from '../../view/card.ts';
import type { Form, FormErrors, FormValues, Input } from '../../view/form.ts';
import { type Asked, packAsked } from '../asked.ts';
import { UserError } from '../errors.ts';
import { readFilters } from '../filters.ts';
import { nameOf } from '../named.ts';
import type { Services } from '../services.ts';

type Kind = 'history' | 'outbound';

/** What stands for no choice; a choice without a value does not travel on every platform. */
const ANY = 'any';
/** The sets behind the counts of `today` have no words; the form leaves them as they are. */
const SETS = ['set', 'set.carried'];

/** The form with what is searched for now. */
export async function searchForm(kind: Kind, asked: Asked, { t, desk }: Services): Promise<Form> {
  const [departments, agents] = await Promise.all([desk.departments(), desk.agents()]);
  const select = (name: string, label: string, any: string, options: Option[], value: string | undefined): Input => ({
    kind: 'select',
    name,
    label,
    options: [{ label: any, value: ANY }, ...options],
    value: value ?? ANY,
  });
  const stand =
    kind === 'history'
      ? select(
          'state',
          t('history.filter.state'),
          t('history.any.state'),
          STATES.map((one) => ({ label: t(`state.${one}`), value: one })),
          asked.state,
        )
      : select(
          'state',
          t('history.filter.state'),
          t('history.any.state'),
          OUTCOMES.map((one) => ({ label: t(`outbound.${one}`), value: one })),
          asked.outcome,
        );
  const people = asked.agents?.map((id) => nameOf(agents.find((one) => one.id === id) ?? { id })).join(', ');
  return {
    title: t('history.filters'),
    submit: `${kind}.apply`,
    state: packAsked(asked),
    submitLabel: t('history.search'),
    cancelLabel: t('form.cancel'),
    blocks: [
      {
        kind: 'text',
        name: 'when',
        label: t('history.filter.when'),
        hint: t('history.hint.when'),
        value: SETS.includes(asked.when ?? '') ? '' : asked.when,
        maxLength: 50,
      },
      stand,
      select(
        'channel',
        t('history.filter.channel'),
        t('history.any.channel'),
        CHANNELS.map((one) => ({ label: t(`channel.${one}`), value: one })),
        asked.channel,
      ),
      select(
        'department',
        t('department.choose'),
        t('department.all'),
        departments.map((one) => ({ label: nameOf(one), value: one.id })),
        asked.department,
      ),
      { kind: 'text', name: 'agent', label: t('history.filter.agent'), hint: t('history.hint.agent'), value: people, maxLength: 200 },
      { kind: 'text', name: 'find', label: t('history.filter.find'), hint: t('history.hint.find'), value: asked.find, maxLength: 100 },
      { kind: 'text', name: 'text', label: t('history.filter.text'), hint: t('history.hint.text'), value: asked.text, maxLength: 100 },
    ],
  };
}

/** The words of each input are read as those after the command are. */
const INPUTS = ['when', 'state', 'channel', 'department', 'agent', 'find', 'text'] as const;

/** What the submitted form searches for, or what is wrong with it, input by input. */
export async function searchOf(
  kind: Kind,
  values: FormValues,
  before: Asked,
  at: Date,
  services: Services,
): Promise<{ asked: Asked } | { errors: FormErrors }> {
  let asked: Asked = {};
  const errors: FormErrors = {};
  for (const name of INPUTS) {
    const value = String(values[name] ?? '')
      .replaceAll('"', '')
      .trim();
    if (value === '' || value === ANY) continue;
    try {
      asked = { ...asked, ...(await readFilters([`${name === 'find' ? 'contact' : name}:"${value}"`], kind, at, services)) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors[name] = services.t(error.key, error.values);
    }
  }
  if (Object.keys(errors).length > 0) return { errors };
  return { asked: asked.when === undefined && SETS.includes(before.when ?? '') ? { ...asked, when: before.when } : asked };
}
