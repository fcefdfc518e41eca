import { askedOf } from '../src/app/asked.ts';
import { cancelCard } from '../src/app/cards/export.ts';
import { type Command, type Exported, opened, type Request, replaced } from '../src/app/command.ts';
import { fold } from '../src/app/dispatch.ts';
import { UserError } from '../src/app/errors.ts';
import { readFilters } from '../src/app/filters.ts';
import { periodPhrases } from '../src/app/period.ts';
import type { Services } from '../src/app/services.ts';
import { auditSheet } from '../src/app/sheets/audit.ts';
import { incidentsSheet } from '../src/app/sheets/incidents.ts';
import { conversationsSheet, foundSheet } from '../src/app/sheets/conversations.ts';
import { exportOf, type Sheet } from '../src/app/sheets/sheet.ts';
import { liveSheet, shownSheet } from '../src/app/sheets/shown.ts';
import { instantOf, packState, unpackState } from '../src/app/state.ts';
import { LIVE_LISTS } from '../src/domain/desk.ts';
import type { Card } from '../src/view/card.ts';

type MakeSheet = (words: string[], request: Request, services: Services) => Promise<Sheet>;

interface Thing {
  name: string;
  aliases: readonly string[];
  sheet: MakeSheet;
}

const shown =
  (name: string): MakeSheet =>
  (words, request, services) =>
    shownSheet(name, words, request, services);

/** `now` is the panel; `now idle.agents` the list behind one of its counts. */
const nowSheet: MakeSheet = ([word, ...rest], request, services) => {
  const list = LIVE_LISTS.find((one) => one === word);
  return list
    ? liveSheet('now', list, rest, request, services)
    : shownSheet('now', word === undefined ? [] : [word, ...rest], request, services);
};

const found =
  (kind: 'history' | 'outbound'): MakeSheet =>
  async (words, request, services) =>
    foundSheet(kind, await readFilters(words, kind, request.at, services), request, services);

/** What can be written to a file. */
const THINGS: readonly Thing[] = [
  { name: 'now', aliases: ['agora'], sheet: nowSheet },
  { name: 'today', aliases: ['hoje'], sheet: shown('today') },
  { name: 'agents', aliases: ['atendentes', 'agentes'], sheet: shown('agents') },
  { name: 'queue', aliases: ['fila'], sheet: (words, request, services) => liveSheet('queue', 'queue', words, request, services) },
  { name: 'history', aliases: ['historico'], sheet: found('history') },
  { name: 'outbound', aliases: ['ativas'], sheet: found('outbound') },
  { name: 'conversations', aliases: ['atendimentos', 'conversas'], sheet: conversationsSheet },
  { name: 'chart', aliases: ['grafico'], sheet: shown('chart') },
  { name: 'alerts', aliases: ['alertas'], sheet: incidentsSheet },
  { name: 'audit', aliases: ['auditoria'], sheet: auditSheet },
];

/** @throws UserError naming the things there are, when these words begin with none of them */
async function write(words: string[], request: Request, services: Services): Promise<Exported> {
  const [word = '', ...rest] = words;
  const named = fold(word);
  const thing = THINGS.find(({ name, aliases }) => name === named || aliases.includes(named));
  if (!thing) throw new UserError('error.csv', { word: word.slice(0, 40), things: services.t('csv.things') });
  return exportOf(await thing.sheet(periodPhrases(rest), request, services), request, services);
}

/** `csv` alone: what there is, each a button. */
function choiceCard({ t }: Services): Card {
  const things = [
    ['csv.what.conversations', 'conversations month'],
    ['csv.what.queue', 'queue'],
    ['csv.what.today', 'today'],
    ['csv.what.now', 'now'],
  ] as const;
  return {
    title: t('csv.name'),
    blocks: [
      { kind: 'text', text: t('csv.choose') },
      {
        kind: 'actions',
        controls: things.map(([label, what]) => ({ kind: 'button', label: t(label), action: 'csv.open', value: packState({ what }) })),
      },
    ],
  };
}

/** `csv <what> …`: the rows behind any list or chart as a file; the words are those of the command it mirrors. */
export const csv: Command = {
  name: 'csv',
  aliases: [],
  role: 'supervisor',
  summary: 'csv.summary',
  examples: ['csv.example', 'csv.example.conversations', 'csv.example.chart'],
  run: async (request, services) => (request.args.length === 0 ? choiceCard(services) : write(request.args, request, services)),
  actions: {
    open: {
      run: async (request, services) => {
        const { what = '', at, ...state } = unpackState(request.value);
        // What was drawn at an instant is written as of that instant, however late the button is pressed.
        const asked = { ...request, at: instantOf(at, request.at) };
        // A search comes as its own buttons carry it, since not everything in it has words.
        if (what === 'history' || what === 'outbound')
          return exportOf(await foundSheet(what, askedOf(state), asked, services), asked, services);
        return write(what.split(/\s+/).filter(Boolean), asked, services);
      },
    },
    cancel: {
      run: async ({ value }, services) => {
        const found = await services.exports.cancel(value);
        const card = cancelCard(found, services);
        // A message with the finished file must stay.
        return found?.phase === 'done' ? opened(card) : replaced(card);
      },
    },
  },
};
