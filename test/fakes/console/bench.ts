/** The workbench behind the product's own dispatch, without a database: what is tested is the page. */
import { type Command, replaced } from '../../../src/app/command.ts';
import { createDispatch, type Dispatch } from '../../../src/app/dispatch.ts';
import { UserError } from '../../../src/app/errors.ts';
import type { Services } from '../../../src/app/services.ts';
import { formatter } from '../../../src/i18n/format.ts';
import { translator } from '../../../src/i18n/translate.ts';
import { workbench } from '../../fixtures/workbench.ts';

export interface Bench {
  dispatch: Dispatch;
  /** Every submit and press in a form: its handler, its values, the pressed button's value. */
  sent: { submit: string; values: Record<string, unknown>; value: string | undefined }[];
  /** Holds every answer to a form back, ms. */
  slowMs: number;
  /** Whether submits are refused, as to a person who has lost the role. */
  refuses: boolean;
}

/** People in rows; each row's menu opens a form that asks nothing and cannot be taken back. */
const people: Command = {
  name: 'people',
  aliases: ['pessoas'],
  role: 'viewer',
  summary: 'help.summary',
  examples: [],
  run: async () => ({
    title: 'People',
    blocks: [
      {
        kind: 'list',
        rows: ['Ana Lima', 'Bruno Sá'].map((lead) => ({
          lead,
          facts: ['supervisor'],
          menu: [{ kind: 'button', label: 'Remove', action: 'people.remove', value: lead, opens: 'form' }],
        })),
      },
    ],
  }),
  actions: {
    remove: {
      run: async ({ value }) => ({
        kind: 'form',
        form: {
          title: `Remove ${value}?`,
          submit: 'people.removed',
          state: value,
          submitLabel: 'Remove',
          cancelLabel: 'Keep',
          danger: true,
          blocks: [{ kind: 'section', text: [{ bold: value }, ' sees nothing of the desk from now on.\nTheir 3 digests stop.'] }],
        },
      }),
    },
  },
  submits: { removed: { run: async ({ state }) => replaced({ title: 'Removed', blocks: [{ kind: 'text', text: `${state} is gone.` }] }) } },
};

export function workbenchDesk(): Bench {
  const dispatch = createDispatch({
    commands: [workbench(), people],
    whoIs: async ({ person }) => ({ id: person.id, role: 'admin', language: null }),
    services: (language) => {
      const parameters = async () => ({ language, timeZone: 'UTC' });
      return { t: translator(language), format: formatter(language), parameters } as unknown as Services;
    },
    log: { warn: () => undefined, error: () => undefined },
    now: () => new Date(),
    language: 'en',
    simulated: false,
  });
  const bench: Bench = {
    sent: [],
    slowMs: 0,
    refuses: false,
    dispatch: {
      ...dispatch,
      submit: async (submit, values, state, origin, value) => {
        bench.sent.push({ submit, values, value });
        const reply = await dispatch.submit(submit, values, state, origin, value);
        if (bench.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, bench.slowMs));
        if (!bench.refuses) return reply;
        const { key, values: words } = new UserError('error.role', { role: reply.t('role.admin') });
        const card = { title: reply.t('error.title'), blocks: [{ kind: 'text' as const, text: reply.t(key, words) }] };
        return { ...reply, answer: { kind: 'card', card, replace: false }, failed: true };
      },
    },
  };
  return bench;
}
