/**
 * Slack's own look at blocks: every limit of the Block Kit reference (docs.slack.dev), as the real Slack refuses them with
 * `invalid_blocks` and a place. Written from the documentation, apart from the product's numbers.
 */

export type Json = Record<string, unknown>;

export interface Checked {
  /** `messages` or `views`. */
  surface: 'message' | 'view';
  /** Whether an uploaded file can be shown already. */
  fileReady: (id: string) => boolean;
}

type Faults = string[];

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const word = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function text(value: unknown, at: string, max: number, types: string[], faults: Faults): void {
  if (!isObject(value) || !types.includes(word(value['type']))) {
    faults.push(`must be a ${types.join(' or ')} object [json-pointer:${at}]`);
    return;
  }
  length(value['text'], `${at}/text`, 1, max, faults);
  const known = value['type'] === 'plain_text' ? ['type', 'text', 'emoji'] : ['type', 'text', 'verbatim'];
  onlyKeys(value, known, at, faults);
}

function length(value: unknown, at: string, min: number, max: number, faults: Faults): void {
  if (typeof value !== 'string') faults.push(`must be a string [json-pointer:${at}]`);
  else if (value.trim().length < min) faults.push(`must be more than ${min - 1} characters [json-pointer:${at}]`);
  else if (value.length > max) faults.push(`must be less than ${max + 1} characters [json-pointer:${at}]`);
}

function optional(value: unknown, at: string, max: number, faults: Faults): void {
  if (value !== undefined) length(value, at, 0, max, faults);
}

function onlyKeys(value: Json, keys: string[], at: string, faults: Faults): void {
  for (const key of Object.keys(value)) if (!keys.includes(key)) faults.push(`additional property ${key} [json-pointer:${at}]`);
}

function count(items: unknown[], at: string, min: number, max: number, faults: Faults): void {
  if (items.length < min) faults.push(`no fewer than ${min} items required [json-pointer:${at}]`);
  if (items.length > max) faults.push(`no more than ${max} items allowed [json-pointer:${at}]`);
}

function option(value: unknown, at: string, faults: Faults): void {
  if (!isObject(value)) return void faults.push(`must be an option [json-pointer:${at}]`);
  text(value['text'], `${at}/text`, 75, ['plain_text', 'mrkdwn'], faults);
  length(value['value'], `${at}/value`, 1, 75, faults);
  onlyKeys(value, ['text', 'value', 'description', 'url'], at, faults);
}

function options(element: Json, at: string, max: number, faults: Faults): void {
  const all = list(element['options']);
  count(all, `${at}/options`, 1, max, faults);
  all.forEach((one, index) => option(one, `${at}/options/${index}`, faults));
}

function optionGroups(element: Json, at: string, faults: Faults): void {
  const groups = list(element['option_groups']);
  count(groups, `${at}/option_groups`, 1, 100, faults);
  groups.forEach((group, index) => {
    const place = `${at}/option_groups/${index}`;
    if (!isObject(group)) return void faults.push(`must be a group [json-pointer:${place}]`);
    text(group['label'], `${place}/label`, 75, ['plain_text'], faults);
    options(group, place, 100, faults);
  });
}

function select(element: Json, at: string, faults: Faults): void {
  if (element['placeholder'] !== undefined) text(element['placeholder'], `${at}/placeholder`, 150, ['plain_text'], faults);
  if ('options' in element === 'option_groups' in element) faults.push(`either options or option_groups [json-pointer:${at}]`);
  if ('option_groups' in element) optionGroups(element, at, faults);
  else options(element, at, 100, faults);
  initial([element['initial_option']], element, at, faults);
}

/** A menu that asks for its options: it has none of its own, and stands beside a section's text or in an input, never in actions. */
function externalSelect(element: Json, at: string, faults: Faults): void {
  const several = element['type'] === 'multi_external_select';
  const own = several ? ['initial_options', 'max_selected_items'] : ['initial_option'];
  onlyKeys(element, ['type', 'action_id', 'placeholder', 'min_query_length', 'confirm', 'focus_on_load', ...own], at, faults);
  if (element['placeholder'] !== undefined) text(element['placeholder'], `${at}/placeholder`, 150, ['plain_text'], faults);
  const least = element['min_query_length'];
  if (least !== undefined && (typeof least !== 'number' || least < 0))
    faults.push(`must be a number [json-pointer:${at}/min_query_length]`);
  if (element['initial_option'] !== undefined) option(element['initial_option'], `${at}/initial_option`, faults);
  if (element['initial_options'] === undefined) return;
  const chosen = list(element['initial_options']);
  count(chosen, `${at}/initial_options`, 1, 100, faults);
  chosen.forEach((one, index) => option(one, `${at}/initial_options/${index}`, faults));
}

/** Several of a menu's own options. */
function multiSelect(element: Json, at: string, faults: Faults): void {
  select(element, at, faults);
  if ('initial_option' in element) faults.push(`additional property initial_option [json-pointer:${at}]`);
  if (element['initial_options'] === undefined) return;
  count(list(element['initial_options']), `${at}/initial_options`, 1, 100, faults);
  initial(list(element['initial_options']), element, at, faults);
}

function moment(element: Json, at: string, key: 'initial_time' | 'initial_date', faults: Faults): void {
  onlyKeys(element, ['type', 'action_id', key, 'placeholder', 'confirm', 'focus_on_load', 'timezone'], at, faults);
  const value = element[key];
  if (value === undefined) return;
  const day = new Date(`${word(value)}T00:00:00Z`);
  const good =
    key === 'initial_time'
      ? /^([01]\d|2[0-3]):[0-5]\d$/.test(word(value))
      : !Number.isNaN(day.getTime()) && day.toISOString().startsWith(word(value));
  if (!good) faults.push(`invalid ${key} [json-pointer:${at}/${key}]`);
}

/** An initial option must be one of the options, letter by letter. */
function initial(chosen: unknown[], element: Json, at: string, faults: Faults): void {
  const groups = list(element['option_groups']).flatMap((group) => (isObject(group) ? list(group['options']) : []));
  const all = [...list(element['options']), ...groups].map((one) => JSON.stringify(one));
  for (const one of chosen) {
    if (one !== undefined && !all.includes(JSON.stringify(one))) faults.push(`initial option is not an option [json-pointer:${at}]`);
  }
}

function button(element: Json, at: string, faults: Faults): void {
  text(element['text'], `${at}/text`, 75, ['plain_text'], faults);
  optional(element['value'], `${at}/value`, 2000, faults);
  optional(element['url'], `${at}/url`, 3000, faults);
  if (element['style'] !== undefined && !['primary', 'danger'].includes(word(element['style'])))
    faults.push(`style [json-pointer:${at}/style]`);
}

function element(value: unknown, at: string, allowed: string[], faults: Faults): void {
  if (!isObject(value) || !allowed.includes(word(value['type']))) {
    return void faults.push(`unsupported element ${isObject(value) ? word(value['type']) : ''} [json-pointer:${at}]`);
  }
  length(value['action_id'], `${at}/action_id`, 1, 255, faults);
  switch (value['type']) {
    case 'button':
      return button(value, at, faults);
    case 'static_select':
      return select(value, at, faults);
    case 'external_select':
    case 'multi_external_select':
      return externalSelect(value, at, faults);
    case 'multi_static_select':
      return multiSelect(value, at, faults);
    case 'timepicker':
      return moment(value, at, 'initial_time', faults);
    case 'datepicker':
      return moment(value, at, 'initial_date', faults);
    case 'overflow':
      return options(value, at, 5, faults);
    case 'checkboxes':
    case 'radio_buttons':
      options(value, at, 10, faults);
      if (value['initial_options'] !== undefined) count(list(value['initial_options']), `${at}/initial_options`, 1, 10, faults);
      return initial(list(value['initial_options']), value, at, faults);
    case 'plain_text_input':
      return textInput(value, at, faults);
    case 'number_input':
      return numberInput(value, at, faults);
  }
}

function textInput(value: Json, at: string, faults: Faults): void {
  optional(value['initial_value'], `${at}/initial_value`, 3000, faults);
  const max = value['max_length'];
  if (max !== undefined && (typeof max !== 'number' || max < 1 || max > 3000))
    faults.push(`max_length 1–3000 [json-pointer:${at}/max_length]`);
  if (typeof max === 'number' && word(value['initial_value'] ?? '').length > max)
    faults.push(`initial_value over max_length [json-pointer:${at}]`);
}

function numberInput(value: Json, at: string, faults: Faults): void {
  if (typeof value['is_decimal_allowed'] !== 'boolean') faults.push(`missing is_decimal_allowed [json-pointer:${at}]`);
  for (const key of ['initial_value', 'min_value', 'max_value']) {
    const number = value[key];
    if (number !== undefined && (typeof number !== 'string' || !/^-?\d+(\.\d+)?$/.test(number)))
      faults.push(`must be a number in a string [json-pointer:${at}/${key}]`);
  }
  const [from, at0, to] = ['min_value', 'initial_value', 'max_value'].map((key) =>
    value[key] === undefined ? Number.NaN : Number(value[key]),
  );
  if (Number(at0) < Number(from) || Number(at0) > Number(to)) faults.push(`initial_value out of range [json-pointer:${at}]`);
}

function section(block: Json, at: string, faults: Faults): void {
  const fields = list(block['fields']);
  if (block['text'] === undefined && fields.length === 0) faults.push(`text or fields [json-pointer:${at}]`);
  if (block['text'] !== undefined) text(block['text'], `${at}/text`, 3000, ['mrkdwn', 'plain_text'], faults);
  if (block['fields'] !== undefined) count(fields, `${at}/fields`, 1, 10, faults);
  fields.forEach((field, index) => text(field, `${at}/fields/${index}`, 2000, ['mrkdwn', 'plain_text'], faults));
  if (block['accessory'] !== undefined)
    element(block['accessory'], `${at}/accessory`, ['button', 'static_select', 'multi_external_select', 'overflow', 'checkboxes'], faults);
}

function actions(block: Json, at: string, faults: Faults): void {
  const elements = list(block['elements']);
  count(elements, `${at}/elements`, 1, 25, faults);
  elements.forEach((one, index) => element(one, `${at}/elements/${index}`, ['button', 'static_select', 'overflow', 'checkboxes'], faults));
  const ids = elements.map((one) => (isObject(one) ? one['action_id'] : undefined));
  if (new Set(ids).size < ids.length) faults.push(`action_id already exists [json-pointer:${at}/elements]`);
}

function image(block: Json, at: string, { fileReady }: Checked, faults: Faults): void {
  length(block['alt_text'], `${at}/alt_text`, 1, 2000, faults);
  if (block['title'] !== undefined) text(block['title'], `${at}/title`, 2000, ['plain_text'], faults);
  const file = block['slack_file'];
  if ('image_url' in block === isObject(file)) faults.push(`either image_url or slack_file [json-pointer:${at}]`);
  if ('image_url' in block) {
    length(block['image_url'], `${at}/image_url`, 1, 3000, faults);
    if (!word(block['image_url']).startsWith('https://')) faults.push(`downloading image failed [json-pointer:${at}/image_url]`);
  }
  if (!isObject(file)) return;
  if (!/^F[A-Z0-9]{8,}$/.test(word(file['id'])))
    faults.push(`input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:${at}/slack_file/id]`);
  else if (!fileReady(word(file['id']))) faults.push(`invalid slack file [json-pointer:${at}/slack_file]`);
}

function context(block: Json, at: string, faults: Faults): void {
  const elements = list(block['elements']);
  count(elements, `${at}/elements`, 1, 10, faults);
  elements.forEach((one, index) => text(one, `${at}/elements/${index}`, 3000, ['mrkdwn', 'plain_text'], faults));
}

function input(block: Json, at: string, faults: Faults): void {
  text(block['label'], `${at}/label`, 2000, ['plain_text'], faults);
  if (block['hint'] !== undefined) text(block['hint'], `${at}/hint`, 2000, ['plain_text'], faults);
  element(block['element'], `${at}/element`, INPUTS, faults);
}

const INPUTS = [
  'plain_text_input',
  'number_input',
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'checkboxes',
  'radio_buttons',
  'timepicker',
  'datepicker',
];

/** Plain text in `rich_text`: every leaf has words. */
function richText(value: unknown, at: string, faults: Faults): void {
  if (!isObject(value)) return void faults.push(`must be an element [json-pointer:${at}]`);
  if (value['type'] === 'text') return length(value['text'], `${at}/text`, 1, 12_000, faults);
  const elements = list(value['elements']);
  count(elements, `${at}/elements`, 1, 1000, faults);
  elements.forEach((one, index) => richText(one, `${at}/elements/${index}`, faults));
}

const KEYS: Record<string, string[]> = {
  section: ['text', 'fields', 'accessory', 'expand'],
  actions: ['elements'],
  context: ['elements'],
  image: ['alt_text', 'title', 'image_url', 'slack_file'],
  input: ['label', 'hint', 'element', 'optional', 'dispatch_action'],
  divider: [],
  rich_text: ['elements'],
};

function block(value: unknown, at: string, checked: Checked, faults: Faults): void {
  const kind = isObject(value) ? word(value['type']) : '';
  const keys = KEYS[kind];
  if (!isObject(value) || !keys || (kind === 'input' && checked.surface === 'message')) {
    return void faults.push(`unsupported type: ${kind} [json-pointer:${at}/type]`);
  }
  onlyKeys(value, ['type', 'block_id', ...keys], at, faults);
  optional(value['block_id'], `${at}/block_id`, 255, faults);
  switch (kind) {
    case 'section':
      return section(value, at, faults);
    case 'actions':
      return actions(value, at, faults);
    case 'context':
      return context(value, at, faults);
    case 'image':
      return image(value, at, checked, faults);
    case 'input':
      return input(value, at, faults);
    case 'rich_text':
      return richText(value, at, faults);
  }
}

/** What Slack would refuse in these blocks, with places; empty when it would show them. */
export function blockFaults(blocks: unknown, checked: Checked): string[] {
  if (!Array.isArray(blocks)) return ['must be an array [json-pointer:/blocks]'];
  const faults: Faults = [];
  count(blocks, '/blocks', checked.surface === 'view' ? 1 : 0, checked.surface === 'view' ? 100 : 50, faults);
  blocks.forEach((one, index) => block(one, `/blocks/${index}`, checked, faults));
  const ids = blocks.flatMap((one) => (isObject(one) && one['block_id'] !== undefined ? [one['block_id']] : []));
  if (new Set(ids).size < ids.length) faults.push('block_id already exists [json-pointer:/blocks]');
  return faults;
}

/** What Slack would refuse in an answer to `block_suggestion`. */
export function suggestionFaults(answer: unknown): string[] {
  if (!isObject(answer)) return ['must be an object'];
  const faults: Faults = [];
  if ('options' in answer === 'option_groups' in answer) faults.push('either options or option_groups');
  if ('option_groups' in answer) optionGroups(answer, '', faults);
  if ('options' in answer) {
    const all = list(answer['options']);
    count(all, '/options', 0, 100, faults);
    all.forEach((one, index) => option(one, `/options/${index}`, faults));
  }
  return faults;
}

const MODAL_KEYS = ['type', 'title', 'submit', 'close', 'blocks', 'private_metadata', 'callback_id', 'clear_on_close', 'notify_on_close'];
const HOME_KEYS = ['type', 'blocks', 'private_metadata', 'callback_id'];

/** What Slack would refuse in a modal or a home. */
export function viewFaults(view: unknown, checked: Checked, type: 'modal' | 'home' = 'modal'): string[] {
  if (!isObject(view)) return ['must be a view [json-pointer:/view]'];
  const faults: Faults = [];
  if (view['type'] !== type) faults.push(`must be a ${type} [json-pointer:/view/type]`);
  onlyKeys(view, type === 'modal' ? MODAL_KEYS : HOME_KEYS, '/view', faults);
  for (const key of ['title', 'submit', 'close']) {
    if (view[key] !== undefined || (key === 'title' && type === 'modal')) text(view[key], `/view/${key}`, 24, ['plain_text'], faults);
  }
  optional(view['private_metadata'], '/view/private_metadata', 3000, faults);
  optional(view['callback_id'], '/view/callback_id', 255, faults);
  const inputs = list(view['blocks']).some((one) => isObject(one) && one['type'] === 'input');
  if (inputs && type === 'modal' && view['submit'] === undefined) faults.push('submit is required with inputs [json-pointer:/view/submit]');
  return [...faults, ...blockFaults(view['blocks'], { ...checked, surface: 'view' })];
}
