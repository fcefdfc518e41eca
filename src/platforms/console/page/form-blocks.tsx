import type { JSX } from 'preact';
import type { Language } from '../../../view/card.ts';
import type { FormBlock, FormButton, FormErrors } from '../../../view/form.ts';
import { keyOf } from './conversation.ts';
import { InputField } from './input.tsx';
import { RichText } from './rich.tsx';
import type { Typed, TypedForm } from './typed.ts';

interface Props {
  blocks: FormBlock[];
  language: Language;
  typed: TypedForm;
  errors: FormErrors;
  /** The button that waits for its answer. */
  waits: string | null;
  onType: (name: string, typed: Typed) => void;
  onPress: (button: FormButton) => void;
}

/** A form's inputs and what stands between them. Each is the same element after the form was drawn anew, and keeps the focus. */
export function FormBlocks({ blocks, ...rest }: Props): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => {
        const key =
          'name' in block ? block.name : `${block.kind} ${blocks.slice(0, index).filter(({ kind }) => kind === block.kind).length}`;
        return <BlockView key={key} block={block} {...rest} />;
      })}
    </>
  );
}

function BlockView({
  block,
  language,
  typed,
  errors,
  waits,
  onType,
  onPress,
}: Omit<Props, 'blocks'> & { block: FormBlock }): JSX.Element | null {
  switch (block.kind) {
    case 'section':
      return (
        <p class="section">
          <RichText text={block.text} />
        </p>
      );
    case 'preview':
      return (
        <figure class="preview">
          <figcaption>{block.label}</figcaption>
          <blockquote>
            <RichText text={block.text} />
          </blockquote>
        </figure>
      );
    case 'buttons':
      if (block.buttons.length === 0) return null;
      return (
        <div class="actions">
          {block.buttons.map((button) => (
            <StepButton key={keyOf(button.action, button.value)} button={button} waits={waits} onPress={onPress} />
          ))}
        </div>
      );
    default:
      return (
        <InputField
          input={block}
          language={language}
          typed={typed[block.name]}
          error={errors[block.name]}
          onType={(next) => onType(block.name, next)}
        />
      );
  }
}

/** While any of the form's buttons waits, it keeps the focus and does nothing. */
function StepButton({ button, waits, onPress }: Pick<Props, 'waits' | 'onPress'> & { button: FormButton }): JSX.Element {
  const key = keyOf(button.action, button.value);
  return (
    <button
      type="button"
      class={`button ${button.style ?? ''}`}
      data-key={key}
      aria-disabled={waits !== null}
      aria-busy={waits === key}
      onClick={() => onPress(button)}
    >
      {button.label}
    </button>
  );
}
