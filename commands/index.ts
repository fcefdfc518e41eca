import type { Command } from '../src/app/command.ts';
import { agents } from './agents.ts';
import { alerts } from './alerts.ts';
import { chart } from './chart.ts';
import { csv } from './csv.ts';
import { digests } from './digests.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { home } from './home.ts';
import { now } from './now.ts';
import { outbound } from './outbound.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { show } from './show.ts';
import { talk } from './talk.ts';
import { today } from './today.ts';

export const commands: readonly Command[] = [
  now,
  today,
  chart,
  agents,
  queue,
  history,
  outbound,
  show,
  talk,
  csv,
  alerts,
  digests,
  settings,
  home,
  help,
];
