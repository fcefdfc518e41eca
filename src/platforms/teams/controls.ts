/** Buttons, choices and searches. */
import type { Translate } from '../../i18n/translate.ts';
import type { Button, Control, Select } from '../../view/card.ts';
import { actionSets, execute, openDialog, ROW } from './actions.ts';
import { cut, type Element } from './element.ts';
import type { Carried } from './payload.ts';
import { searchElements } from './searches.ts';

/** A choice with more options is no choice any more, and every option costs bytes. */
const MOST_OPTIONS = 100;
const LONGEST_LABEL = 60;

const STYLE = { primary: 'positive', danger: 'destructive' } as const;

export function buttonAction(button: Button, more: Record<string, unknown> = {}): Element {
  const data: Carried = { vigia: 'act', action: button.action, ...(button.value !== undefined && { value: button.value }) };
  const rest = { associatedInputs: 'none', ...(button.style && { style: STYLE[button.style] }), ...more };
  return button.opens === 'form' ? openDialog(button.label, data, rest) : execute(button.label, button.action, data, rest);
}

/** A row's own actions, folded into a menu. */
export function menu(buttons: Button[]): Element {
  return { type: 'ActionSet', actions: buttons.slice(0, ROW).map((button) => buttonAction(button, { mode: 'secondary' })) };
}

/** The controls in their order: neighbouring buttons side by side, each choice with its own button under it. */
export function controlElements(controls: Control[], t: Translate, nextId: () => string): Element[] {
  const buttons = controls.filter((control) => control.kind === 'button');
  const choices = controls.filter((control) => control.kind !== 'button');
  const sets = actionSets(buttons.map((button) => buttonAction(button)));
  const inputs = choices.flatMap((choice) =>
    choice.kind === 'select' ? selectElements(choice, t, nextId()) : searchElements(choice, t, nextId()),
  );
  return [...sets, ...inputs];
}

function selectElements(select: Select, t: Translate, id: string): Element[] {
  const choices = select.options.slice(0, MOST_OPTIONS).map(({ label, value }) => ({ title: cut(label, LONGEST_LABEL), value }));
  const chosen = choices.find((choice) => choice.value === select.selected)?.value;
  return [
    {
      type: 'Input.ChoiceSet',
      id,
      label: cut(select.label, LONGEST_LABEL),
      style: 'compact',
      choices,
      ...(chosen !== undefined && { value: chosen }),
    },
    {
      type: 'ActionSet',
      spacing: 'Small',
      actions: [execute(t('teams.apply', { label: select.label }), select.action, { vigia: 'act', action: select.action, choice: id })],
    },
  ];
}
