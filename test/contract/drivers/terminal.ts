/** Drives the terminal: questions only, its buttons are words. */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { askCommand } from '../../../src/platforms/terminal/ask.ts';
import { streamExport } from '../../../src/platforms/terminal/export.ts';
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
    take: async (text, person, locale) => {
      const { file } = await askCommand(context.dispatch, text, {
        person: `terminal:${person}`,
        language: languageOf(locale),
        json: false,
      });
      if (!file) throw new Error('no file');
      const out = new PassThrough();
      const content = buffer(out);
      const lines: string[] = [];
      const fail = (error: unknown): never => {
        throw error;
      };
      await streamExport(file, { out, say: (line) => void lines.push(line), fail, signal: new AbortController().signal });
      out.end();
      return { name: file.fileName, content: (await content).toString(), said: lines.at(-1) ?? '' };
    },
    ask: async (text, person, locale) => {
      const shown = await askCommand(context.dispatch, text, { person: `terminal:${person}`, language: languageOf(locale), json: false });
      // A terminal has no pictures: their words stand in the text, wrapped like any other.
      const images = [shown.text.replaceAll('\n', ' ')];
      return { text: shown.text, images, replaced: false, buttons: [], selects: [], searches: [] };
    },
  };
}
