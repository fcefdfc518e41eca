import { mayAct } from '../src/app/access.ts';
import type { Command } from '../src/app/command.ts';
import { packState } from '../src/app/state.ts';
import type { Block } from '../src/view/card.ts';

/** `help`: what this person may do, with examples. */
export const help: Command = {
  name: 'help',
  aliases: ['ajuda'],
  role: 'viewer',
  summary: 'help.summary',
  examples: ['help.example'],
  run: async ({ person }, { t, commands }) => {
    const allowed = commands.filter(({ role }) => mayAct(person.role, role));
    const blocks: Block[] = [
      { kind: 'text', text: t('help.intro', { role: t(`role.${person.role ?? 'viewer'}`) }) },
      {
        kind: 'fields',
        fields: allowed.map(({ summary, examples }) => ({ label: t(summary), value: examples.map((example) => t(example)).join('\n') })),
      },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: t('now.title'), action: 'now.open', value: '', style: 'primary' },
          { kind: 'button', label: t('today.title'), action: 'today.open', value: '' },
          { kind: 'button', label: t('queue.title'), action: 'queue.open', value: '' },
          { kind: 'button', label: t('chart.choose'), action: 'chart.open', value: packState({ k: 'c' }) },
        ],
      },
    ];
    return { title: t('help.title'), blocks };
  },
};
