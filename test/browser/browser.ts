/** A headless Chromium that speaks to nobody but the page under test, and what tests ask it. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export const PHONE = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const;
export const DESKTOP = { viewport: { width: 1280, height: 860 } } as const;
/** Where pictures go, to be looked at. */
export const pictures = join(tmpdir(), 'vigia-console');
mkdirSync(pictures, { recursive: true });

/** Set CHROMIUM where Chromium is installed elsewhere. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Notes what no page may do: errors, violations of its policy, requests to anyone else. */
export function watch(page: Page, url: string, faults: string[]): void {
  page.on('console', (message) => message.type() !== 'log' && faults.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`request: ${request.url()}`);
  });
}

/** Whether the element that has the focus is this one. */
export const focused = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element === document.activeElement);

/** Waits for something that the page does a moment later. */
export async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`did not happen within 5 s: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Runs in the page: texts whose colour is too close to the ground that they stand on. */
export function faintWords(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('no canvas');
  /** The colour over the ground, as the screen has it. */
  const paint = (colours: string[]): number[] => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour: number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const words = texts.currentNode.textContent?.trim();
    if (!element || !words || !element.checkVisibility() || element.closest('.unseen, script, noscript, option')) continue;
    const grounds: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const ground = light(paint(['white', ...grounds]));
    const ink = light(paint(['white', ...grounds, getComputedStyle(element).color]));
    const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (contrast < 4.5) faint.push(`${words.slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return faint;
}
