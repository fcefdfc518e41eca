/** Forms in Slack: what stays typed, what comes on top, what is refused, over real HTTP in front of a local Slack that keeps its own rules. */
import type { Command } from '../../src/app/command.ts';
import type { Form } from '../../src/view/form.ts';
import { dispatchOf } from '../fakes/slack/dispatch.ts';
import { elementsOf, labelOf } from '../fakes/slack/elements.ts';
import { inputName } from '../fakes/slack/modals.ts';
import type { Json, Message } from '../fakes/slack/slack.ts';
import { type Line, openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';
import { directOf, type View } from '../fakes/slack/state.ts';
import { workbench } from '../fixtures/workbench.ts';

const ANA = 'U0ANA';
const GONE = 'U0GONE';
const DESK = 'C0DESK';

let stage: Stage;
let lines: Line[];
/** How long the next answers take, ms. */
let delayMs = 0;
/** The command that is asked. */
let asked = '';

async function open(commands: Command[] = [workbench()], options: { socket?: boolean } = {}): Promise<void> {
  lines = [];
  delayMs = 0;
  asked = commands[0]?.name ?? '';
  stage = await openStage(stageContext(dispatchOf(commands, { strangers: [GONE], delayMs: () => delayMs }), lines), options);
  for (const user of [ANA, GONE]) stage.slack.join(user, user, 'en-US');
  if (options.socket) await stage.slack.until(() => stage.slack.socket.connected(), 'the socket');
}

afterEach(async () => {
  const { troubles } = stage.slack.state;
  await stage.close();
  expect(troubles).toEqual([]);
});

const words = (blocks: unknown): string => JSON.stringify(blocks);
const modal = (): View => {
  const shown = stage.slack.modal(ANA);
  if (!shown) throw new Error('no modal is open');
  return shown;
};
const blocks = (view = modal()): Json[] => view.view['blocks'] as Json[];
const block = (name: string, view = modal()): Json => {
  const found = blocks(view).find((one) => one['type'] === 'input' && inputName(one) === name);
  if (!found) throw new Error(`no input ${name}`);
  return found;
};
const held = (name: string): Json => stage.slack.holds(modal(), block(name));
const said = (): string[] =>
  blocks()
    .filter((one) => String(one['block_id']).startsWith('!'))
    .map((one) => (one['text'] as { text: string }).text);

/** Waits until the modal on top shows this. */
function showing(what: string): Promise<View> {
  return stage.slack.until(() => {
    const view = stage.slack.modal(ANA);
    return view && words(view.view).includes(what) && view;
  }, `a modal with “${what}”`);
}

const onTop = (): Promise<boolean> => stage.slack.until(() => stage.slack.depth(modal()) === 1, 'a form on top');

function saying(user: string, channel: string, what: string): Promise<Message> {
  return stage.slack.until(() => stage.slack.seen(user, channel).findLast((one) => words(one.blocks).includes(what)), `“${what}”`);
}

async function opened(): Promise<Message> {
  await stage.slack.slash(ANA, asked, DESK);
  const card = await stage.slack.until(() => stage.slack.seen(ANA, DESK).at(-1), 'the card');
  await stage.slack.press(ANA, card, 'Open');
  await stage.slack.until(() => stage.slack.modal(ANA)?.view['submit'], 'the form');
  return card;
}

/** A command with one form, for what the workbench does not have. */
function oneForm(form: Form, save: NonNullable<Command['submits']>[string]['run'], more: Partial<Command> = {}): Command {
  return {
    name: 'one',
    aliases: [],
    role: 'viewer',
    summary: 'help.summary',
    examples: [],
    run: async () => ({
      title: 'One',
      blocks: [{ kind: 'actions', controls: [{ kind: 'button', label: 'Open', action: 'one.open', opens: 'form' }] }],
    }),
    actions: { open: { run: async () => ({ kind: 'form', form }) } },
    submits: { save: { run: save } },
    ...more,
  };
}

const BASE = { title: 'One', submit: 'one.save', submitLabel: 'Save', cancelLabel: 'Cancel' };

describe('what is typed', () => {
  test('stays where a page is turned; only what the server changed is drawn anew', async () => {
    await open();
    await opened();
    const before = new Map(['title', 'count', 'opens', 'category', 'lead', 'crew'].map((name) => [name, block(name)['block_id']]));
    await stage.slack.pressIn(ANA, 'Next', { title: 'Team of four', crew: ['Ana A.'] });
    await showing('6–10 of 23, 1 chosen');
    const same = (name: string): boolean => block(name)['block_id'] === before.get(name);
    expect(['title', 'count', 'opens', 'category', 'lead', 'crew'].filter(same)).toEqual(['title', 'count', 'opens', 'category', 'lead']);
    expect(held('title')).toEqual({ value: 'Team of four' });
    expect(held('crew')).toEqual({ selected_options: [] });
    await stage.slack.pressIn(ANA, 'Previous');
    await showing('1–5 of 23, 1 chosen');
    expect(words(held('crew'))).toContain('Ana A.');
  });

  test('while the server is at work is kept as well', async () => {
    await open();
    await opened();
    delayMs = 400;
    const view = modal();
    await stage.slack.pressIn(ANA, 'Next', { title: 'Half' });
    view.typed.set(`${String(block('title')['block_id'])} value`, { value: 'Half and half' });
    await showing('6–10 of 23');
    expect(held('title')).toEqual({ value: 'Half and half' });
  });

  test('stays in a form that is refused after a press, with each error at its input and the summary at the button', async () => {
    const form: Form = {
      ...BASE,
      blocks: [
        { kind: 'text', name: 'title', label: 'Title' },
        { kind: 'number', name: 'count', label: 'Count', max: 10 },
        { kind: 'buttons', buttons: [{ label: 'Try', action: 'one.save', value: 'try' }] },
      ],
    };
    await open([oneForm(form, async () => ({ kind: 'invalid', errors: { count: 'At most 10', nowhere: 'The day is over' } }))]);
    await opened();
    await stage.slack.pressIn(ANA, 'Try', { title: 'Typed', count: '12' });
    await showing('At most 10');
    expect(blocks().map((one) => one['block_id'])).toEqual(['!notice!', 'title', 'count', '!count', expect.anything(), '!']);
    expect(said()).toEqual([':red_circle: The day is over', ':red_circle: At most 10', ':red_circle: Please correct first: Count']);
    expect([held('title'), held('count')]).toEqual([{ value: 'Typed' }, { value: '12' }]);
    await stage.slack.pressIn(ANA, 'Try', { count: '' });
    await stage.slack.until(() => said().length === 3, 'the errors once');
  });

  test('is still there when saving took too long and was refused', async () => {
    await open();
    await opened();
    delayMs = 2_500;
    await stage.slack.submit(ANA, { title: 'Night', wait: 'soon', opens: '22:30', channels: ['Telegram'], count: '7' });
    expect(words(modal().view)).toContain('Saving…');
    await showing('Expected a time such as 5 min');
    expect([held('title'), held('opens'), held('count')]).toEqual([{ value: 'Night' }, { selected_time: '22:30' }, { value: '7' }]);
    expect(words(held('channels'))).toContain('Telegram');
    delayMs = 0;
    await stage.slack.submit(ANA, { wait: '1 h' });
    await saying(ANA, DESK, 'title=Night');
    expect(stage.slack.modal(ANA)).toBeUndefined();
  });

  test('two quick presses: the page turns once, and nothing breaks', async () => {
    await open();
    await opened();
    delayMs = 200;
    const [view, presses] = [modal(), [stage.slack.pressIn(ANA, 'Next'), stage.slack.pressIn(ANA, 'Next')]];
    await Promise.all(presses);
    await showing('6–10 of 23');
    await stage.slack.until(() => lines.some(({ message }) => message.includes('changed before its answer')), 'the second answer');
    expect(view.id).toBe(modal().id);
  });
});

describe('values of every length', () => {
  const long = (name: string): string => `chatwoot:${name.repeat(90)}`;
  const form = (value: string[]): Form => ({
    ...BASE,
    blocks: [
      {
        kind: 'ticks',
        name: 'crew',
        label: 'Crew',
        value,
        options: [
          { label: 'Ana', value: long('a') },
          { label: 'Bia', value: 'b-1' },
          { label: 'Til', value: '~0' },
        ],
      },
      {
        kind: 'select',
        name: 'where',
        label: 'Where',
        value: '',
        options: [
          { label: 'Anywhere', value: '' },
          { label: 'Here', value: 'here' },
        ],
      },
    ],
  });

  test('come back as they were given, the empty one too', async () => {
    const given: unknown[] = [];
    await open([
      oneForm(form([long('a')]), async ({ values }) => {
        given.push(values);
        return { kind: 'card', card: { title: 'Kept', blocks: [] }, replace: false };
      }),
    ]);
    await opened();
    expect(words(held('crew'))).toContain('Ana');
    await stage.slack.submit(ANA, { crew: ['Ana', 'Til'] });
    await saying(ANA, DESK, 'Kept');
    expect(given).toEqual([{ crew: [long('a'), '~0'], where: '' }]);
  });

  test('that find no room are counted, not lost in silence', async () => {
    const options = Array.from({ length: 9 }, (_, index) => ({ label: `Person ${index}`, value: `${index}${'x'.repeat(500)}` }));
    const full: Form = { ...BASE, blocks: [{ kind: 'ticks', name: 'crew', label: 'Crew', value: [], options }] };
    await open([oneForm(full, async () => ({ kind: 'invalid', errors: {} }))]);
    await opened();
    expect(words(blocks())).toContain('5 of 9 options shown');
  });

  test('more than ten boxes are a menu', async () => {
    const options = Array.from({ length: 12 }, (_, index) => ({ label: `Person ${index}`, value: `p-${index}` }));
    const many: Form = { ...BASE, blocks: [{ kind: 'ticks', name: 'crew', label: 'Crew', value: ['p-11'], options }] };
    const given: unknown[] = [];
    await open([
      oneForm(many, async ({ values }) => {
        given.push(values['crew']);
        return { kind: 'invalid', errors: { crew: 'Too few' } };
      }),
    ]);
    await opened();
    await stage.slack.submit(ANA, { crew: ['Person 1', 'Person 11'] });
    expect(given).toEqual([['p-1', 'p-11']]);
    expect(modal().errors).toEqual({ crew: 'Too few' });
  });
});

describe('forms on top of forms', () => {
  test('what comes back is drawn below before the top closes; a native close leaves the one below as it was', async () => {
    await open();
    await opened();
    const below = modal();
    await stage.slack.pressIn(ANA, 'New category', { title: 'Kept' });
    await onTop();
    expect(stage.slack.depth(modal())).toBe(1);
    stage.slack.dismiss(ANA);
    expect(modal().id).toBe(below.id);
    expect(held('title')).toEqual({ value: 'Kept' });
    await stage.slack.pressIn(ANA, 'New category');
    await onTop();
    await stage.slack.submit(ANA, { name: 'Returns' });
    expect(modal().id).toBe(below.id);
    expect(held('category')).toMatchObject({ selected_option: { value: 'c-2' } });
    expect(held('title')).toEqual({ value: 'Kept' });
    expect(stage.slack.calls('views.push')).toHaveLength(2);
  });

  test('a slow one is waited for on top, within the trigger’s 3 s; a button known to push waits there at once', async () => {
    await open();
    await opened();
    delayMs = 3_200;
    await stage.slack.pressIn(ANA, 'New category');
    await showing('One moment…');
    await showing('Name');
    expect(stage.slack.calls('views.push')).toHaveLength(1);
    stage.slack.dismiss(ANA);
    // Sooner than a button would wait of which nothing is known.
    delayMs = 1_200;
    await stage.slack.pressIn(ANA, 'New category');
    await showing('One moment…');
    await showing('Name');
  });

  test('a slow answer that was no push says that the one on top can be closed, and changes the one below', async () => {
    await open();
    await opened();
    delayMs = 2_100;
    await stage.slack.pressIn(ANA, 'Next');
    await showing('One moment…');
    await showing('Close this to go on');
    stage.slack.dismiss(ANA);
    expect(words(blocks())).toContain('6–10 of 23');
  });

  test('a fourth takes the place of the third', async () => {
    let count = 0;
    const form = (depth: number): Form => ({
      ...BASE,
      title: `Form ${depth}`,
      blocks: [
        { kind: 'buttons', buttons: [{ label: 'Deeper', action: 'one.deeper' }] },
        { kind: 'text', name: 'word', label: 'Word' },
      ],
    });
    const command = oneForm(form(0), async () => ({ kind: 'card', card: { title: 'All closed', blocks: [] }, replace: false }));
    const deeper = { run: async () => ({ kind: 'form' as const, form: form((count += 1)), step: 'push' as const }) };
    await open([{ ...command, submits: { ...command.submits, deeper } }]);
    await opened();
    for (const depth of [1, 2, 3]) {
      await stage.slack.pressIn(ANA, 'Deeper');
      await showing(`Form ${depth}`);
    }
    expect(stage.slack.depth(modal())).toBe(2);
    await stage.slack.submit(ANA, { word: 'end' });
    await saying(ANA, DESK, 'All closed');
    expect(stage.slack.modal(ANA)).toBeUndefined();
  });
});

describe('refusals', () => {
  test('of a submission are said in the form, which keeps what was typed', async () => {
    const form: Form = { ...BASE, blocks: [{ kind: 'text', name: 'word', label: 'Word' }] };
    let broken = true;
    await open([
      oneForm(form, async () => {
        if (broken) throw new Error('the database is away');
        return { kind: 'card', card: { title: 'Kept', blocks: [] }, replace: false };
      }),
    ]);
    await opened();
    await stage.slack.submit(ANA, { word: 'Typed' });
    expect(said()).toEqual([expect.stringMatching(/^:red_circle: \*That did not work\*\n/)]);
    expect(held('word')).toEqual({ value: 'Typed' });
    broken = false;
    await stage.slack.submit(ANA, {});
    await saying(ANA, DESK, 'Kept');
  });

  test('of a press in a form too', async () => {
    const form: Form = {
      ...BASE,
      blocks: [
        { kind: 'text', name: 'word', label: 'Word' },
        { kind: 'buttons', buttons: [{ label: 'Older', action: 'one.gone' }] },
      ],
    };
    await open([oneForm(form, async () => ({ kind: 'invalid', errors: {} }))]);
    await opened();
    await stage.slack.pressIn(ANA, 'Older', { word: 'Typed' });
    await showing('belongs to an older version');
    expect(held('word')).toEqual({ value: 'Typed' });
  });

  test('of a form that was expected stand in the modal that waits for it, else in a message to the person alone', async () => {
    await open();
    await stage.slack.mention(ANA, 'workbench', DESK);
    const card = await saying(GONE, DESK, 'Nothing saved yet');
    await stage.slack.press(GONE, card, 'Open');
    expect((await saying(GONE, DESK, 'I do not know you yet')).onlyFor).toBe(GONE);
    delayMs = 700;
    await stage.slack.press(GONE, card, 'Open');
    await stage.slack.until(() => words(stage.slack.modal(GONE)?.view ?? {}).includes('I do not know you yet'), 'the refusal in the modal');
    expect(stage.slack.seen(GONE, DESK).filter(({ onlyFor }) => onlyFor === GONE)).toHaveLength(1);
  });
});

describe('buttons that open a form', () => {
  test('open its window at once, the first time too, and from a row’s menu', async () => {
    const form: Form = { ...BASE, blocks: [{ kind: 'text', name: 'word', label: 'Word' }] };
    const menu = ['Edit', 'Copy'].map((label) => ({
      kind: 'button' as const,
      label,
      action: 'one.open',
      value: label,
      opens: 'form' as const,
    }));
    const command = oneForm(form, async () => ({ kind: 'invalid', errors: {} }), {
      run: async () => ({ title: 'One', blocks: [{ kind: 'list', rows: [{ lead: 'Row', facts: [], menu }] }] }),
    });
    await open([command]);
    await stage.slack.slash(ANA, 'one', DESK);
    const card = await stage.slack.until(() => stage.slack.seen(ANA, DESK).at(-1), 'the card');
    // Sooner than a button would wait of which nothing is known.
    delayMs = 1_200;
    await stage.slack.press(ANA, card, 'Copy');
    await showing('One moment…');
    await showing('Word');
    expect(stage.slack.calls('views.open')).toHaveLength(1);
  });

  test('a person who closes the waiting window is left in peace', async () => {
    await open();
    await stage.slack.slash(ANA, 'workbench', DESK);
    const card = await stage.slack.until(() => stage.slack.seen(ANA, DESK).at(-1), 'the card');
    delayMs = 800;
    await stage.slack.press(ANA, card, 'Open');
    await showing('One moment…');
    stage.slack.dismiss(ANA);
    await stage.platform.stop();
    expect(stage.slack.modal(ANA)).toBeUndefined();
    expect(stage.slack.seen(ANA, DESK)).toHaveLength(1);
  });
});

test('a button whose answer is a card closes all that is open with the last word', async () => {
  const form: Form = { ...BASE, blocks: [{ kind: 'buttons', buttons: [{ label: 'Remove', action: 'one.save' }] }] };
  await open([oneForm(form, async () => ({ kind: 'card', card: { title: 'Removed', blocks: [] }, replace: true }))]);
  const card = await opened();
  await stage.slack.pressIn(ANA, 'Remove');
  await showing('Done.');
  await stage.slack.until(() => card.edits === 1, 'the card in its place');
  stage.slack.dismiss(ANA);
  expect(stage.slack.modal(ANA)).toBeUndefined();
});

test('over Socket Mode the same: a search while typing, a page, a step, a save', async () => {
  await open([workbench()], { socket: true });
  await opened();
  expect(await stage.slack.typeIn(ANA, 'lead', 'elisa')).toEqual(['Elisa E.', 'Elisa J.', 'Elisa O.', 'Elisa T.']);
  await stage.slack.pressIn(ANA, 'Next', { lead: 'Elisa O.' });
  await showing('6–10 of 23');
  expect(held('lead')).toMatchObject({ selected_option: { text: { text: 'Elisa O.' } } });
  await stage.slack.pressIn(ANA, 'New category');
  await onTop();
  await stage.slack.submit(ANA, { name: 'Orders' });
  expect(modal().errors).toEqual({ name: 'Orders is there already' });
  await stage.slack.submit(ANA, { name: 'Returns' });
  await stage.slack.submit(ANA, {});
  expect(words((await saying(ANA, DESK, 'Saved')).blocks)).toContain('lead=chatwoot:15');
});

test('buttons stand in rows, each with its own action', async () => {
  await open();
  await opened();
  const rows = elementsOf({ blocks: blocks() }).map(({ element }) => [labelOf(element), element.action_id]);
  expect(rows).toContainEqual(['Next', 'workbench.page']);
  expect(directOf(ANA)).toBe('D0ANA');
});
