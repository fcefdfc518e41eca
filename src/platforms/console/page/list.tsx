import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Button, ListRow } from '../../../view/card.ts';
import { PressButton } from './controls.tsx';
import type { Pressing } from './conversation.ts';
import { Mark, Parts, RichText } from './rich.tsx';
import { useSay } from './words.ts';

/** Rows of three facts, with their menus. */
export function Rows({ rows, ...pressing }: { rows: ListRow[] } & Pressing): JSX.Element {
  return (
    <ul class="rows">
      {rows.map((row, index) => (
        <li key={index}>
          <div>
            <p>
              {row.tone && <Mark tone={row.tone} />}
              <strong class="part">{row.lead}</strong>
              <Parts texts={row.facts} />
            </p>
            {row.detail !== undefined && (
              <p class="detail">
                <RichText text={row.detail} />
              </p>
            )}
          </div>
          {row.menu && row.menu.length > 0 && <RowMenu row={[row.lead, ...row.facts].join(', ')} buttons={row.menu} {...pressing} />}
        </li>
      ))}
    </ul>
  );
}

/** The row's further actions behind one button; Escape or leaving closes it. */
function RowMenu({ row, buttons, ...pressing }: { row: string; buttons: Button[] } & Pressing): JSX.Element {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div
      class="menu"
      onKeyDown={(event) => event.key === 'Escape' && open && close()}
      onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOpen(false)}
    >
      <button
        ref={opener}
        type="button"
        class="more"
        aria-expanded={open}
        aria-controls={id}
        aria-label={say('row.menu', { row })}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      <div id={id} class="panel" hidden={!open}>
        {buttons.map((button, index) => (
          <PressButton
            key={index}
            button={button}
            {...pressing}
            onPress={(press) => {
              close();
              pressing.onPress(press);
            }}
          />
        ))}
      </div>
    </div>
  );
}
