import type { JSX } from 'preact';
import type { Input } from '../../../view/form.ts';

interface Props {
  input: Extract<Input, { kind: 'several' | 'ticks' }>;
  chosen: string[];
  wrong: boolean;
  onChoose: (chosen: string[]) => void;
}

/** Boxes to tick: side by side where they are a few words to choose among, a row each where they are a list of people or things. */
export function Boxes({ input, chosen, wrong, onChoose }: Props): JSX.Element {
  return (
    <div class={input.kind === 'several' ? 'boxes side' : 'boxes'}>
      {input.options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="checkbox"
            name={input.name}
            value={value}
            checked={chosen.includes(value)}
            aria-invalid={wrong}
            // In the order in which they stand, whatever the order of ticking.
            onInput={(event) => {
              const { checked } = event.currentTarget;
              onChoose(input.options.map((one) => one.value).filter((one) => (one === value ? checked : chosen.includes(one))));
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
