import type { Command } from '../src/app/command.ts';
import { chart } from './chart.ts';
import { csv } from './csv.ts';
import { help } from './help.ts';
import { now } from './now.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { today } from './today.ts';

export const commands: readonly Command[] = [now, today, chart, queue, csv, settings, help];
