/** What of blocks a person can press or choose. */
import type { Json } from './blocks.ts';
import type { Message } from './state.ts';

export interface Element extends Json {
  type: string;
  action_id: string;
}

export interface ChosenOption {
  text: { text: string };
  value: string;
}

/** Every element of a message with its block. */
export function elementsOf(message: Pick<Message, 'blocks'>): { element: Element; block: Json }[] {
  return message.blocks.flatMap((block) => {
    const all = [...((block['elements'] as Element[] | undefined) ?? []), ...(block['accessory'] ? [block['accessory'] as Element] : [])];
    return block['type'] === 'actions' || block['type'] === 'section' ? all.map((element) => ({ element, block })) : [];
  });
}

export function optionsOf(element: Json): ChosenOption[] {
  const groups = (element['option_groups'] as { options: ChosenOption[] }[] | undefined) ?? [];
  return [...((element['options'] as ChosenOption[] | undefined) ?? []), ...groups.flatMap((group) => group.options)];
}

export function labelOf(element: Json): string {
  const text = (element['text'] ?? element['placeholder']) as { text: string } | undefined;
  return text?.text ?? '';
}
