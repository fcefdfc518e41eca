/** The console on a real port of this machine, with pictures of its own. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import express from 'express';
import sharp from 'sharp';
import { consoleAssets } from '../../../src/platforms/console/assets.ts';
import type { ConsoleConfig } from '../../../src/platforms/console/config.ts';
import { createConsole } from '../../../src/platforms/console/console.ts';
import type { Platform, PlatformContext, Theme } from '../../../src/platforms/platform.ts';
import type { ConsoleCommand } from '../../../src/platforms/console/wire.ts';
import type { Language } from '../../../src/view/card.ts';
import { sampleExports, type SampleExports } from '../exports.ts';

export interface RunningConsole {
  url: string;
  port: number;
  platform: Platform;
  /** Breaks every connection, as a network does. */
  drop: () => void;
  /** Ends the port too, as when the process is gone. */
  close: () => Promise<void>;
}

/** A context whose exports can be looked at. */
export type ConsoleContext = PlatformContext & {
  samples?: SampleExports | undefined;
  /** What stands at an address below /files/, beside the samples and the pictures. */
  fileAt?: ((path: string) => Readable | undefined) | undefined;
};

/** Starts a console; `port` 0 takes a free one. */
export async function startConsole(
  context: ConsoleContext,
  config: Partial<ConsoleConfig> & Pick<ConsoleConfig, 'assets'>,
  port = 0,
): Promise<RunningConsole> {
  const platform = createConsole(
    { mode: 'loopback', personId: 'console:local', startCommand: 'now', commands: sampleCommands, ...config },
    context,
  );
  const app = express();
  app.get('/files/:token', (request, response, next) => {
    const stream = context.fileAt?.(request.path);
    if (stream) stream.pipe(response.type('csv'));
    else next();
  });
  app.get('/files/export-:number', (request, response) => {
    const bytes = context.samples?.files[Number(request.params.number)];
    if (!bytes) return void response.status(404).end();
    response.type('csv').attachment('vigia-history-2026-11-22.csv').send(bytes);
  });
  app.get('/files/:theme', (request, response, next) => {
    picture(request.params.theme === 'dark' ? 'dark' : 'light').then((png) => response.type('png').send(png), next);
  });
  const router = express.Router();
  platform.mount?.(router);
  app.use(router);
  await platform.start();
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/`,
    port: taken,
    platform,
    drop: () => server.closeAllConnections(),
    close: () => close(platform, server),
  };
}

async function close(platform: Platform, server: Server): Promise<void> {
  await platform.stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** A context around a dispatch; pictures come from the port that asks, whatever PUBLIC_URL is. */
export function contextAround(
  dispatch: PlatformContext['dispatch'],
  logged: object[] = [],
  samples: SampleExports = sampleExports((index) => `https://vigia.example/files/export-${index}`),
): ConsoleContext {
  const log = (fields: object, message: string): void => void logged.push({ ...fields, message });
  return {
    dispatch,
    exports: samples.exports,
    samples,
    media: {
      png: (_chart, theme) => picture(theme ?? 'light'),
      link: async (_chart, theme) => `https://vigia.example/files/${theme}?signed=1`,
    },
    references: { save: async () => undefined, get: async () => null, list: async () => [] },
    first: async () => true,
    log: { info: log, warn: log, error: log },
  };
}

/** The page's files from the sources, its script as just built. */
export function assetsWith(script: string): ConsoleConfig['assets'] {
  return { ...consoleAssets(), script };
}

const BARS = [80, 30, 20, 12, 10];

function picture(theme: Theme): Promise<Buffer> {
  const [ground, bar, line] = theme === 'dark' ? ['#1a1e21', '#5fb3d0', '#3a4145'] : ['#ffffff', '#2a7f9e', '#e2e2dc'];
  const bars = BARS.map(
    (value, index) => `<rect x="${160 + index * 280}" y="${700 - value * 7}" width="160" height="${value * 7}" fill="${bar}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="800"><rect width="1600" height="800" fill="${ground}"/><rect x="100" y="700" width="1440" height="3" fill="${line}"/>${bars.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function sampleCommands(language: Language): ConsoleCommand[] {
  const portuguese = language === 'pt-BR';
  const command = (english: string, alias: string, summaries: [string, string], examples: string[] = []): ConsoleCommand => ({
    name: portuguese ? alias : english,
    aliases: [portuguese ? english : alias],
    summary: summaries[portuguese ? 0 : 1],
    examples: [portuguese ? alias : english, ...examples],
  });
  return [
    command('now', 'agora', ['O painel em tempo real', 'The desk in real time'], [portuguese ? 'agora suporte' : 'now suporte']),
    command('today', 'hoje', ['A operação do dia e os canais', 'The day’s operation and channels']),
    command(
      'queue',
      'fila',
      ['Quem espera, há quanto tempo e por quê', 'Who waits, for how long, and why'],
      [portuguese ? 'fila suporte' : 'queue suporte', portuguese ? 'fila <departamento>' : 'queue <department>'],
    ),
    command('agents', 'atendentes', ['Presença, carga e resultado de cada um', 'Presence, load and results of each']),
    command('settings', 'config', ['Parâmetros da operação', 'Parameters of the operation']),
    command('help', 'ajuda', ['O que posso fazer', 'What I can do']),
  ];
}
