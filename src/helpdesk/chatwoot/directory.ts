/** Who serves conversations in Chatwoot, and in which teams. */
import { z } from 'zod';
import { type HelpdeskDirectory, LIMITS, named } from '../connector.ts';
import type { Client } from './client.ts';
import { own } from './ids.ts';
import { person, team } from './schema.ts';

/** The members of so many teams are asked for at once: a list of teams has none. */
const TEAMS_AT_ONCE = 5;

type Department = HelpdeskDirectory['departments'][number];

/** Chatwoot pages none of these lists. @throws HelpdeskError */
export async function directoryOf(client: Client, signal?: AbortSignal): Promise<HelpdeskDirectory> {
  const [people, teams] = await Promise.all([
    client.read({ path: '/agents', answer: z.array(person), signal }),
    client.read({ path: '/teams', answer: z.array(team), signal }),
  ]);
  const departments: Department[] = [];
  for (let from = 0; from < teams.length; from += TEAMS_AT_ONCE) {
    const some = teams.slice(from, from + TEAMS_AT_ONCE).map((one) => departmentOf(client, one, signal));
    departments.push(...(await Promise.all(some)));
  }
  return { agents: people.map(agentOf), departments };
}

function agentOf({ id, name, email }: z.output<typeof person>): HelpdeskDirectory['agents'][number] {
  const address = named(email, LIMITS.contact);
  return { ...entry(id, name), ...(address && { email: address }) };
}

async function departmentOf(client: Client, { id, name }: z.output<typeof team>, signal?: AbortSignal): Promise<Department> {
  const path = `/teams/${encodeURIComponent(id)}/team_members`;
  const members = await client.read({ path, answer: z.array(person), signal });
  return { ...entry(id, name), members: members.map((member) => own(member.id)) };
}

function entry(id: string, name: string | undefined): { id: string; name?: string } {
  const called = named(name);
  return { id: own(id), ...(called && { name: called }) };
}
