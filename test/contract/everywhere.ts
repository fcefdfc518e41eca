/** The same story on every platform and in both languages, each with a desk of its own and an administrator at it. */
import { join } from 'node:path';
import { createCharts, type Charts } from '../../src/charts/charts.ts';
import { type MessageKey, type MessageValues, translator } from '../../src/i18n/translate.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Language } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { root } from '../engines.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { dropStore, openStore } from '../store.ts';
import type { PlatformDriver, Shown, ShownForm } from './driver.ts';
import { consoleDriver } from './drivers/console.ts';
import { slackDriver } from './drivers/slack.ts';
import { teamsDriver } from './drivers/teams.ts';
import { contextOf } from './platform.ts';

const PLATFORMS = [
  { name: 'slack', make: slackDriver, person: 'U0ADMIN', viewer: 'U0VIEWER' },
  { name: 'teams', make: teamsDriver, person: 'aad-admin', viewer: 'aad-viewer' },
  { name: 'console', make: consoleDriver, person: 'local', viewer: 'viewer' },
];
const LANGUAGES = ['en', 'pt-BR'] as const;

export interface There {
  /** The platform. */
  name: string;
  language: Language;
  t: (key: MessageKey, values?: MessageValues) => string;
  /** The platform whose people and channels are told of: those of the console are in a chat. */
  chat: string;
  /** The administrator, and somebody who has no role yet: the platform's own ids. */
  person: string;
  viewer: string;
  readonly store: Store;
  readonly core: TestCore;
  /** Moves the desk's clock, which stands at `DESK_AT` when the story begins. */
  setNow: (at: Date) => void;
  /** @param who the administrator, where nobody is named */
  ask: (text: string, who?: string) => Promise<Shown>;
}

/** Tells a story in each place. */
export function everywhere(story: (there: There) => void): void {
  let charts: Charts;
  beforeAll(() => {
    charts = createCharts({ workerFile: join(root, 'dist', 'src', 'charts', 'worker.js') });
  });
  afterAll(() => charts.close());

  describe.each(PLATFORMS.flatMap((one) => LANGUAGES.map((language) => ({ ...one, language }))))(
    'in $name, $language',
    ({ name, make, person, viewer, language }) => {
      let store: Store;
      let core: TestCore;
      let driver: PlatformDriver;
      let now = DESK_AT;

      beforeAll(async () => {
        store = await openStore();
        core = testCore(store, { now: () => now, admins: [`${name}:${person}`] });
        await core.intake.record(deskEvents());
        driver = make();
        await driver.open(await contextOf(core, store, charts));
      });
      afterAll(async () => {
        await driver.close();
        await dropStore(store);
      });

      story({
        name,
        language,
        t: (key, values) => translator(language)(key, values),
        chat: name === 'console' ? 'slack' : name,
        person,
        viewer,
        get store() {
          return store;
        },
        get core() {
          return core;
        },
        setNow: (at) => {
          now = at;
        },
        ask: (text, who = person) => driver.ask(text, who, language === 'en' ? 'en-US' : 'pt-BR'),
      });
    },
  );
}

/** Presses the first button that begins with these words. */
export async function press(shown: Shown, label: string): Promise<Shown> {
  const found = shown.buttons.find((one) => one.label.startsWith(label));
  if (!found) throw new Error(`no button “${label}” among ${shown.buttons.map((one) => one.label).join(', ')}: ${shown.text}`);
  return found.press();
}

/** The form that a button opens. */
export async function formOf(pressed: Promise<Shown>): Promise<ShownForm> {
  const { form, text } = await pressed;
  if (!form) throw new Error(`no form is open, but: ${text}`);
  return form;
}
