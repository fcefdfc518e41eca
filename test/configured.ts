/** A configuration for tests, made through the product's own rules: what no administrator could save, no test can have either. */
import type { Author, Settings } from '../src/app/services.ts';
import type { Configuration, PersonSetting, Role } from '../src/domain/configuration.ts';
import type { Parameters } from '../src/domain/parameters.ts';

const AUTHOR: Author = { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' };

/** Changes the configuration; throws what the rules say against it. */
export async function configure({ settings }: { settings: Settings }, change: (current: Configuration) => Configuration): Promise<void> {
  const result = await settings.change(change, AUTHOR);
  if (!('changes' in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
}

/** Sets some parameters, in the units of the domain. */
export function setParameters(core: { settings: Settings }, part: Partial<Parameters>): Promise<void> {
  return configure(core, (current) => ({ ...current, parameters: { ...current.parameters, ...part } }));
}

/** Gives roles by id; a language where one is given too. */
export function setPeople(core: { settings: Settings }, people: Record<string, Role | Omit<PersonSetting, 'id'>>): Promise<void> {
  const given = Object.entries(people).map(
    ([id, one]): PersonSetting => (typeof one === 'string' ? { id, role: one, language: null } : { id, ...one }),
  );
  const isGiven = ({ id }: PersonSetting): boolean => id in people;
  return configure(core, (current) => ({ ...current, people: [...current.people.filter((one) => !isGiven(one)), ...given] }));
}
