/** People and their roles: the first admins come from ADMINS, the others from the collection. */
import type { Store } from '../connect.ts';
import type { PersonDoc } from '../models/models.ts';

export interface PeopleQueries {
  /** Somebody's role, name and language; null role for a stranger. */
  find: (id: string) => Promise<{ role: PersonDoc['role'] | null; name?: string | undefined; language: PersonDoc['language'] | null }>;
  /** The admins whom a stranger on this platform can ask. */
  admins: (platform: string) => Promise<{ id: string; name?: string | undefined }[]>;
}

/** @param firstAdmins ids such as `slack:U123`, admins whatever the collection says */
export function peopleQueries(store: Store, firstAdmins: readonly string[]): PeopleQueries {
  return {
    find: async (id) => {
      const person = await store.people.findOne({ _id: id });
      const role = firstAdmins.includes(id) ? 'admin' : (person?.role ?? null);
      return { role, name: person?.name, language: person?.language ?? null };
    },
    admins: async (platform) => {
      const known = await store.people.find({ role: 'admin' }, { projection: { name: 1 }, hint: 'role' }).toArray();
      const names = new Map(known.map(({ _id, name }) => [_id, name]));
      const ids = [...new Set([...firstAdmins, ...names.keys()])];
      const here = ids.filter((id) => id.startsWith(`${platform}:`));
      return (here.length > 0 ? here : ids).map((id) => ({ id, name: names.get(id) }));
    },
  };
}
