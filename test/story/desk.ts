/** Three replicas of Vigia on one database, two chats that fail a tenth of the time, and somebody who kills a replica every few seconds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../engines.ts';
import type { ReplicaOptions } from './replica.ts';

export interface Replicas {
  /** Everything that any of them reported as wrong. */
  errors: () => string[];
  killed: () => number;
  /** Whether the process of this id is one of them, and lives. */
  lives: (pid: number) => boolean;
  /** Kills no more; those that live go on. */
  spare: () => void;
  stop: () => Promise<void>;
}

const REPLICAS = 3;

/** Starts them, and kills one at random every `everyMs`; the next one starts at once in its place. */
export function startReplicas(options: ReplicaOptions, everyMs: number, random: () => number): Replicas {
  const living = new Set<ChildProcess>();
  const errors: string[] = [];
  let killed = 0;
  let stopping = false;

  function begin(): void {
    const child = spawn(process.execPath, [join(root, 'dist', 'test', 'story', 'replica.js'), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    living.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) =>
        errors.push(
          ...chunk
            .toString()
            .split('\n')
            .filter((line) => line !== '' && line !== '"ready"'),
        ),
      );
    child.once('exit', (code, signal) => {
      living.delete(child);
      if (stopping) return;
      if (signal !== 'SIGKILL') errors.push(`a replica ended by itself: ${code ?? signal}`);
      begin();
    });
  }

  for (let index = 0; index < REPLICAS; index += 1) begin();
  const killer = setInterval(() => {
    const all = [...living];
    if (all[Math.floor(random() * all.length)]?.kill('SIGKILL')) killed += 1;
  }, everyMs);

  return {
    errors: () => errors,
    killed: () => killed,
    lives: (pid) => [...living].some((child) => child.pid === pid),
    spare: () => clearInterval(killer),
    stop: async () => {
      stopping = true;
      clearInterval(killer);
      const ended = [...living].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of living) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}
