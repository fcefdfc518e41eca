/** A card as a person sees it: its words, its pictures, its buttons with what they send, its inputs. */
import { elementsOf } from './lint.ts';

export interface Pressable {
  label: string;
  /** Of an Action.Execute. */
  verb: string;
  data: Record<string, unknown>;
  /** An Action.Submit for which Teams opens a dialog. */
  opensDialog: boolean;
  /** Whether the inputs' values go with it. */
  sendsInputs: boolean;
}

export interface Input {
  id: string;
  type: string;
  label: string;
  value: string;
  choices: { title: string; value: string }[];
  isMultiSelect: boolean;
  /** What the bot is asked for while a person types; absent where it is not. */
  dataset?: string | undefined;
}

export interface Screen {
  text: string;
  images: string[];
  actions: Pressable[];
  inputs: Input[];
  /** The words under an input that was refused, by the input's id. */
  errors: Record<string, string>;
}

type Json = Record<string, unknown>;
const string = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const isAction = (element: Json): boolean => element['type'] === 'Action.Execute' || element['type'] === 'Action.Submit';

/** A TextBlock's markdown as it shows. */
export function shownText(markdown: string): string {
  return markdown
    .replaceAll(/(?<!\\)\*\*/g, '')
    .replaceAll(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('\u200b', '');
}

export function screenOf(card: unknown): Screen {
  const elements = elementsOf(card);
  const of = (type: string): Json[] => elements.filter((one) => one['type'] === type);
  const errors = of('TextBlock').filter((one) => string(one['id']).startsWith('error:'));
  return {
    text: elements.flatMap(wordsOf).join('\n'),
    images: of('Image').map((one) => string(one['altText'])),
    actions: elements.filter(isAction).map(actionOf),
    inputs: elements.filter((one) => string(one['type']).startsWith('Input.')).map(inputOf),
    errors: Object.fromEntries(errors.map((one) => [string(one['id']).replace(/^error:/, 'input:'), shownText(string(one['text']))])),
  };
}

function actionOf(element: Json): Pressable {
  const data = (element['data'] ?? {}) as Json;
  return {
    label: string(element['title']),
    verb: string(element['verb']),
    data,
    opensDialog: element['type'] === 'Action.Submit' && (data['msteams'] as Json | undefined)?.['type'] === 'task/fetch',
    sendsInputs: element['associatedInputs'] !== 'none',
  };
}

function wordsOf(element: Json): string[] {
  if (element['type'] === 'TextBlock') return [shownText(string(element['text']))];
  if (element['type'] === 'FactSet') {
    const facts = (element['facts'] ?? []) as Json[];
    return facts.map((fact) => `${shownText(string(fact['title']))} ${shownText(string(fact['value']))}`);
  }
  if (string(element['type']).startsWith('Input.')) return [string(element['label'] ?? element['title'])];
  return isAction(element) ? [string(element['title'])] : [];
}

function inputOf(element: Json): Input {
  return {
    id: string(element['id']),
    type: string(element['type']),
    label: string(element['label'] ?? element['title']),
    value: string(element['value']),
    choices: (element['choices'] ?? []) as Input['choices'],
    isMultiSelect: element['isMultiSelect'] === true,
    ...(element['choices.data'] ? { dataset: string((element['choices.data'] as Json)['dataset']) } : {}),
  };
}
