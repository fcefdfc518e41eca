/** The form of a digest: what, when, to whom, in which language. */
import { randomUUID } from 'node:crypto';
import { itemOf, withItem } from '../../domain/configuration.ts';
import { type Digest, DIGEST_PARTS, type DigestPart } from '../../domain/digest.ts';
import { LONGEST_SCHEDULE } from '../../domain/digest-problems.ts';
import { LONGEST } from '../../domain/problems.ts';
import { isZone, type Parameters } from '../../domain/parameters.ts';
import { scheduleOf } from '../../domain/schedule.ts';
import type { Option } from '../../view/card.ts';
import type { FormBlock, FormErrors, FormValues } from '../../view/form.ts';
import { replaced } from '../command.ts';
import { alike, type Draft, isOn, listOf, textOf } from '../forms/draft.ts';
import type { Editor, Sight } from '../forms/editor.ts';
import { problemText } from '../forms/problems.ts';
import type { Services } from '../services.ts';
import { savedBlocks } from '../settings/announce.ts';
import { moreOf, rememberTargets, targetBlocks, targetNames, targetsIn, targetValues } from '../targets.ts';
import { digestsCard } from './list.ts';
import { nextRunsText, scheduleWords } from './words.ts';

export const DIGEST = 'digest';
/** The choice that leaves something to the operation. */
const USUAL = 'usual';
const ALL = 'all';
const NEW_PARTS: readonly DigestPart[] = ['now', 'yesterday', 'metrics'];
const LONGEST_ZONE = 60;

export const digestEditor: Editor<Digest> = {
  name: DIGEST,
  command: 'digests',
  read: (configuration, key) => itemOf(configuration, 'digests', key),
  values: (item, { services }) => ({
    // Chosen when the form is opened: however often it is sent, it makes one digest.
    id: item?.id ?? randomUUID().replaceAll('-', '').slice(0, 12),
    title: item?.title ?? '',
    schedule: item ? scheduleWords(item.schedule, services) : '',
    timeZone: item?.timeZone ?? '',
    businessDays: item?.businessDays ?? false,
    parts: item?.parts ?? [...NEW_PARTS],
    department: item?.department ?? ALL,
    ...targetValues('targets', item?.targets ?? []),
    language: item?.language ?? USUAL,
  }),
  draw: async (draft, sight) => {
    const { services, configuration } = sight;
    const { t } = services;
    const parameters = await services.parameters();
    return {
      title: t(draft.key === '' ? 'digests.add' : 'digests.edit'),
      submitLabel: t(draft.key === '' ? 'settings.add' : 'form.save'),
      blocks: [
        ...whenBlocks(draft, parameters, sight),
        ...(await whatBlocks(draft.values, services)),
        ...(await targetBlocks(
          {
            name: 'targets',
            label: t('digests.targets'),
            hint: t('digests.targets.hint'),
            search: 'digests.target',
            add: `digests.${DIGEST}.target`,
          },
          draft.values,
          services,
        )),
        languageInput(draft.values, parameters, services),
      ],
      beside: [await namedTargets(itemOf(configuration, 'digests', draft.key)?.targets ?? [], draft.values, services)],
    };
  },
  parse: (draft, { services }) => {
    const { values, base } = draft;
    const schedule = scheduleIn(draft);
    const errors: FormErrors =
      schedule === undefined
        ? { schedule: problemText({ list: 'digests', item: '', field: 'schedule', key: 'digest.schedule' }, services) }
        : {};
    if (schedule === undefined || Object.keys(errors).length > 0) return { errors };
    return {
      item: {
        id: textOf(base['id']),
        title: textOf(values['title']),
        active: (draft.item as Digest | null)?.active ?? true,
        schedule,
        timeZone: textOf(values['timeZone']) || null,
        businessDays: isOn(values['businessDays']),
        parts: inOrder(listOf(values['parts'])),
        department: chosen(values['department'], ALL),
        targets: targetsIn(values, 'targets'),
        language: chosen(values['language'], USUAL) as Digest['language'],
      },
    };
  },
  write: (configuration, item) => withItem(configuration, 'digests', item),
  field: ({ field }) => (field === 'targets' ? moreOf('targets') : field),
  subject: (key) => (key === '' ? { kind: 'digest' } : { subject: `digest.${key}` }),
  done: async ({ changes, draft }, request, services) => {
    await rememberTargets(draft.values, 'targets', services);
    return replaced(await digestsCard(request, services, { news: await savedBlocks({}, changes, request, services) }));
  },
};

/** As it was typed, in one wording; what nobody touched stays to the letter. Undefined for what is no schedule. */
function scheduleIn({ values, base, item }: Draft): string | undefined {
  const known = (item as Digest | null)?.schedule;
  return known !== undefined && alike(values['schedule'], base['schedule']) ? known : scheduleOf(textOf(values['schedule']));
}

function chosen(value: FormValues[string] | undefined, none: string): string | null {
  const text = textOf(value);
  return text === '' || text === none ? null : text;
}

/** Parts in their own order; what is none stays at the end, for the rules to refuse. */
function inOrder(parts: string[]): DigestPart[] {
  const known = DIGEST_PARTS.filter((part) => parts.includes(part));
  return [...known, ...parts.filter((part) => !known.some((one) => one === part))] as DigestPart[];
}

/** Title, schedule with its next runs, zone, and the days on which it rests. */
function whenBlocks({ key, values, previewed }: Draft, parameters: Parameters, { services, by }: Sight): FormBlock[] {
  const { t, format } = services;
  const zone = textOf(values['timeZone']);
  const schedule = scheduleOf(textOf(values['schedule']));
  const isShown = previewed === true || key !== '';
  const runs =
    isShown && schedule !== undefined && (zone === '' || isZone(zone))
      ? nextRunsText({ schedule, timeZone: zone || null, businessDays: isOn(values['businessDays']) }, by.at, parameters, services)
      : previewed
        ? t(schedule === undefined ? 'problem.digest.schedule' : 'problem.zone')
        : undefined;
  return [
    {
      kind: 'text',
      name: 'title',
      label: t('audit.field.title'),
      required: true,
      value: textOf(values['title']),
      maxLength: LONGEST.title,
    },
    {
      kind: 'text',
      name: 'schedule',
      label: t('audit.field.schedule'),
      hint: t('digests.schedule.hint'),
      required: true,
      value: textOf(values['schedule']),
      maxLength: LONGEST_SCHEDULE,
      enter: { label: t('digests.runs'), action: `digests.${DIGEST}.preview` },
    },
    {
      kind: 'text',
      name: 'timeZone',
      label: t('audit.field.timeZone'),
      hint: t('digests.zone.hint', { zone: format.zone(parameters.timeZone) }),
      value: zone,
      maxLength: LONGEST_ZONE,
    },
    {
      kind: 'toggle',
      name: 'businessDays',
      label: t('audit.field.businessDays'),
      hint: t('digests.business.hint'),
      value: isOn(values['businessDays']),
    },
    { kind: 'buttons', buttons: [{ label: t('digests.runs'), action: `digests.${DIGEST}.preview` }] },
    ...(runs === undefined ? [] : [{ kind: 'section' as const, text: runs }]),
  ];
}

/** What it tells, of which department. */
async function whatBlocks(values: FormValues, { t, desk }: Services): Promise<FormBlock[]> {
  const departments = await desk.departments();
  const department = textOf(values['department']) || ALL;
  const options: Option[] = [
    { label: t('department.all'), value: ALL },
    ...departments.map(({ id, name }) => ({ label: name ?? id, value: id })),
  ];
  const gone = options.some(({ value }) => value === department) ? [] : [{ label: department, value: department }];
  return [
    {
      kind: 'ticks',
      name: 'parts',
      label: t('audit.field.parts'),
      hint: t('digests.parts.hint'),
      required: true,
      value: listOf(values['parts']),
      options: DIGEST_PARTS.map((part) => ({ label: t(`digest.part.${part}`), value: part })),
    },
    { kind: 'select', name: 'department', label: t('audit.field.department'), value: department, options: [...options, ...gone] },
  ];
}

function languageInput(values: FormValues, { language }: Parameters, { t }: Services): FormBlock {
  return {
    kind: 'select',
    name: 'language',
    label: t('audit.field.language'),
    hint: t('digests.language.hint'),
    value: textOf(values['language']) || USUAL,
    options: [
      { label: t('digests.language.usual', { language: t(`language.${language}`) }), value: USUAL },
      { label: t('language.pt-BR'), value: 'pt-BR' },
      { label: t('language.en'), value: 'en' },
    ],
  };
}

/** Every target that there is to tell of, for whoever was overtaken. */
async function namedTargets(
  standing: readonly string[],
  values: FormValues,
  services: Services,
): Promise<Extract<FormBlock, { kind: 'ticks' }>> {
  const names = await targetNames([...standing, ...targetsIn(values, 'targets')], services);
  const options = [...names].map(([value, label]) => ({ value, label }));
  return { kind: 'ticks', name: 'targets', label: services.t('digests.targets'), value: [], options };
}
