import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Between the box and its list, and between the list and the edge of the screen, px. */
const GAP = 5;
const EDGE = 8;
/** A list with less room than this below its box opens above it, where there is more, px. */
const ROOM = 200;
/** An open list stays on its side, under the finger that picks in it, while it has this much room, px. */
const LEAST = 90;

/**
 * Holds a list (a manual popover, so that no dialog or scrolling part cuts it) at its box while it is shown: below it, or above it
 * where there is more room, as wide as the box and as high as the screen allows.
 */
export function useAnchored(list: RefObject<HTMLElement | null>, box: RefObject<HTMLElement | null>, shown: boolean): void {
  useLayoutEffect(() => {
    const [lifted, anchor] = [list.current, box.current];
    if (!shown || !lifted || !anchor) return;
    let up: boolean | undefined;
    const place = (): void => {
      const { top, bottom, left, width } = anchor.getBoundingClientRect();
      // A phone's keyboard takes its part of the window away.
      const height = visualViewport?.height ?? innerHeight;
      const [above, below] = [top - GAP - EDGE, height - bottom - GAP - EDGE];
      if (up === undefined || (up ? above : below) < LEAST) up = below < ROOM && above > below;
      lifted.style.left = `${left}px`;
      lifted.style.width = `${width}px`;
      lifted.style.top = up ? 'auto' : `${bottom + GAP}px`;
      lifted.style.bottom = up ? `${innerHeight - top + GAP}px` : 'auto';
      lifted.style.maxHeight = `${Math.max(up ? above : below, LEAST)}px`;
    };
    lifted.showPopover();
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    visualViewport?.addEventListener('resize', place);
    // What is picked stands in the box, which grows.
    const growth = new ResizeObserver(place);
    growth.observe(anchor);
    return () => {
      growth.disconnect();
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
      visualViewport?.removeEventListener('resize', place);
    };
  }, [shown]);
}
