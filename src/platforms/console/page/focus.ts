import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus in a card that is updated in place: on the control that was pressed, where it still stands, else on the card.
 * Most controls survive the update as they are; this is for those that went with the old card.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>, version: number, pressed: string | undefined): void {
  const held = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (pressed !== undefined) held.current = within.current?.contains(document.activeElement) ? pressed : null;
  }, [pressed]);
  useLayoutEffect(() => {
    const key = held.current;
    held.current = null;
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (key === null || !lost) return;
    const controls = [...(within.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const same = controls.find((control) => control.dataset['key'] === key);
    (same ?? within.current?.querySelector<HTMLElement>('article'))?.focus();
  }, [version]);
}
