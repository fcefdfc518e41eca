/** Holds a form to the size of a dialog: fewer options to choose among, said at their input, then shorter texts. */
import type { Translate } from '../../i18n/translate.ts';
import { type Option, plain, type Rich } from '../../view/card.ts';
import { type Form, type FormBlock, inputsOf } from '../../view/form.ts';
import { CARD_BUDGET, largest, weight } from './budget.ts';
import { type AdaptiveCard, cut } from './element.ts';
import { type Place, renderForm } from './forms.ts';
import type { Refused } from './inputs.ts';

/** Texts between the inputs are cut to these lengths in turn when no option is left to cut. */
const SHORTER = [2_000, 500, 120];

type Choice = Extract<FormBlock, { kind: 'select' | 'several' | 'ticks' | 'search' }>;

/** The form as a card of at most `budget` bytes; what its buttons carry is the form as it is shown. */
export function fittingForm(form: Form, t: Translate, place: Place, refused?: Refused, budget: number = CARD_BUDGET): AdaptiveCard {
  const render = (one: Form): AdaptiveCard => renderForm(one, t, place, refused);
  const fits = (one: Form): boolean => weight(render(one)) <= budget;
  if (fits(form)) return render(form);
  const most = inputsOf(form).reduce((sum, input) => Math.max(sum, isChoice(input) ? input.options.length : 0), 0);
  const count = largest(most, (options) => fits(withOptions(form, options, t, refused)));
  if (count >= 0) return render(withOptions(form, count, t, refused));
  const bare = withOptions(form, 0, t, refused);
  const short = SHORTER.map((length) => shortened(bare, length));
  return render(short.find(fits) ?? shortened(bare, SHORTER.at(-1) ?? 0));
}

function isChoice(block: FormBlock): block is Choice {
  return block.kind === 'select' || block.kind === 'several' || block.kind === 'ticks' || block.kind === 'search';
}

/** At most `count` options an input, those that are chosen before all others. */
function withOptions(form: Form, count: number, t: Translate, refused: Refused | undefined): Form {
  const blocks = form.blocks.map((block): FormBlock => {
    if (!isChoice(block) || block.options.length <= count) return block;
    const chosen = chosenOf(block, refused);
    const first = block.options.filter(({ value }) => chosen.includes(value));
    const options: Option[] = [
      ...first,
      ...block.options.filter(({ value }) => !chosen.includes(value)).slice(0, Math.max(0, count - first.length)),
    ];
    // The others of a search are found by typing.
    if (block.kind === 'search') return { ...block, options };
    const note = t('teams.form.cut', { shown: options.length, total: block.options.length });
    return { ...block, options, hint: block.hint ? `${block.hint} ${note}` : note };
  });
  return { ...form, blocks };
}

function chosenOf(block: Choice, refused: Refused | undefined): string[] {
  const value = refused ? refused.values[block.name] : block.kind === 'search' ? block.value?.value : block.value;
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}

function shortened(form: Form, length: number): Form {
  const short = (text: Rich): string => cut(plain(text), length);
  const blocks = form.blocks.map((block) =>
    block.kind === 'section' || block.kind === 'preview' ? { ...block, text: short(block.text) } : block,
  );
  return { ...form, blocks };
}
