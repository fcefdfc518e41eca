/** A headless Chromium that speaks to nobody but the page under test. */
import { type Browser, chromium } from 'playwright-core';

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
