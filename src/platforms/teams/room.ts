/** What the bot works with while it takes activities. */
import type { PlatformContext } from '../platform.ts';
import type { Connector } from './connector.ts';
import type { Deliveries } from './exports.ts';
import type { Files } from './files.ts';
import type { Outcomes } from './outcomes.ts';
import type { Pins } from './pins.ts';
import type { Addresses } from './reference.ts';
import type { Work } from './work.ts';

export interface Room {
  context: PlatformContext;
  connector: Connector;
  addresses: Addresses;
  files: Files;
  deliveries: Deliveries;
  outcomes: Outcomes;
  pins: Pins;
  work: Work;
  invokeLimitMs: number;
}
