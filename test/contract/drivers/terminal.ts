/** Drives the terminal: questions only, its buttons are words. */
import { askCommand } from '../../../src/platforms/terminal/ask.ts';
import { languageOf } from '../../../src/i18n/translate.ts';
import type { PlatformContext } from '../../../src/platforms/platform.ts';
import type { PlatformDriver } from '../driver.ts';

export function terminalDriver(): PlatformDriver {
  let context: PlatformContext;
  return {
    name: 'terminal',
    open: async (given) => {
      context = given;
    },
    close: async () => undefined,
    ask: async (text, person, locale) => {
      const shown = await askCommand(context.dispatch, text, { person: `terminal:${person}`, language: languageOf(locale), json: false });
      // A terminal has no pictures: their words stand in the text, wrapped like any other.
      const images = [shown.text.replaceAll('\n', ' ')];
      return { text: shown.text, images, replaced: false, buttons: [], selects: [], searches: [] };
    },
  };
}
