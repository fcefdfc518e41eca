/** Vigia's Slack platform on a real server, in front of the local Slack. */
import express from 'express';
import type { AddressInfo } from 'node:net';
import type { Platform, PlatformContext } from '../../../src/platforms/platform.ts';
import { createSlack } from '../../../src/platforms/slack/slack.ts';
import { sampleExports, type SampleExports } from '../exports.ts';
import { type FakeOptions, type FakeSlack, startFakeSlack } from './slack.ts';

export interface Stage {
  slack: FakeSlack;
  platform: Platform;
  url: string;
  close: () => Promise<void>;
}

/** The smallest PNG: one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface Line {
  level: 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

/** A context around a dispatch, with a memory of keys and a log that can be read. */
export function stageContext(dispatch: PlatformContext['dispatch'] & { exports?: SampleExports }, lines: Line[] = []): PlatformContext {
  const keys = new Set<string>();
  const write =
    (level: Line['level']) =>
    (fields: object, message: string): void =>
      void lines.push({ level, fields, message });
  return {
    dispatch,
    media: { png: () => Promise.resolve(PIXEL), link: () => Promise.resolve('https://vigia.example/files/x') },
    exports: dispatch.exports?.exports ?? sampleExports(() => 'https://vigia.example/files/none').exports,
    references: { save: () => Promise.resolve(), get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) },
    first: (key) => Promise.resolve(!keys.has(key) && keys.add(key).has(key)),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
  };
}

/** Opens the stage; `socket` uses Socket Mode instead of HTTP. */
export async function openStage(context: PlatformContext, options: FakeOptions & { socket?: boolean } = {}): Promise<Stage> {
  const slack = await startFakeSlack(options);
  const { apiUrl, token: botToken, secret: signingSecret } = slack;
  const platform = createSlack(
    options.socket ? { botToken, appToken: 'xapp-local', apiUrl } : { botToken, signingSecret, apiUrl },
    context,
  );
  const app = express();
  platform.mount?.(app);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.serve(`${url}/slack/events`);
  await platform.start();
  return {
    slack,
    platform,
    url,
    close: async () => {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.close();
    },
  };
}
