import type { Command } from '../src/app/command.ts';
import { help } from './help.ts';
import { now } from './now.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { today } from './today.ts';

export const commands: readonly Command[] = [now, today, queue, settings, help];
