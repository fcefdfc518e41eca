/** A person in the console's dialogs: what the page keeps and sends, by the page's own rules, over its HTTP routes. */
import type { CardAnswer, WireAnswer } from '../../../src/platforms/console/wire.ts';
import { formsAfter, type OpenForm } from '../../../src/platforms/console/page/forms.ts';
import {
  firstTyped,
  listOf,
  type Looked,
  lookedOf,
  textOf,
  type Typed,
  typedAfter,
  type TypedForm,
  valuesOf,
} from '../../../src/platforms/console/page/typed.ts';
import { type Option, plain } from '../../../src/view/card.ts';
import { type FormBlock, type FormButton, type Input, inputsOf } from '../../../src/view/form.ts';
import type { Given, Shown, ShownForm, ShownInput } from '../driver.ts';

interface Desk {
  post: (path: string, body: object) => Promise<WireAnswer>;
  search: (action: string, typed: string) => Promise<Option[]>;
  cardShown: (answer: CardAnswer) => Promise<Shown>;
}

type FormAnswer = Extract<WireAnswer, { kind: 'form' }>;

const NOTHING: Shown = { text: '', images: [], replaced: false, buttons: [], selects: [], searches: [] };

/** The dialogs that one button of a card opens, from the first to the card that closes them. */
export function formDesk({ post, search, cardShown }: Desk): { open: (answer: FormAnswer) => Shown } {
  let forms: OpenForm[] = [];
  /** What stands in the inputs of each dialog. */
  const typed = new Map<number, TypedForm>();
  /** What searches offered, by the input. */
  const offered = new Map<string, Option[]>();
  let count = 0;

  function drawn({ form, step, language }: FormAnswer, by: number | null): Shown {
    count += 1;
    forms = formsAfter(forms, { type: 'form', id: count, by, entry: 1, step, form, language });
    const top = topForm();
    const before = typed.get(top.id);
    typed.set(top.id, before ? typedAfter(form, language, before, before) : firstTyped(form, language));
    return shown();
  }

  function topForm(): OpenForm {
    const top = forms.at(-1);
    if (!top) throw new Error('no form is open');
    return top;
  }

  function shown(text = ''): Shown {
    const top = forms.at(-1);
    return top ? { ...NOTHING, text, form: formShown(top) } : NOTHING;
  }

  function formShown(open: OpenForm): ShownForm {
    const { form, errors, id } = open;
    const buttons = form.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    return {
      title: form.title,
      text: [form.title, ...form.blocks.flatMap(wordsOf)].join('\n'),
      depth: forms.indexOf(open),
      inputs: inputsOf(form).map((input) => inputShown(input, typed.get(id)?.[input.name])),
      errors,
      buttons: buttons.map(({ label }) => label),
      type: async (name, words) => {
        const input = inputNamed(open, name);
        if (input.kind !== 'search') throw new Error(`${name} is not searched`);
        const found = words.trim() === '' ? input.options : await search(input.action, words);
        offered.set(name, [...(offered.get(name) ?? []), ...found]);
        return found.map(({ label }) => label);
      },
      press: (label, given = {}) => {
        const button = buttons.find((one) => one.label === label);
        if (!button) throw new Error(`no button ${label} among ${buttons.map((one) => one.label).join(', ')}`);
        return sent(open, given, button);
      },
      submit: (given) => sent(open, given),
      cancel: async () => {
        forms = formsAfter(forms, { type: 'form closed', id });
        return shown();
      },
    };
  }

  async function sent(open: OpenForm, given: Given, button?: FormButton): Promise<Shown> {
    const { form, id, language } = open;
    for (const [name, words] of Object.entries(given)) fill(open, name, words);
    const values = valuesOf(form, typed.get(id) ?? {}, language);
    const body = { submit: button?.action ?? form.submit, state: form.state ?? '', values, ...(button && { value: button.value ?? '' }) };
    const answer = await post('submit', body);
    if (answer.kind === 'form') return drawn(answer, id);
    if (answer.kind === 'invalid') {
      forms = formsAfter(forms, { type: 'form invalid', id, errors: answer.errors });
      return shown();
    }
    if (!answer.failed) return cardShown(answer);
    forms = formsAfter(forms, { type: 'form refused', id, card: answer.card });
    return shown((await cardShown(answer)).text);
  }

  function fill(open: OpenForm, name: string, words: string | string[]): void {
    typed.set(open.id, { ...typed.get(open.id), [name]: filled(inputNamed(open, name), words, offered.get(name) ?? []) });
  }

  return { open: (answer) => drawn(answer, null) };
}

function inputNamed({ form }: OpenForm, name: string): Input {
  const found = inputsOf(form).find((input) => input.name === name);
  if (!found) throw new Error(`no input ${name} in “${form.title}”`);
  return found;
}

/** What stands in an input after a person left this there. */
function filled(input: Input, words: string | string[], offered: Option[]): Typed {
  const options = 'options' in input ? [...input.options, ...offered] : [];
  const pick = (one: string): Option => options.find(({ label, value }) => label === one || value === one) ?? notOffered(one);
  if (input.kind === 'toggle') return words === 'true';
  if (input.kind === 'several' || input.kind === 'ticks')
    return [words]
      .flat()
      .filter(Boolean)
      .map((one) => pick(one).value);
  const text = [words].flat().join(',');
  if (input.kind === 'select') return text === '' ? '' : pick(text).value;
  if (input.kind === 'search') return looked(text === '' ? null : pick(text));
  return text;
}

const looked = (picked: Option | null): Looked => ({ text: picked?.label ?? '', picked });

function notOffered(label: string): never {
  throw new Error(`“${label}” was never offered`);
}

function inputShown(input: Input, typed: Typed | undefined): ShownInput {
  const options = 'options' in input ? input.options.map(({ label }) => label) : [];
  return { name: input.name, label: input.label, value: valueShown(input, typed), options };
}

function valueShown({ kind }: Input, typed: Typed | undefined): string {
  if (kind === 'toggle') return String(typed === true);
  if (kind === 'several' || kind === 'ticks') return listOf(typed).join(',');
  return kind === 'search' ? (lookedOf(typed).picked?.value ?? '') : textOf(typed);
}

function wordsOf(block: FormBlock): string[] {
  if (block.kind === 'section') return [plain(block.text)];
  if (block.kind === 'preview') return [block.label, plain(block.text)];
  if (block.kind === 'buttons') return block.buttons.map(({ label }) => label);
  return [block.label, block.hint ?? ''].filter(Boolean);
}
