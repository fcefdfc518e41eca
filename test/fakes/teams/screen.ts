/** A card as a person sees it: its words, its pictures, its buttons with what they send, its inputs. */
import { elementsOf } from './lint.ts';

export interface Pressable {
  label: string;
  verb: string;
  data: Record<string, unknown>;
}

export interface Input {
  id: string;
  type: string;
  label: string;
  value: string;
  choices: { title: string; value: string }[];
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
    actions: of('Action.Execute').map((one) => ({
      label: string(one['title']),
      verb: string(one['verb']),
      data: (one['data'] ?? {}) as Json,
    })),
    inputs: elements.filter((one) => string(one['type']).startsWith('Input.')).map(inputOf),
    errors: Object.fromEntries(errors.map((one) => [string(one['id']).replace(/^error:/, 'input:'), shownText(string(one['text']))])),
  };
}

function wordsOf(element: Json): string[] {
  if (element['type'] === 'TextBlock') return [shownText(string(element['text']))];
  if (element['type'] === 'FactSet') {
    const facts = (element['facts'] ?? []) as Json[];
    return facts.map((fact) => `${shownText(string(fact['title']))} ${shownText(string(fact['value']))}`);
  }
  if (string(element['type']).startsWith('Input.')) return [string(element['label'] ?? element['title'])];
  return element['type'] === 'Action.Execute' ? [string(element['title'])] : [];
}

function inputOf(element: Json): Input {
  return {
    id: string(element['id']),
    type: string(element['type']),
    label: string(element['label'] ?? element['title']),
    value: string(element['value']),
    choices: (element['choices'] ?? []) as Input['choices'],
    ...(element['choices.data'] ? { dataset: string((element['choices.data'] as Json)['dataset']) } : {}),
  };
}
