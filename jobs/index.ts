import type { Job } from '../src/app/job.ts';
import { alerts } from './alerts.ts';
import { digests } from './digests.ts';
import { prune } from './prune.ts';
import { repair } from './repair.ts';
import { sweep } from './sweep.ts';

export const jobs: readonly Job[] = [alerts, digests, sweep, repair, prune];
