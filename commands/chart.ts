import { chartCard } from '../src/app/cards/chart/card.ts';
import { agentOption } from '../src/app/cards/chart/controls.ts';
import { agentsOf, checkAgents, directoryOf, questionOfState } from '../src/app/cards/chart/question.ts';
import { questionOfWords } from '../src/app/cards/chart/words.ts';
import { type Action, type ActionRequest, type Command, opened, type Request, replaced } from '../src/app/command.ts';
import { fold } from '../src/app/dispatch.ts';
import { nameOf } from '../src/app/named.ts';
import type { Services } from '../src/app/services.ts';
import type { Card, Option } from '../src/view/card.ts';

/** Suggestions while a person types. */
const SUGGESTED = 20;

async function cardOfState(request: ActionRequest, services: Services): Promise<Card> {
  const directory = await directoryOf(services);
  return chartCard(questionOfState(request.value, request.at, directory), request, directory, services);
}

const show: Action = { run: async (request, services) => replaced(await cardOfState(request, services)) };

/** The state, a `|`, and the chosen agents' ids. */
async function withAgents(request: ActionRequest, services: Services): Promise<Card> {
  const { value, at } = request;
  const bar = value.indexOf('|');
  const [state, ids] = bar === -1 ? [value, ''] : [value.slice(0, bar), value.slice(bar + 1)];
  const directory = await directoryOf(services);
  const agents = agentsOf(ids, directory.agents);
  checkAgents(agents);
  return chartCard({ ...questionOfState(state, at, directory), agents }, request, directory, services);
}

/** The card of the typed words. */
async function cardOfWords(request: Request, services: Services): Promise<Card> {
  const directory = await directoryOf(services);
  return chartCard(await questionOfWords(request.args, request.at, directory, services), request, directory, services);
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
  run: cardOfWords,
  actions: {
    open: { run: async (request, services) => opened(await cardOfState(request, services)) },
    show,
    pick: show,
    agents: { run: async (request, services) => replaced(await withAgents(request, services)), search: agentsLike },
  },
};
