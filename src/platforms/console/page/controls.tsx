import type { JSX } from 'preact';
import type { Button, Control, Select } from '../../../view/card.ts';
import { keyOf, type Pressing } from './conversation.ts';
import { SearchBox } from './search.tsx';
import { useSay } from './words.ts';

/** The buttons, selects and searches of a card. */
export function Actions({ controls, ...pressing }: { controls: Control[] } & Pressing): JSX.Element {
  return (
    <div class="actions">
      {controls.map((control, index) => {
        // The same control after an update in place is the same element, and keeps the focus, though its value may have changed.
        const key = `${control.action} ${controls.slice(0, index).filter(({ action }) => action === control.action).length}`;
        switch (control.kind) {
          case 'button':
            return <PressButton key={key} button={control} {...pressing} />;
          case 'select':
            return <Choice key={key} select={control} {...pressing} />;
          case 'search':
            return <SearchBox key={key} search={control} {...pressing} />;
        }
      })}
    </div>
  );
}

/** While it waits it keeps the focus: it is not disabled, it just does nothing. */
export function PressButton({ button, pressed, onPress }: { button: Button } & Pressing): JSX.Element {
  const { label, action, value = '' } = button;
  const waits = pressed === keyOf(action, value);
  return (
    <button
      type="button"
      class={`button ${button.style ?? ''}`}
      data-key={keyOf(action, value)}
      aria-disabled={pressed !== undefined}
      aria-busy={waits}
      onClick={() => pressed === undefined && onPress({ action, value, label })}
    >
      {label}
    </button>
  );
}

function Choice({ select, pressed, onPress }: { select: Select } & Pressing): JSX.Element {
  const say = useSay();
  const { label, action, options, selected } = select;
  const choose = (value: string): void => {
    const option = options.find((one) => one.value === value);
    if (option && pressed === undefined) onPress({ action, value, label: `${label}: ${option.label}` });
  };
  const waits = pressed?.startsWith(keyOf(action, '')) ?? false;
  const shown = waits ? pressed?.slice(keyOf(action, '').length) : selected;
  return (
    <label class="choice" aria-busy={waits}>
      <span>{label}</span>
      <select aria-label={label} data-key={action} value={shown ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        {shown === undefined && (
          <option value="" disabled>
            {say('choose')}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === shown}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
