/** A change that touches everybody can be told in a channel, in the operation's language. */
import type { Change } from '../../domain/configuration.ts';
import { PARAMETERS } from '../../domain/parameters.ts';
import { formatter } from '../../i18n/format.ts';
import { translator } from '../../i18n/translate.ts';
import type { Block, Option } from '../../view/card.ts';
import type { FormBlock, FormErrors, FormValues } from '../../view/form.ts';
import { textOf } from '../forms/draft.ts';
import type { Author, Services } from '../services.ts';
import { namesIn, told } from './words.ts';

const NAME = 'announce';
/** Between a channel's id and its name, in a choice's value: what it is called comes back with the choice. */
const CUT = '|';
const CHOSEN = /^\w+:[^|]{1,200}\|.{1,50}$/su;

/** Whether a change touches everybody who reads figures or is measured by them: targets, limits, thresholds. */
export function touchesEverybody({ what, from, to }: Change): boolean {
  if (PARAMETERS.some(({ id, everybody }) => everybody && what === `parameter.${id}`)) return true;
  const field = (item: unknown, name: 'limit' | 'threshold'): unknown => (item as Record<string, unknown> | null)?.[name] ?? null;
  if (what.startsWith('alert.')) return field(from, 'threshold') !== field(to, 'threshold');
  return /^(agent|department)\./.test(what) && field(from, 'limit') !== field(to, 'limit');
}

/** The input that chooses the channel. */
export function announceInput(values: FormValues, { t }: Services): FormBlock {
  const chosen = textOf(values[NAME]);
  return {
    kind: 'search',
    name: NAME,
    label: t('announce.label'),
    hint: t('announce.hint'),
    action: 'settings.channel',
    options: [],
    value: chosen === '' ? undefined : { value: chosen, label: chosen.slice(chosen.indexOf(CUT) + 1) },
  };
}

/** What is wrong with the chosen channel: it comes from the list, or a request made it up. */
export function announceErrors(values: FormValues, { t }: Services): FormErrors {
  const chosen = textOf(values[NAME]);
  return chosen === '' || CHOSEN.test(chosen) ? {} : { [NAME]: t('announce.unknown') };
}

/** The channels whose names fit the words. */
export async function channelOptions(typed: string, { chats }: Services, platform: string): Promise<Option[]> {
  return (await chats.channels(typed, platform)).map(({ id, name }) => ({
    label: name,
    value: `${id}${CUT}${name.slice(0, 50)}`.replaceAll(',', ' '),
  }));
}

/** That it was saved, and what became of the announcement, where one was wanted. */
export async function savedBlocks(values: FormValues, changes: readonly Change[], by: Author, services: Services): Promise<Block[]> {
  const { t } = services;
  const saved: Block = { kind: 'text', text: t(changes.length > 0 ? 'settings.saved' : 'settings.unchanged'), tone: 'good' };
  const chosen = textOf(values[NAME]);
  const news = changes.filter(touchesEverybody);
  if (chosen === '') return [saved];
  const channel = chosen.slice(chosen.indexOf(CUT) + 1);
  if (news.length === 0) return [saved, { kind: 'text', text: t('announce.nothing', { channel }) }];
  const posted = await post(chosen.slice(0, chosen.indexOf(CUT)), news, by, services);
  if (!posted.ok) return [saved, { kind: 'text', tone: 'warning', text: t('announce.failed', { channel }) }];
  return [saved, { kind: 'text', text: t(posted.underWay ? 'announce.underway' : 'announce.done', { channel }) }];
}

async function post(
  target: string,
  changes: readonly Change[],
  { person }: Author,
  services: Services,
): ReturnType<Services['chats']['post']> {
  const { language } = await services.parameters();
  const words = { t: translator(language), format: formatter(language) };
  const names = await namesIn(changes, services);
  const lines = changes.map((change) => told(change, names, words)).map(({ subject, lines: said }) => `\n• ${subject}: ${said.join('; ')}`);
  const text = [{ person: person.id, name: person.name }, ` ${words.t('announce.text')}`, ...lines];
  return services.chats.post(target, { title: words.t('announce.title'), blocks: [{ kind: 'text', text }] }, language);
}
