/** Buttons, selects and row menus as Block Kit elements. */
import type {
  ActionsBlock,
  Button as SlackButton,
  KnownBlock,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Button, Control, Option, Select } from '../../view/card.ts';
import { orDash, shorten } from './escape.ts';
import { MENU, menuValue, uniqueIds } from './ids.ts';
import { LIMITS } from './limits.ts';
import { cutNote } from './notes.ts';

/** A label: one line, never empty, cut with an ellipsis, its `:colons:` left alone. */
export function label(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(orDash(text).replaceAll(/\s+/g, ' '), max), emoji: false };
}

/** Options of which Slack can carry the value; a value is never cut, as it would mean something else. */
export function plainOptions(options: Option[]): PlainTextOption[] {
  return options
    .filter(({ value }) => value.trim() !== '' && value.length <= LIMITS.optionValue)
    .map(({ label: text, value }) => ({ text: label(text, LIMITS.optionText), value }));
}

type Choices = Pick<StaticSelect, 'options' | 'option_groups' | 'initial_option'>;

/** The options of a select, in groups where they are more than a hundred (named after their first and last). */
export function choices(options: PlainTextOption[], selected: string | undefined): Choices {
  const initial = options.find((option) => option.value === selected);
  const chosen = initial ? { initial_option: initial } : {};
  if (options.length <= LIMITS.selectOptions) return { options, ...chosen };
  const groups = [];
  for (let start = 0; start < options.length && groups.length < LIMITS.optionGroups; start += LIMITS.selectOptions) {
    const part = options.slice(start, start + LIMITS.selectOptions);
    const name = `${shorten(part[0]?.text.text ?? '', 30)} – ${shorten(part.at(-1)?.text.text ?? '', 30)}`;
    groups.push({ label: label(name, LIMITS.optionText), options: part });
  }
  return { option_groups: groups, ...chosen };
}

function slackButton(button: Button, id: (action: string) => string): SlackButton | undefined {
  if (button.action.length > LIMITS.actionId - 5 || (button.value ?? '').length > LIMITS.buttonValue) return undefined;
  return {
    type: 'button',
    action_id: id(button.action),
    text: label(button.label, LIMITS.buttonText),
    ...(button.value ? { value: button.value } : {}),
    ...(button.style ? { style: button.style } : {}),
  };
}

function slackSelect(select: Select, id: (action: string) => string): StaticSelect | undefined {
  const options = plainOptions(select.options).slice(0, LIMITS.selectOptions * LIMITS.optionGroups);
  if (options.length === 0 || select.action.length > LIMITS.actionId - 5) return undefined;
  const placeholder = label(select.label, LIMITS.placeholder);
  return { type: 'static_select', action_id: id(select.action), placeholder, ...choices(options, select.selected) };
}

/** Rows of at most five elements; what Slack could not carry is counted below them. */
export function actionRows(controls: Control[], t: Translate): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let shown = 0;
  for (let start = 0; start < controls.length; start += LIMITS.rowElements) {
    const id = uniqueIds();
    const elements = controls
      .slice(start, start + LIMITS.rowElements)
      .map((control) => (control.kind === 'button' ? slackButton(control, id) : slackSelect(control, id)))
      .filter((element) => element !== undefined);
    shown += elements.length;
    if (elements.length > 0) blocks.push({ type: 'actions', elements } satisfies ActionsBlock);
  }
  const usable = controls.filter((control) => control.kind === 'button' || control.options.length > 0).length;
  const options = lostOptions(controls);
  if (shown < usable) blocks.push(cutNote('slack.cut.buttons', shown, usable, t));
  if (options.lost > 0) blocks.push(cutNote('slack.cut.options', options.total - options.lost, options.total, t));
  return blocks;
}

function lostOptions(controls: Control[]): { total: number; lost: number } {
  const all = controls.flatMap((control) => (control.kind === 'select' ? control.options : []));
  return { total: all.length, lost: all.length - plainOptions(all).length };
}

/** A row's menu beside it: one entry is a button, up to five a menu; undefined when it fits in neither. */
export function rowMenu(menu: Button[]): SlackButton | Overflow | undefined {
  const [only] = menu;
  if (only && menu.length === 1) return slackButton(only, uniqueIds());
  const options = plainOptions(menu.map(({ label: text, action, value = '' }) => ({ label: text, value: menuValue(action, value) })));
  if (options.length !== menu.length || options.length > LIMITS.overflowOptions) return undefined;
  return { type: 'overflow', action_id: MENU, options };
}
