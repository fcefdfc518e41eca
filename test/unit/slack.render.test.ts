/** A card as Slack blocks: what a supervisor reads, and what customers' words cannot do. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import { translator } from '../../src/i18n/translate.ts';
import { escape } from '../../src/platforms/slack/escape.ts';
import { renderCard } from '../../src/platforms/slack/render.ts';
import type { Block, Card } from '../../src/view/card.ts';
import { agentsCard, chart, nowCard, queueCard, todayCard } from '../fakes/slack/desk.ts';

const pt = translator('pt-BR');
const en = translator('en');

const textOf = (block: KnownBlock | undefined): string => (block as SectionBlock | undefined)?.text?.text ?? '';
const blocksOf = (...blocks: Block[]): KnownBlock[] => renderCard({ title: 'T', blocks }, en).blocks;

describe('a card', () => {
  test('begins with its title, its scope and whether to act', () => {
    const { text, blocks } = renderCard(nowCard(), pt);
    expect(textOf(blocks[0])).toBe(
      '*Agora* · todos os departamentos\n:red_circle: *7 clientes sem resposta há mais de 5 min.* A espera mais longa é de *12 min*, em Suporte: os 4 agentes estão no limite.',
    );
    expect(text).toBe(
      'Agora · todos os departamentos: 7 clientes sem resposta há mais de 5 min. A espera mais longa é de 12 min, em Suporte: os 4 agentes estão no limite.',
    );
  });

  test('shows numbers under their labels, marked only where there is a tone', () => {
    const [, fields] = renderCard(nowCard(), pt).blocks as SectionBlock[];
    expect(fields?.fields?.map((field) => field.text)).toEqual([
      '*Aguardando agentes*\n:large_yellow_circle: 12',
      '*Aguardando clientes*\n5',
      '*Sem interação há +5 min, agentes*\n:red_circle: 7',
      '*Agentes*\n9 online · 2 ausentes · 3 offline\n8 atendendo · 4 vagas livres',
    ]);
  });

  test('keeps two buttons of one action apart', () => {
    const actions = renderCard(nowCard(), pt).blocks.find((block) => block.type === 'actions');
    expect(actions?.elements.map((element) => element.type !== 'workflow_button' && element.action_id)).toEqual([
      'now.list',
      'now.list~2',
      'now.department',
      'settings.edit',
      'now.refresh',
    ]);
  });

  test('lists rows with three facts, the detail on line two, and a menu', () => {
    const row = renderCard(queueCard(), pt).blocks[2] as SectionBlock;
    expect(row.text?.text).toBe(
      ':red_circle: *12 min* · Maria S. · WhatsApp · Suporte\n<https://desk.example/c/123|#20261122-000123> · “Minha internet ∗caiu∗ &lt;!channel&gt; @\u200bhere :\u200bsmile:”',
    );
    expect(row.accessory).toMatchObject({
      type: 'overflow',
      options: [{ value: 'show.open 20261122-000123' }, { value: 'talk.open 20261122-000123' }],
    });
  });

  test('shows a chart only where its picture is ready, with the finding as its alternative text', () => {
    const card = todayCard();
    expect(JSON.stringify(renderCard(card, pt))).not.toContain('slack_file');
    const shown = card.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []));
    const pictures = new Map(shown.map((one) => [one, 'F0FILE00001']));
    expect(renderCard(card, pt, pictures).blocks[1]).toMatchObject({
      type: 'image',
      slack_file: { id: 'F0FILE00001' },
      alt_text: chart().alt,
    });
  });
});

describe('a table', () => {
  test('is aligned monospace where a phone can show it', () => {
    const [, caption, table] = renderCard(agentsCard(), pt).blocks;
    expect(textOf(caption)).toBe('*Suporte*');
    expect(JSON.stringify(table)).toContain(
      JSON.stringify('Agente     Em  Concl.\nAna Lima  3/3      12\nBruno Sá  2/3       9').slice(1, -1),
    );
  });

  test('is a short paragraph a row where it is too wide for one', () => {
    const columns = ['Agente', 'Presença', 'Em atendimento', 'Concluídos hoje'].map((label) => ({ label }));
    const [, table] = blocksOf({
      kind: 'table',
      caption: 'Suporte',
      columns,
      rows: [
        ['Ana Lima', 'online', '3/3', '12'],
        ['Bruno', 'ausente', '0/3', ''],
      ],
    });
    expect(textOf(table)).toBe(
      '*Suporte*\n*Ana Lima*\nPresença online · Em atendimento 3/3 · Concluídos hoje 12\n*Bruno*\nPresença ausente · Em atendimento 0/3',
    );
  });

  test('says long labels once, not in every row', () => {
    const columns = ['Agente', 'Concluídos / cancelados / transferidos', '1ª resposta, média / 90%', 'Atendimento, média / 90%'];
    const [, table] = blocksOf({
      kind: 'table',
      caption: 'Por agente',
      columns: columns.map((label) => ({ label })),
      rows: [
        ['Ana Lima', '3 / 0 / 1', '1 min / 2 min', '12 min / 20 min'],
        ['Bruno', '1 / 0 / 0', '', '9 min / 9 min'],
      ],
    });
    expect(textOf(table)).toBe(
      '*Por agente*\nConcluídos / cancelados / transferidos · 1ª resposta, média / 90% · Atendimento, média / 90%\n' +
        '*Ana Lima*\n3 / 0 / 1 · 1 min / 2 min · 12 min / 20 min\n*Bruno*\n1 / 0 / 0 · – · 9 min / 9 min',
    );
  });

  test('of 1,340 rows shows forty and says so in the language', () => {
    const rows = Array.from({ length: 1340 }, (_, index) => [`Agente ${index}`, '1']);
    const table: Block = { kind: 'table', caption: 'x', columns: [{ label: 'a' }, { label: 'b' }], rows };
    expect(JSON.stringify(renderCard({ title: 'T', blocks: [table] }, pt).blocks)).toContain('40 de 1.340 mostrados');
    expect(JSON.stringify(blocksOf(table))).toContain('40 of 1,340 shown');
  });
});

describe('what does not fit is cut in words, never silently', () => {
  const rows = (count: number): Block => ({
    kind: 'list',
    rows: Array.from({ length: count }, (_, index) => ({ lead: `${index} min`, facts: ['Maria'] })),
  });

  test('a long list: its first rows, how many of how many, and the foot', () => {
    const card: Card = {
      title: 'Fila',
      blocks: [
        rows(340),
        { kind: 'actions', controls: [{ kind: 'button', label: 'Atualizar', action: 'queue.refresh' }] },
        { kind: 'context', text: 'São Paulo' },
      ],
    };
    const { blocks } = renderCard(card, pt);
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks.at(-3))).toContain('46 de 340 mostrados');
    expect(blocks.at(-2)).toMatchObject({ type: 'actions' });
    expect(JSON.stringify(blocks.at(-1))).toContain('São Paulo');
  });

  test('two lists share the room; the short one is whole', () => {
    const blocks = blocksOf(rows(3), rows(200));
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks.at(-1))).toContain('45 of 200 shown');
  });

  test('too many parts', () => {
    const blocks = blocksOf(...Array.from({ length: 80 }, (): Block => ({ kind: 'divider' })), { kind: 'context', text: 'foot' });
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks.at(-2))).toContain('49 of 82 parts of this answer shown');
    expect(JSON.stringify(blocks.at(-1))).toContain('foot');
  });

  test('a long text goes on in the next section, whole', () => {
    const words = Array.from({ length: 2000 }, (_, index) => `word${index}`).join(' ');
    const all = blocksOf({ kind: 'text', text: words }).map(textOf).join(' ');
    expect(all).toContain('word1999');
    expect(all.replaceAll(/\s+/g, ' ')).toContain(words.slice(0, 15_000));
  });

  test('a long value of a field says how much of it is shown', () => {
    const [, section] = blocksOf({ kind: 'fields', fields: [{ label: 'Assunto', value: 'x '.repeat(3000) }] }) as SectionBlock[];
    expect(section?.fields?.[0]?.text).toMatch(/… \(1,\d{3} of 6,\d{3} characters shown\)$/);
  });

  test('a row’s menu of more entries than a menu holds becomes buttons', () => {
    const menu = Array.from({ length: 7 }, (_, index) => ({
      kind: 'button' as const,
      label: `B${index}`,
      action: 'queue.do',
      value: String(index),
    }));
    const blocks = blocksOf({ kind: 'list', rows: [{ lead: '1 min', facts: [], menu }] });
    expect(blocks.slice(1).map((block) => block.type)).toEqual(['section', 'actions', 'actions']);
  });

  test('three hundred options are offered in groups', () => {
    const options = Array.from({ length: 300 }, (_, index) => ({ label: `Agente ${index}`, value: `a${index}` }));
    const [, actions] = blocksOf({
      kind: 'actions',
      controls: [{ kind: 'select', label: 'Agente', action: 'now.agent', options, selected: 'a250' }],
    });
    expect(actions).toMatchObject({
      elements: [{ option_groups: [{ label: { text: 'Agente 0 – Agente 99' } }, {}, {}], initial_option: { value: 'a250' } }],
    });
  });
});

describe('customers’ words', () => {
  test.each([
    ['<!channel> & <@U0BOSS>', '&lt;!channel&gt; &amp; &lt;@U0BOSS&gt;'],
    ['*bold* _it_ ~no~ `code`', '∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ'],
    ['joao_silva 2*3', 'joao_silva 2*3'],
    [':fire: 14:37:20', ':\u200bfire: 14:\u200b37:20'],
    ['@channel @everyone ana@desk.example', '@\u200bchannel @\u200beveryone ana@desk.example'],
    ['> quoted', '\u200b&gt; quoted'],
    ['a\u202egnp.exe\u0000', 'agnp.exe'],
  ])('%j is shown as it was written', (written, shown) => {
    expect(escape(written)).toBe(shown);
  });

  test('a link goes only to an address, and its words cannot leave it', () => {
    const [, bad, good] = blocksOf(
      { kind: 'divider' },
      { kind: 'text', text: { link: 'press', url: 'javascript:alert(1)' } },
      { kind: 'text', text: { link: 'a|b>c', url: 'https://x.example/?a=1&b=2' } },
    ).slice(0);
    expect(textOf(bad)).toBe('');
    expect([
      textOf(good),
      blocksOf({ kind: 'divider' }, { kind: 'text', text: { link: 'a|b>c', url: 'https://x.example/?a=1&b=2' } })
        .map(textOf)
        .at(-1),
    ]).toEqual(['press', '<https://x.example/?a=1&amp;b=2|a|b&gt;c>']);
  });

  test('a person of Slack is mentioned, another is named', () => {
    const people: Block = {
      kind: 'text',
      text: [{ person: 'slack:U0ANA', name: 'Ana' }, ' ', { person: 'teams:1', name: 'Bia' }, ' ', { person: 'slack:U1> <!here' }],
    };
    expect(textOf(blocksOf({ kind: 'divider' }, people).at(-1))).toBe('<@U0ANA> Bia slack:U1&gt; &lt;!here');
  });

  test('bold touches no letter, or Slack would show its asterisks', () => {
    expect(textOf(blocksOf({ kind: 'divider' }, { kind: 'text', text: ['x', { bold: ' a*b ' }, 'y', { bold: 'c' }, 'z'] }).at(-1))).toBe(
      'x *a∗b* y\u200b*c*\u200bz',
    );
  });
});
