/** Puts the rooms together over an open store: what the process and the terminal commands have in common. */
import { commands as own } from '../commands/index.ts';
import type { Command, Person } from './app/command.ts';
import { createDispatch, type Dispatch, type Origin } from './app/dispatch.ts';
import { UnavailableError } from './app/errors.ts';
import type { Desk, ExportServices, Lists, Periods, Services } from './app/services.ts';
import type { Config } from './config.ts';
import { defaultParameters, type Language, type Parameters as DeskParameters } from './domain/parameters.ts';
import { csvBytes } from './export/csv.ts';
import { formatter } from './i18n/format.ts';
import { LANGUAGES, translator } from './i18n/translate.ts';
import { isAway, patiently } from './store/away.ts';
import type { Store } from './store/connect.ts';
import { createIntake, type Intake } from './store/intake.ts';
import { conversationQueries } from './store/queries/conversations.ts';
import { deskQueries } from './store/queries/desk.ts';
import { exportAudit } from './store/queries/exports.ts';
import { type KeptFiles, keptFiles } from './store/queries/kept.ts';
import { historyQueries } from './store/queries/history.ts';
import { parameterStore } from './store/queries/parameters.ts';
import { peopleQueries } from './store/queries/people.ts';
import { periodQueries } from './store/queries/periods.ts';
import { createRoller, type Roller } from './store/rollups/roller.ts';
import { rosterQueries } from './store/queries/roster.ts';
import { transcriptQueries } from './store/queries/transcript.ts';

export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

export interface Core {
  dispatch: Dispatch;
  intake: Intake;
  kept: KeptFiles;
  roller: Roller;
  parameters: () => Promise<DeskParameters>;
}

export interface CoreOptions {
  config: Pick<Config, 'ADMINS' | 'DEFAULT_TIME_ZONE' | 'DEFAULT_LANGUAGE' | 'DEMO'>;
  store: Store;
  log: Log;
  now: () => Date;
  /** People of platforms on this machine, whose role is given by how they got in. */
  local: Readonly<Record<string, Person['role']>>;
  observe?: (what: string, ms: number) => void;
  /** Commands beside the product's own. */
  more?: readonly Command[];
}

/** What the simulated desk's agents reach on some days and miss on others. */
const DEMO_HANDLE_TARGET_MS = 20 * 60_000;

/** Reads wait a little for a database that is away; then the error becomes one that the person understands. */
function patient<Arguments extends unknown[], Result>(
  read: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return (...args) =>
    patiently(() => read(...args)).catch((error: unknown) => {
      throw isAway(error) ? new UnavailableError('the database does not answer', { cause: error }) : error;
    });
}

export function assemble({ config, store, log, now, local, observe, more = [] }: CoreOptions): Core {
  const commands = [...own, ...more];
  const defaults = defaultParameters(config.DEFAULT_TIME_ZONE, config.DEFAULT_LANGUAGE);
  const parameters = parameterStore(store, config.DEMO ? { ...defaults, handleTargetMs: DEMO_HANDLE_TARGET_MS } : defaults);
  const people = peopleQueries(store, config.ADMINS);
  const measured = periodQueries(store, parameters.read);
  const queries = deskQueries(store, parameters.read, measured);
  const desk: Desk = {
    now: patient(queries.now),
    today: patient(queries.today),
    list: patient(queries.list),
    queue: patient(queries.queue),
    departments: patient(queries.departments),
    agents: patient(queries.agents),
  };
  const searches = historyQueries(store, parameters.read);
  const rosters = rosterQueries(store, parameters.read, measured);
  const transcripts = transcriptQueries(store);
  const lists: Lists = {
    history: patient(searches.history),
    outcomes: patient(searches.outcomes),
    roster: patient(rosters.roster),
    presentSince: patient(rosters.presentSince),
    find: patient(transcripts.find),
    details: patient(transcripts.details),
    transcript: patient(transcripts.transcript),
  };
  const periods: Periods = { measure: patient(measured.measure), heat: patient(measured.heat) };
  const kept = keptFiles(store);
  const audit = exportAudit(store, now);
  const exports: ExportServices = {
    write: csvBytes,
    begin: patient(audit.begin),
    end: patient(audit.end),
    cancel: patient((id: string) => kept.cancel(id, now)),
  };
  const conversations = conversationQueries(store, parameters.read);
  const readParameters = patient(parameters.read);
  const findPerson = patient(people.find);
  const servicesIn = (language: Language): Services => ({
    t: translator(language),
    format: formatter(language),
    desk,
    conversations,
    exports,
    periods,
    lists,
    people: { admins: patient(people.admins) },
    parameters: readParameters,
    setParameters: (changes, by) => parameters.change(changes, { id: by.id, platform: by.id.split(':')[0] ?? '' }, now()),
    commands,
  });
  const services = new Map(LANGUAGES.map((language) => [language, servicesIn(language)]));
  const whoIs = async ({ person }: Origin): ReturnType<Parameters<typeof createDispatch>[0]['whoIs']> => {
    const role = local[person.id];
    if (role !== undefined) return { id: person.id, name: person.name, role, language: null };
    const known = await findPerson(person.id);
    return { id: person.id, name: known.name ?? person.name, role: known.role, language: known.language ?? null };
  };
  return {
    dispatch: createDispatch({
      commands,
      whoIs,
      services: (language) => services.get(language) ?? servicesIn(language),
      log,
      now,
      language: config.DEFAULT_LANGUAGE,
      simulated: config.DEMO,
      ...(observe && { observe }),
    }),
    intake: createIntake(store, now),
    kept,
    roller: createRoller(store, parameters.read, now),
    parameters: readParameters,
  };
}
