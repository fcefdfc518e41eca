/** Puts the rooms together over an open store: what the process and the terminal commands have in common. */
import { commands as own } from '../commands/index.ts';
import type { Command, Person } from './app/command.ts';
import { createDispatch, type Dispatch, type Origin } from './app/dispatch.ts';
import type { Sender } from './app/outbox/sender.ts';
import type { Chats, Desk, ExportServices, Known, Lists, Periods, Services, Settings } from './app/services.ts';
import type { Config } from './config.ts';
import { defaultParameters, type Language, type Parameters as DeskParameters } from './domain/parameters.ts';
import { csvBytes } from './export/csv.ts';
import { type Alerting, createAlerting } from './alerting.ts';
import { createChats } from './chats.ts';
import { createDelivery, type DeliveryOptions } from './delivery.ts';
import { auditOf, peopleOf, settingsOf } from './configured.ts';
import { createDigesting, type Digesting } from './digesting.ts';
import { createKnown, helpdeskOf } from './known.ts';
import { patient } from './patient.ts';
import { formatter } from './i18n/format.ts';
import { LANGUAGES, translator } from './i18n/translate.ts';
import type { Store } from './store/connect.ts';
import type { Connector } from './helpdesk/connector.ts';
import { measuringQueries } from './store/alerts/measuring.ts';
import { createIntake, type Intake } from './store/intake.ts';
import { auditQueries } from './store/queries/audit.ts';
import { type ConfigurationStore, configurationStore } from './store/queries/configuration.ts';
import { conversationQueries } from './store/queries/conversations.ts';
import { deskQueries } from './store/queries/desk.ts';
import { draftStore } from './store/queries/drafts.ts';
import { exportAudit } from './store/queries/exports.ts';
import { type KeptFiles, keptFiles } from './store/queries/kept.ts';
import { historyQueries } from './store/queries/history.ts';
import type { OutboxStore } from './store/queries/outbox.ts';
import { knownQueries, nameQueries } from './store/queries/known.ts';
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
  configuration: ConfigurationStore;
  settings: Settings;
  drafts: { sweep: (at: Date) => Promise<number> };
  alerting: Alerting;
  digesting: Digesting;
  outbox: OutboxStore;
  /** Sends what is planned, once it is started. */
  sender: Sender;
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
  /** The connected chat platforms, also later. */
  platforms?: Parameters<typeof createChats>[0]['platforms'];
  /** How messages are sent: the clock of it where that is another one, who counts them. */
  sending?: Partial<Pick<DeliveryOptions, 'now' | 'observe' | 'timings' | 'random' | 'sleep'>>;
  /** The connected helpdesks. */
  connectors?: readonly Pick<Connector, 'name' | 'owns' | 'api'>[];
}

/** What the simulated desk's agents reach on some days and miss on others. */
const DEMO_HANDLE_TARGET_MS = 20 * 60_000;

export function assemble({
  config,
  store,
  log,
  now,
  local,
  observe,
  more = [],
  platforms = () => [],
  connectors = [],
  sending,
}: CoreOptions): Core {
  const commands = [...own, ...more];
  const defaults = defaultParameters(config.DEFAULT_TIME_ZONE, config.DEFAULT_LANGUAGE);
  const first = config.DEMO ? { ...defaults, handleTargetMs: DEMO_HANDLE_TARGET_MS } : defaults;
  const configuration = configurationStore(store, first);
  const names = nameQueries(store);
  const settings = settingsOf(configuration, { names, defaults: first, firstAdmins: config.ADMINS, now });
  const { parameters, read: rules } = configuration;
  const people = peopleOf(configuration, names, config.ADMINS);
  const measured = periodQueries(store, parameters);
  const queries = deskQueries(store, parameters, measured, rules);
  const desk: Desk = {
    now: patient(queries.now),
    today: patient(queries.today),
    list: patient(queries.list),
    queue: patient(queries.queue),
    departments: patient(queries.departments),
    agents: patient(queries.agents),
  };
  const searches = historyQueries(store, parameters);
  const rosters = rosterQueries(store, parameters, measured, rules);
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
  const conversations = conversationQueries(store, parameters);
  const readParameters = patient(parameters);
  const audits = auditOf(configuration, auditQueries(store, now));
  const drafts = draftStore(store, now);
  const directories = connectors.flatMap(({ api }) => (api ? [api.directory] : []));
  const known: Known = createKnown({ queries: knownQueries(store), directories, now, log });
  const { outbox, sender } = createDelivery({
    store,
    platforms,
    settings: settings.read,
    parameters: readParameters,
    names,
    firstAdmins: config.ADMINS,
    now,
    log,
    ...sending,
  });
  const chats: Chats = createChats({ platforms, outbox, now });
  const helpdesk = helpdeskOf(connectors);
  const alerting = createAlerting({
    store,
    measuring: measuringQueries(store, parameters, rules),
    outbox,
    settings: settings.read,
    parameters: readParameters,
    services: (language) => services.get(language) ?? servicesIn(language),
    simulated: config.DEMO,
    log,
  });
  const digesting = createDigesting({
    store,
    outbox,
    audit: audits,
    settings: settings.read,
    parameters: readParameters,
    services: (language) => services.get(language) ?? servicesIn(language),
    simulated: config.DEMO,
    log,
  });
  const servicesIn = (language: Language): Services => ({
    language,
    t: translator(language),
    format: formatter(language),
    desk,
    conversations,
    exports,
    periods,
    lists,
    people: { ...people, admins: patient(people.admins), names: patient(people.names) },
    parameters: readParameters,
    settings,
    audit: { ...audits, entries: patient(audits.entries) },
    drafts: { keep: ({ id }, draft) => drafts.keep(id, draft), find: ({ id }, key) => drafts.find(id, key) },
    known,
    chats,
    helpdesk,
    alerts: alerting.alerts,
    digests: digesting.digests,
    commands,
  });
  const services = new Map(LANGUAGES.map((language) => [language, servicesIn(language)]));
  const whoIs = async ({ person }: Origin): ReturnType<Parameters<typeof createDispatch>[0]['whoIs']> => {
    const given = local[person.id];
    if (given !== undefined) return { id: person.id, name: person.name, role: given, language: null };
    const found = (await settings.read()).people.find(({ id }) => id === person.id);
    const role = config.ADMINS.includes(person.id) ? 'admin' : (found?.role ?? null);
    return { id: person.id, name: person.name, role, language: found?.language ?? null };
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
    roller: createRoller(store, parameters, now),
    parameters: readParameters,
    configuration,
    settings,
    drafts,
    alerting,
    digesting,
    outbox,
    sender,
  };
}
