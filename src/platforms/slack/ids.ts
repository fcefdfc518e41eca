/** Our `<command>.<action>` ids as Slack's action ids, which must be unique in a block, and back. */
import type { BlockAction } from '@slack/bolt';
import type { Button } from '../../view/card.ts';
import { searchedAction, searchedValue } from './searches.ts';

/** A row's menu: its options carry the action with the value. */
export const MENU = 'menu';

/** Gives the ids of one block: repeated ones get `~2`, `~3`, …. */
export function uniqueIds(): (action: string) => string {
  const seen = new Map<string, number>();
  return (action) => {
    const count = (seen.get(action) ?? 0) + 1;
    seen.set(action, count);
    return count === 1 ? action : `${action}~${count}`;
  };
}

/** Behind an action that opens a form: its window is opened at once. */
const OPENS = '!';

/** A button's action as it travels. */
export function markedAction({ action, opens }: Pick<Button, 'action' | 'opens'>): string {
  return opens ? `${action}${OPENS}` : action;
}

/** An action with its value, for a menu's option. */
export function menuValue(action: string, value: string): string {
  return `${action} ${value}`;
}

/** What was pressed or chosen; `several`: one of many choices that may follow one another. */
export interface Pressed {
  action: string;
  value: string;
  several?: boolean | undefined;
  /** What it opens is a form. */
  opens?: boolean | undefined;
}

function unmarked(action: string, value: string): Pressed {
  return action.endsWith(OPENS) ? { action: action.slice(0, -OPENS.length), value, opens: true } : { action, value };
}

/** What was pressed or chosen; undefined for an element that is not ours. */
export function pressed(action: BlockAction['actions'][number] | undefined): Pressed | undefined {
  if (!action) return undefined;
  const id = action.action_id.replace(/~\d+$/, '');
  switch (action.type) {
    case 'button':
      return unmarked(id, action.value ?? '');
    case 'static_select':
      return { action: id, value: action.selected_option.value };
    case 'multi_external_select': {
      const value = searchedValue(action.block_id, action.action_id, action.selected_options ?? []);
      return { action: searchedAction(action.action_id), value, several: true };
    }
    case 'overflow': {
      const { value } = action.selected_option;
      const space = value.indexOf(' ');
      return space < 0 ? unmarked(value, '') : unmarked(value.slice(0, space), value.slice(space + 1));
    }
    default:
      return undefined;
  }
}
