/** A platform on the product's own core over a test store, for the contract suites. */
import { createExports } from '../../src/app/exports.ts';
import type { Charts } from '../../src/charts/charts.ts';
import { createMedia } from '../../src/media.ts';
import type { PlatformContext } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/connect.ts';
import { fileStore } from '../../src/store/queries/files.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { seenStore } from '../../src/store/queries/seen.ts';
import type { TestCore } from '../core.ts';

/** What a platform is given around a core. */
export async function contextOf(core: TestCore, store: Store, charts: Charts): Promise<PlatformContext> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const clock = (): Date => new Date();
  return {
    dispatch: core.dispatch,
    exports: createExports({ kept: core.kept, link: (token) => `https://vigia.example/files/${token}`, now: clock, log }),
    media: createMedia(charts, await fileStore(store), () => 'https://vigia.example', clock),
    references: referenceStore(store, clock),
    first: seenStore(store, clock).first,
    log,
  };
}
