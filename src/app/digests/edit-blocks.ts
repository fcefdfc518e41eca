/** The inputs of a digest's form. */
import { DIGEST_PARTS } from '../../domain/digest.ts';
import { LONGEST_SCHEDULE } from '../../domain/digest-problems.ts';
import { isZone, type Parameters } from '../../domain/parameters.ts';
import { LONGEST } from '../../domain/problems.ts';
import { scheduleOf } from '../../domain/schedule.ts';
import type { Option } from '../../view/card.ts';
import type { FormBlock, FormValues } from '../../view/form.ts';
import { type Draft, isOn, listOf, textOf } from '../forms/draft.ts';
import type { Sight } from '../forms/editor.ts';
import type { Services } from '../services.ts';
import { targetNames, targetsIn } from '../targets.ts';
import { nextRunsText } from './words.ts';

export const DIGEST = 'digest';
/** The choices that leave something to the operation, and that narrow nothing. */
export const USUAL = 'usual';
export const ALL = 'all';
const LONGEST_ZONE = 60;

/** Title, schedule with its next runs, zone, and the days on which it rests. */
export function whenBlocks({ key, values, previewed }: Draft, parameters: Parameters, { services, by }: Sight): FormBlock[] {
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
export async function whatBlocks(values: FormValues, { t, desk }: Services): Promise<FormBlock[]> {
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

export function languageInput(values: FormValues, { language }: Parameters, { t }: Services): FormBlock {
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
export async function namedTargets(
  standing: readonly string[],
  values: FormValues,
  services: Services,
): Promise<Extract<FormBlock, { kind: 'ticks' }>> {
  const names = await targetNames([...standing, ...targetsIn(values, 'targets')], services);
  const options = [...names].map(([value, label]) => ({ value, label }));
  return { kind: 'ticks', name: 'targets', label: services.t('digests.targets'), value: [], options };
}
