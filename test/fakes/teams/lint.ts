/** Microsoft's own card library as a lint: what it does not know or cannot read is a fault of ours. */
import { createRequire } from 'node:module';
import type * as Library from 'adaptivecards';

// The library's ES build imports without endings, which Node does not resolve; its bundle works.
const { AdaptiveCard, SerializationContext, Version } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof Library;

/** Elements that phones show blank or not at all. */
const UNSEEN_ON_PHONES = new Set(['Table', 'Media', 'Chart.Line', 'Chart.VerticalBar', 'Chart.HorizontalBar']);

/** Teams reads it in cards of every version ("Typeahead search in Adaptive Cards"), whatever the schema says. */
const ANY_VERSION = /^Property "choices\.data" is supported in version/;

const NO_CHOICE = 'An Input.ChoiceSet must have at least one choice defined.';

/** Everything wrong with a card, in words; empty when it is good. */
export function faultsOf(card: unknown): string[] {
  if (typeof card !== 'object' || card === null) return ['not a card'];
  const parsed = new AdaptiveCard();
  const context = new SerializationContext(new Version(1, 5));
  parsed.parse(card, context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).filter(
    (message) => !ANY_VERSION.test(message),
  );
  const elements = elementsOf(card);
  const events = parsed.validateProperties().validationEvents.map((event) => event.message);
  // Teams' own samples of searches have no choice in the card: all come from the bot.
  const searched = elements.filter((one) => one['choices.data'] && (one['choices'] as unknown[] | undefined)?.length === 0).length;
  const empty = events.filter((message) => message === NO_CHOICE).slice(searched);
  const validation = [...events.filter((message) => message !== NO_CHOICE), ...empty];
  const blank = elements
    .filter((one) => UNSEEN_ON_PHONES.has(String(one['type'])))
    .map((one) => `${String(one['type'])} is blank on phones`);
  const mute = elements.filter((one) => one['type'] === 'Image' && !one['altText']).map(() => 'an image without altText');
  const ids = elements.filter((one) => String(one['type']).startsWith('Input.')).map((one) => one['id']);
  const doubled = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two inputs with the id ${String(id)}`);
  return [...parsing, ...validation, ...blank, ...mute, ...doubled, ...elements.flatMap(choiceFaults), ...elements.flatMap(pickerFaults)];
}

/** Several chosen values travel in one text with commas, and only those of known choices are shown as chosen. */
function choiceFaults(element: Record<string, unknown>): string[] {
  if (element['type'] !== 'Input.ChoiceSet') return [];
  const several = element['isMultiSelect'] === true;
  const values = ((element['choices'] ?? []) as { value: string }[]).map(({ value }) => value);
  const value = typeof element['value'] === 'string' && element['value'] !== '' ? element['value'] : undefined;
  const chosen = value === undefined ? [] : several ? value.split(',') : [value];
  const query = element['choices.data'] as { type?: unknown; dataset?: unknown } | undefined;
  return [
    ...values.filter((value) => several && value.includes(',')).map((value) => `a choice with a comma: ${value}`),
    ...values.filter((value, index) => values.indexOf(value) !== index).map((value) => `two choices with the value ${value}`),
    ...chosen.filter((value) => !values.includes(value)).map((value) => `chosen, but no choice: ${value}`),
    ...(query && (query.type !== 'Data.Query' || typeof query.dataset !== 'string') ? ['choices.data is no Data.Query'] : []),
  ];
}

/** A date or a time in any other form shows as empty. */
function pickerFaults({ type, value }: Record<string, unknown>): string[] {
  const pattern = type === 'Input.Date' ? /^\d{4}-\d{2}-\d{2}$/ : type === 'Input.Time' ? /^\d{2}:\d{2}$/ : undefined;
  if (!pattern || value === undefined) return [];
  return typeof value === 'string' && pattern.test(value) ? [] : [`${String(type)} cannot show ${JSON.stringify(value)}`];
}

/** Every object of a card that has a type, in reading order. */
export function elementsOf(card: unknown): Record<string, unknown>[] {
  if (Array.isArray(card)) return card.flatMap(elementsOf);
  if (typeof card !== 'object' || card === null) return [];
  const record = card as Record<string, unknown>;
  const children = ['body', 'items', 'columns', 'facts', 'actions', 'inlines'].flatMap((key) => elementsOf(record[key]));
  return typeof record['type'] === 'string' ? [record, ...children] : children;
}
