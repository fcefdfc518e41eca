/** What the configuration gives the services: the rules around a change, who administers, the audit. */
import type { Audit, Author, People, Settings } from './app/services.ts';
import type { Configuration } from './domain/configuration.ts';
import type { Parameters } from './domain/parameters.ts';
import { changeProblems, type Problem } from './domain/problems.ts';
import { patient } from './patient.ts';
import type { AuditQueries } from './store/queries/audit.ts';
import type { ConfigurationStore } from './store/queries/configuration.ts';
import type { NameQueries } from './store/queries/known.ts';

/** The configuration with the rules of the product around it. */
export function settingsOf(
  configuration: ConfigurationStore,
  { names, defaults, firstAdmins, now }: { names: NameQueries; defaults: Parameters; firstAdmins: readonly string[]; now: () => Date },
): Settings {
  type Refusal = { stale: Configuration } | { problems: Problem[] };
  return {
    read: patient(configuration.read),
    defaults,
    change: async (apply, { person, platform }: Author) => {
      const checked = (current: Configuration): { next: Configuration } | { refused: Refusal } => {
        const next = apply(current);
        if (next === 'stale') return { refused: { stale: current } };
        const problems = changeProblems(current, next, firstAdmins);
        return problems.length > 0 ? { refused: { problems } } : { next };
      };
      await patient(rememberAuthor)(person, names);
      const result = await patient(configuration.change<Refusal>)(checked, { id: person.id, platform }, now());
      return 'refused' in result ? result.refused : result;
    },
  };
}

/** The audit names those who changed something by what their platform calls them. */
async function rememberAuthor({ id, name }: Author['person'], names: NameQueries): Promise<void> {
  if (name !== undefined && (await names.of([id])).get(id) !== name) await names.remember(id, name);
}

/** Roles stand in the configuration, names beside it; the first admins are admins whatever both say. */
export function peopleOf(configuration: ConfigurationStore, names: NameQueries, firstAdmins: readonly string[]): People {
  return {
    first: firstAdmins,
    admins: async (platform) => {
      const { people } = await configuration.read();
      const ids = [...new Set([...firstAdmins, ...people.filter(({ role }) => role === 'admin').map(({ id }) => id)])];
      const here = ids.filter((id) => id.startsWith(`${platform}:`));
      const named = here.length > 0 ? here : ids;
      const known = await names.of(named);
      return named.map((id) => ({ id, name: known.get(id) }));
    },
    names: names.of,
    remember: names.remember,
  };
}

/** The audit, with the entries of changes that a crash left beside the configuration. */
export function auditOf(configuration: ConfigurationStore, queries: AuditQueries): Audit {
  return {
    entries: async (question) => {
      await configuration.settle();
      return queries.entries(question);
    },
    all: async function* all(until) {
      await configuration.settle();
      yield* queries.all(until);
    },
    add: (what, { person, platform }, change, id) => queries.add(what, { id: person.id, platform }, change, id),
  };
}
