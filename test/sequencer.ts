/** The order of the test files: the longest begin first, so that no worker is left alone with one of them at the end. */
import { createRequire } from 'node:module';
import type sequencing from '@jest/test-sequencer';

// Its types are those of the module that `require` gives.
const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer') as typeof sequencing;
type Test = Parameters<InstanceType<typeof Sequencer>['sort']>[0][number];

/** Where jest remembers nothing yet, as in a fresh clone, it would go by the size of the files. */
const LONGEST = ['integration/bank', 'contract/alerts', 'integration/slack', 'contract/settings', 'integration/outbox.crash'];

function place({ path }: Test): number {
  const found = LONGEST.findIndex((name) => path.endsWith(`${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
}

export default class extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    return [...(await super.sort(tests))].sort((a, b) => place(a) - place(b));
  }
}
