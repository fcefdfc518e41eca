import { chartCard } from '../src/app/cards/chart/card.ts';
import { agentOption } from '../src/app/cards/chart/controls.ts';
import { agentsOf, checkAgents, questionOfState } from '../src/app/cards/chart/question.ts';
import { questionOfWords } from '../src/app/cards/chart/words.ts';
import { type Action, type ActionRequest, type Command, opened, replaced } from '../src/app/command.ts';
import { fold } from '../src/app/dispatch.ts';
import { nameOf } from '../src/app/named.ts';
import type { Services } from '../src/app/services.ts';
import type { Card, Option } from '../src/view/card.ts';

/** Suggestions while a person types. */
const SUGGESTED = 20;

async function cardOfState({ value, at, person }: ActionRequest, services: Services): Promise<Card> {
  return chartCard(await questionOfState(value, at, services), at, person, services);
}

const show: Action = { run: async (request, services) => replaced(await cardOfState(request, services)) };

/** The state, a `|`, and the chosen agents' ids. */
async function withAgents({ value, at, person }: ActionRequest, services: Services): Promise<Card> {
  const bar = value.indexOf('|');
  const [state, ids] = bar === -1 ? [value, ''] : [value.slice(0, bar), value.slice(bar + 1)];
  const [question, agents] = await Promise.all([questionOfState(state, at, services), agentsOf(ids, services)]);
  checkAgents(agents);
  return chartCard({ ...question, agents }, at, person, services);
}

/** Linked agents with a word of their name that begins as typed; whose whole name does first. */
async function agentsLike(typed: string, { desk }: Services): Promise<Option[]> {
  const wanted = fold(typed.trim());
  const agents = (await desk.agents()).map((agent) => ({ agent, name: fold(nameOf(agent)) }));
  const fits = agents.filter(({ name }) => ` ${name}`.includes(` ${wanted}`));
  const first = (name: string): number => (name.startsWith(wanted) ? 0 : 1);
  return fits
    .sort((a, b) => first(a.name) - first(b.name))
    .slice(0, SUGGESTED)
    .map(({ agent }) => agentOption(agent));
}

/** `chart [channels|metrics|detail|heatmap] [period] [department] [agents:…]`: a period in one picture, against the one before. */
export const chart: Command = {
  name: 'chart',
  aliases: ['grafico'],
  role: 'viewer',
  summary: 'chart.summary',
  examples: ['chart.example', 'chart.example.metrics', 'chart.example.agents', 'chart.example.range'],
  run: async ({ args, at, person }, services) => chartCard(await questionOfWords(args, at, services), at, person, services),
  actions: {
    open: { run: async (request, services) => opened(await cardOfState(request, services)) },
    show,
    pick: show,
    agents: { run: async (request, services) => replaced(await withAgents(request, services)), search: agentsLike },
  },
};
