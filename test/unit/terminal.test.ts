/** A card in a terminal: the same words, within its width, and nothing from outside that could move the cursor. */
import { figuresOf } from '../../src/platforms/terminal/ask.ts';
import { renderCard } from '../../src/platforms/terminal/render.ts';
import type { Card } from '../../src/view/card.ts';

const ESCAPE = '\u001b';
const HOSTILE = `Maria${ESCAPE}[31m${ESCAPE}]0;owned\u0007\r\u202e\nRisk: none`;

function card(...blocks: Card['blocks']): Card {
  return { title: 'Queue', scope: 'Suporte', blocks };
}

const body = (...blocks: Card['blocks']): string[] =>
  renderCard(card(...blocks))
    .split('\n')
    .slice(2);

test('the title is underlined, with what the card is about', () => {
  expect(renderCard(card()).split('\n')).toEqual(['Queue · Suporte', '===============']);
  expect(renderCard({ title: 'Today', blocks: [] })).toBe('Today\n=====');
});

test('a search says what is chosen', () => {
  const search = (chosen: { label: string; value: string }[]): string[] =>
    body({ kind: 'actions', controls: [{ kind: 'search', label: 'Agents', action: 'chart.agents', state: 's', chosen, options: [] }] });
  expect(search([])).toEqual(['[Agents ▾]']);
  expect(
    search([
      { label: HOSTILE, value: 'a-1' },
      { label: 'Bia', value: 'a-2' },
    ]),
  ).toEqual([expect.stringMatching(/^\[Agents: Maria.*Risk: none, Bia ▾\]$/)]);
});

test('every kind of block has its words', () => {
  expect(
    body(
      { kind: 'text', tone: 'bad', text: [{ bold: '3 wait.' }, ' The longest: ', { person: 'slack:U1', name: 'Ana' }] },
      {
        kind: 'fields',
        fields: [
          { label: 'Total', value: '12' },
          { label: 'Agents', value: ['4 online', '\n', '1 free'], tone: 'good' },
        ],
      },
      {
        kind: 'list',
        rows: [
          {
            tone: 'warning',
            lead: '12 min',
            facts: ['Maria S.', 'WhatsApp'],
            detail: [{ link: '#7', url: 'https://c.example/7' }, ' · ', { quote: 'Fatura' }],
          },
        ],
      },
      {
        kind: 'chart',
        chart: { type: 'bar', title: 'Wait', alt: 'up from 2 to 12 min', categories: [], series: [], language: 'en' },
      },
      { kind: 'image', url: 'https://c.example/i.png', alt: 'a picture' },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: 'Refresh', action: 'queue.page' },
          { kind: 'select', label: 'Department', action: 'now.department', options: [] },
        ],
      },
      { kind: 'divider' },
      { kind: 'context', text: '1–1 of 1' },
    ),
  ).toEqual([
    '■ 3 wait. The longest: Ana',
    'Total: 12',
    'Agents: ● 4 online · 1 free',
    '▲ 12 min · Maria S. · WhatsApp',
    '    #7 <https://c.example/7> · “Fatura”',
    '[Wait] up from 2 to 12 min',
    '[a picture]',
    '[Refresh] [Department ▾]',
    '-'.repeat(40),
    '-- 1–1 of 1',
  ]);
});

test('a table stands in columns, numbers to the right, accents and emoji counted as one', () => {
  const columns = [{ label: 'Channel' }, { label: 'Total', align: 'end' as const }, { label: 'Open' }];
  const rows = [
    ['São João 😀', '1,234', 'x'],
    ['SMS', '7', 'yy'],
  ];
  expect(body({ kind: 'table', caption: 'By channel', columns, rows })).toEqual([
    'By channel',
    'Channel     Total  Open',
    'São João 😀  1,234  x',
    'SMS             7  yy',
  ]);
});

test.each([40, 78, 20])('text is broken between words at %d columns, and its own lines stay', (width) => {
  const text = `${'the queue is long and growing '.repeat(6).trim()}\nsecond line`;
  const lines = renderCard({ title: 'T', blocks: [{ kind: 'text', text }] }, width)
    .split('\n')
    .slice(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(lines.at(-1)).toBe('second line');
  expect(lines.join(' ')).toBe(text.replace('\n', ' '));
});

test('a word longer than the terminal is wide stays whole, and so does a number with its unit', () => {
  const lines = body({ kind: 'text', text: `${'x'.repeat(100)} ${'waiting for '.repeat(5)}12\u00a0min` });
  expect(lines[0]).toBe('x'.repeat(100));
  expect(lines.some((line) => line.includes('12\u00a0min'))).toBe(true);
});

describe('text from outside', () => {
  const everywhere: Card = {
    title: 'Queue',
    scope: HOSTILE,
    blocks: [
      { kind: 'text', text: ['By ', { quote: HOSTILE }, { person: 'slack:U1', name: HOSTILE }] },
      { kind: 'fields', fields: [{ label: HOSTILE, value: { link: HOSTILE, url: `https://c.example/${HOSTILE}` } }] },
      { kind: 'list', rows: [{ lead: '1 min', facts: [HOSTILE], detail: { quote: HOSTILE } }] },
      { kind: 'table', caption: HOSTILE, columns: [{ label: HOSTILE }], rows: [[HOSTILE]] },
      { kind: 'chart', chart: { type: 'bar', title: HOSTILE, alt: HOSTILE, categories: [], series: [], language: 'en' } },
      { kind: 'image', url: '', alt: HOSTILE },
      { kind: 'actions', controls: [{ kind: 'button', label: HOSTILE, action: 'a.b' }] },
      { kind: 'context', text: HOSTILE },
    ],
  };

  test('has no control character left, wherever it stands', () => {
    expect(renderCard(everywhere)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  test('cannot begin a line of its own among names, fields and cells', () => {
    const card: Card = {
      ...everywhere,
      blocks: everywhere.blocks.filter(({ kind }) => ['fields', 'list', 'table', 'actions'].includes(kind)),
    };
    expect(renderCard(card)).not.toMatch(/^Risk: none/m);
  });
});

test('figures are raw, and absent parts are left out', () => {
  const indicators = [{ id: 'now.queue.longest', value: null, unit: 'ms' as const }];
  expect(figuresOf({ title: 'Queue', blocks: [], figures: { indicators } })).toEqual({ title: 'Queue', indicators });
  expect(figuresOf({ title: 'Help', blocks: [] })).toEqual({ title: 'Help' });
});
