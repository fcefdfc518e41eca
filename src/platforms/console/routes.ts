import { json, type NextFunction, type Request, type Response, type Router } from 'express';
import type { z } from 'zod';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { translator, type MessageKey, type MessageValues } from '../../i18n/translate.ts';
import type { Language } from '../../view/card.ts';
import type { PlatformContext } from '../platform.ts';
import type { Gate } from './access.ts';
import { wireAnswer } from './answer.ts';
import { type Asset, sendAsset } from './assets.ts';
import type { ConsoleConfig } from './config.ts';
import { isCrossSite } from './cross-site.ts';
import { exportAnswers } from './export.ts';
import { pageHtml, refusalHtml } from './html.ts';
import { languageFor, schemeFor } from './preferences.ts';
import * as schema from './schema.ts';
import { pageWords } from './words.ts';
import { type ConsoleState, LINES, type WireError, type WireOptions } from './wire.ts';

interface Open {
  config: ConsoleConfig;
  context: PlatformContext;
  gate: Gate;
  /** Null before the start and after the stop. */
  assets: () => Map<string, Asset> | null;
  whileOpen: <T>(work: () => Promise<T>) => Promise<T> | null;
}

const LIMIT_BYTES = 64 * 1024;
/** Options that a person still reads through. */
const MOST_OPTIONS = 50;
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Adds the page, its files and its questions to a router. */
export function addRoutes(router: Router, open: Open): void {
  const { config, context } = open;

  const guard = (request: Request, response: Response, next: NextFunction): void => {
    response.set(HEADERS);
    const refusal = open.gate(request);
    if (!refusal) return next();
    context.log.warn({ status: refusal.status, reason: refusal.reason, from: request.socket.remoteAddress }, 'console: refused');
    response.set(refusal.headers);
    refuse(request, response, refusal.status, refusal.reason);
  };

  function refuse(request: Request, response: Response, status: number, key: MessageKey, values?: MessageValues): void {
    const language = languageOf(request);
    const t = translator(language);
    response.status(status);
    if (request.method === 'GET' && request.path === '/') response.send(refusalHtml(t('console.refused.title'), t(key, values), language));
    else response.json({ error: t(key, values) } satisfies WireError);
  }

  const languageOf = (request: Request): Language => languageFor(request) ?? config.language ?? 'pt-BR';

  function state(language: Language): ConsoleState {
    const commands = config.commands(language);
    const start = commands.find(({ name, aliases }) => [name, ...aliases].includes(config.startCommand));
    return { language, commands, startCommand: start?.name ?? config.startCommand, words: pageWords(language) };
  }

  router.get('/', guard, (request, response) => {
    response.send(pageHtml(state(languageOf(request)), schemeFor(request)));
  });

  router.get('/console/state', guard, (request, response) => {
    const asked = schema.language.safeParse(request.query['language']);
    response.json(state(asked.success ? asked.data : languageOf(request)));
  });

  router.get('/console/:file', guard, (request, response, next) => {
    const { file } = request.params;
    const asset = typeof file === 'string' ? open.assets()?.get(file) : undefined;
    if (asset) sendAsset(asset, request, response);
    else next();
  });

  /** A question's route: same site, JSON, small, well-formed, and only then asked. */
  function question<T extends { language?: Language | undefined }>(
    path: string,
    body: z.ZodType<T>,
    answer: (given: T, origin: Origin, response: Response) => Promise<void>,
  ): void {
    const fromHere = (request: Request, response: Response, next: NextFunction): void => {
      if (isCrossSite(request)) refuse(request, response, 403, 'console.refused.site');
      else if (!request.is('application/json')) refuse(request, response, 415, 'console.refused.type');
      else next();
    };
    const unreadable = (error: { status?: number }, request: Request, response: Response, _next: NextFunction): void => {
      if (error.status === 413) refuse(request, response, 413, 'console.refused.size', { limit: LIMIT_BYTES / 1024 });
      else refuse(request, response, 400, 'console.refused.json');
    };
    router.post(
      path,
      guard,
      fromHere,
      json({ limit: LIMIT_BYTES, type: 'application/json' }),
      unreadable,
      async (request: Request, response: Response) => {
        const given = body.safeParse(request.body);
        if (!given.success) {
          const where = given.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
          return refuse(request, response, 400, 'console.refused.body', { where });
        }
        const { language } = given.data;
        const origin: Origin = { platform: 'console', person: { id: config.personId, locale: languageFor(request) }, language };
        const work = open.whileOpen(() => answer(given.data, origin, response));
        if (!work) return refuse(request, response, 503, 'console.refused.stopping');
        await work;
      },
    );
  }

  const { dispatch, exports, media, log } = context;

  async function reply(response: Response, given: Reply): Promise<void> {
    const { answer, language } = given;
    if (answer.kind !== 'export') return void response.json(await wireAnswer({ ...given, answer }, media, log));
    // Proxies must hand each line on as it comes.
    response.set({ 'Content-Type': `${LINES}; charset=utf-8`, 'X-Accel-Buffering': 'no' });
    await exportAnswers(answer.export, language, exports, (line) => {
      // Whoever closed the page hears no more; the file is kept for a while all the same.
      if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
    });
    response.end();
  }

  question('/console/ask', schema.askBody, async ({ text }, origin, response) => reply(response, await dispatch.ask(text, origin)));
  question('/console/act', schema.actBody, async ({ action, value }, origin, response) =>
    reply(response, await dispatch.act(action, value, origin)),
  );
  question('/console/submit', schema.submitBody, async ({ submit, values, state: carried, value }, origin, response) =>
    reply(response, await dispatch.submit(submit, values, carried, origin, value)),
  );
  question('/console/search', schema.searchBody, async ({ action, typed }, origin, response) => {
    const options = (await dispatch.search(action, typed, origin)).filter(({ value }) => !value.includes(','));
    response.json({ options: options.slice(0, MOST_OPTIONS) } satisfies WireOptions);
  });
}
