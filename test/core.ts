/** The product's core over a test store: no module is replaced, only the clock is given. */
import type { Command } from '../src/app/command.ts';
import { assemble, type Core } from '../src/assemble.ts';
import type { Connector } from '../src/helpdesk/connector.ts';
import type { Platform } from '../src/platforms/platform.ts';
import type { Store } from '../src/store/connect.ts';

export interface TestCoreOptions {
  timeZone?: string;
  language?: 'pt-BR' | 'en';
  now?: () => Date;
  admins?: string[];
  demo?: boolean;
  /** Commands beside the product's own. */
  more?: readonly Command[];
  /** The connected helpdesks. */
  connectors?: readonly Connector[];
  /** The connected chat platforms. */
  platforms?: readonly Pick<Platform, 'name' | 'directory' | 'post' | 'edit' | 'find'>[];
}

/** Errors that the product logs, so that a test can look at them. */
export interface TestCore extends Core {
  logged: { level: string; fields: object; message: string }[];
}

/** `terminal:admin` is an administrator, `terminal:viewer` a viewer; others are whoever the store says. */
export function testCore(
  store: Store,
  {
    timeZone = 'America/Sao_Paulo',
    language = 'en',
    now = () => new Date(),
    admins = [],
    demo = false,
    more = [],
    connectors = [],
    platforms = [],
  }: TestCoreOptions = {},
): TestCore {
  const logged: TestCore['logged'] = [];
  const at =
    (level: string) =>
    (fields: object, message: string): void =>
      void logged.push({ level, fields, message });
  const core = assemble({
    config: { ADMINS: admins, DEFAULT_TIME_ZONE: timeZone, DEFAULT_LANGUAGE: language, DEMO: demo },
    store,
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    now,
    more,
    connectors,
    platforms: () => platforms,
    // Sending waits in real time, wherever the test's clock stands.
    sending: { now: () => new Date() },
    local: { 'terminal:admin': 'admin', 'terminal:supervisor': 'supervisor', 'terminal:viewer': 'viewer' },
  });
  return { ...core, logged };
}
