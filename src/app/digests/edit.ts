/** The form of a digest: what, when, to whom, in which language. */
import { randomUUID } from 'node:crypto';
import { itemOf, withItem } from '../../domain/configuration.ts';
import { type Digest, DIGEST_PARTS, type DigestPart } from '../../domain/digest.ts';
import { digestProblems } from '../../domain/digest-problems.ts';
import { scheduleOf } from '../../domain/schedule.ts';
import type { FormValues } from '../../view/form.ts';
import { replaced } from '../command.ts';
import { alike, type Draft, isOn, listOf, textOf } from '../forms/draft.ts';
import type { Editor } from '../forms/editor.ts';
import { problemText } from '../forms/problems.ts';
import { savedBlocks } from '../settings/announce.ts';
import { moreOf, rememberTargets, targetBlocks, targetsIn, targetValues } from '../targets.ts';
import { ALL, DIGEST, languageInput, namedTargets, USUAL, whatBlocks, whenBlocks } from './edit-blocks.ts';
import { digestsCard } from './list.ts';
import { scheduleWords } from './words.ts';

const NEW_PARTS: readonly DigestPart[] = ['now', 'yesterday', 'metrics'];
const ANY_SCHEDULE = 'every day 08:00';

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
    const schedule = scheduleIn(draft);
    if (schedule !== undefined) return { item: itemIn(draft, schedule) };
    // The rules say what else is wrong, so that all of it is seen at once.
    const others = digestProblems(itemIn(draft, ANY_SCHEDULE)).map(({ field, ...problem }) => [
      fieldOf(field),
      problemText({ list: 'digests', item: '', field, ...problem }, services),
    ]);
    const title = textOf(draft.values['title']) === '' ? { title: services.t('problem.required') } : {};
    const text = textOf(draft.values['schedule']) === '' ? 'problem.required' : 'problem.digest.schedule';
    return { errors: { ...Object.fromEntries(others), ...title, schedule: services.t(text) } };
  },
  write: (configuration, item) => withItem(configuration, 'digests', item),
  field: ({ field }) => fieldOf(field),
  subject: (key) => (key === '' ? { kind: 'digest' } : { subject: `digest.${key}` }),
  done: async ({ changes, draft }, request, services) => {
    await rememberTargets(draft.values, 'targets', services);
    return replaced(await digestsCard(request, services, { news: await savedBlocks({}, changes, request, services) }));
  },
};

/** Boxes of targets are drawn only where there are some. */
function fieldOf(field: string): string {
  return field === 'targets' ? moreOf('targets') : field;
}

function itemIn({ values, base, item }: Draft, schedule: string): Digest {
  return {
    id: textOf(base['id']),
    title: textOf(values['title']),
    active: (item as Digest | null)?.active ?? true,
    schedule,
    timeZone: textOf(values['timeZone']) || null,
    businessDays: isOn(values['businessDays']),
    parts: inOrder(listOf(values['parts'])),
    department: chosen(values['department'], ALL),
    targets: targetsIn(values, 'targets'),
    language: chosen(values['language'], USUAL) as Digest['language'],
  };
}

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
