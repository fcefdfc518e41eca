/** The console page: Vigia's own platform at `/`, over the same cards as Slack and Teams. */
import type { Router } from 'express';
import type { Platform, PlatformContext } from '../platform.ts';
import { type Gate, loopbackGate, passwordGate } from './access.ts';
import { type Asset, loadAssets } from './assets.ts';
import type { ConsoleConfig } from './config.ts';
import { addRoutes } from './routes.ts';

/** With the limit of 10 wrong tries in 10 minutes, guessing is hopeless from here on. */
const PASSWORD_LENGTH = 12;

function gateOf({ mode, password, now = () => new Date() }: ConsoleConfig): Gate {
  if (mode === 'loopback') return loopbackGate;
  if ((password?.length ?? 0) < PASSWORD_LENGTH) {
    throw new Error(`CONSOLE_PASSWORD: CONSOLE=public expects a password of at least ${PASSWORD_LENGTH} characters`);
  }
  return passwordGate(password ?? '', now);
}

/** Makes the console. Throws one clear line when public mode has no sound password. */
export function createConsole(config: ConsoleConfig, context: PlatformContext): Platform {
  const gate = gateOf(config);
  const running = new Set<Promise<unknown>>();
  let assets: Map<string, Asset> | null = null;

  /** Runs an answer to its end even when the console is asked to stop meanwhile; null once it takes nothing new. */
  const whileOpen = <T>(work: () => Promise<T>): Promise<T> | null => {
    if (assets === null) return null;
    const done = work();
    running.add(done);
    void done.catch(() => undefined).finally(() => running.delete(done));
    return done;
  };

  return {
    name: 'console',
    mount: (router: Router) => addRoutes(router, { config, context, gate, assets: () => assets, whileOpen }),
    start: async () => {
      assets = await loadAssets(config.assets);
    },
    stop: async () => {
      assets = null;
      await Promise.allSettled(running);
    },
    ready: () => assets !== null,
  };
}
