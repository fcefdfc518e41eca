/** Buttons, selects and row menus as Block Kit elements. */
import type { ActionsBlock, Button as SlackButton, KnownBlock, Overflow, StaticSelect } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Button, Control, Select } from '../../view/card.ts';
import { MENU, markedAction, menuValue, uniqueIds } from './ids.ts';
import { LIMITS } from './limits.ts';
import { cutNote } from './notes.ts';
import { choices, label, plainOptions } from './options.ts';
import { searchBlocks } from './searches.ts';

function slackButton(button: Button, id: (action: string) => string): SlackButton | undefined {
  const action = markedAction(button);
  if (action.length > LIMITS.actionId - 5 || (button.value ?? '').length > LIMITS.buttonValue) return undefined;
  return {
    type: 'button',
    action_id: id(action),
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

type RowControl = Button | Select;

/** Rows of at most five elements, each search below them in a section of its own; what Slack could not carry is counted last. */
export function actionRows(controls: Control[], t: Translate): KnownBlock[] {
  const pressable = controls.filter((control) => control.kind !== 'search');
  const searches = controls.filter((control) => control.kind === 'search').map((search) => searchBlocks(search, t));
  const { blocks, shown } = elementRows(pressable);
  blocks.push(...searches.flat());
  const usable = controls.filter((control) => control.kind !== 'select' || control.options.length > 0).length;
  const there = shown + searches.filter((search) => search.length > 0).length;
  const options = lostOptions(pressable);
  if (there < usable) blocks.push(cutNote('slack.cut.buttons', there, usable, t));
  if (options.lost > 0) blocks.push(cutNote('slack.cut.options', options.total - options.lost, options.total, t));
  return blocks;
}

function elementRows(controls: RowControl[]): { blocks: KnownBlock[]; shown: number } {
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
  return { blocks, shown };
}

function lostOptions(controls: RowControl[]): { total: number; lost: number } {
  const all = controls.flatMap((control) => (control.kind === 'select' ? control.options : []));
  return { total: all.length, lost: all.length - plainOptions(all).length };
}

/** A row's menu beside it: one entry is a button, up to five a menu; undefined when it fits in neither. */
export function rowMenu(menu: Button[]): SlackButton | Overflow | undefined {
  const [only] = menu;
  if (only && menu.length === 1) return slackButton(only, uniqueIds());
  const options = plainOptions(menu.map((button) => ({ label: button.label, value: menuValue(markedAction(button), button.value ?? '') })));
  if (options.length !== menu.length || options.length > LIMITS.overflowOptions) return undefined;
  return { type: 'overflow', action_id: MENU, options };
}
