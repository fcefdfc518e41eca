/** The agents that a rule is about, in words; which they are is ticked in a step of its own. */
import type { Option } from '../../view/card.ts';
import { nameOf } from '../named.ts';
import type { Services } from '../services.ts';

/** Names that are told. */
const TOLD = 12;

/** Everyone who can be chosen, and those who are though they are not linked any more. */
export async function agentOptions(chosen: readonly string[], { desk }: Pick<Services, 'desk'>): Promise<Option[]> {
  const agents = await desk.agents();
  const gone = chosen.filter((id) => !agents.some((one) => one.id === id));
  return [...agents.map((one) => ({ label: nameOf(one), value: one.id })), ...gone.map((id) => ({ label: id, value: id }))];
}

/** `all agents`, `2 chosen: Ana Lima and Bia Reis`. */
export async function agentsText(chosen: readonly string[], services: Services): Promise<string> {
  const { t, format } = services;
  if (chosen.length === 0) return t('alerts.agents.all');
  const options = await agentOptions(chosen, services);
  const names = chosen.map((id) => options.find(({ value }) => value === id)?.label ?? id);
  const more = names.length - TOLD;
  const told = more > 0 ? `${names.slice(0, TOLD).join(', ')}, ${t('checklist.more', { count: more })}` : format.join(names);
  return t('checklist.chosen', { count: names.length, names: told });
}
