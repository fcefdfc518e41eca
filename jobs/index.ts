import type { Job } from '../src/app/job.ts';
import { prune } from './prune.ts';
import { repair } from './repair.ts';
import { sweep } from './sweep.ts';

export const jobs: readonly Job[] = [sweep, repair, prune];
