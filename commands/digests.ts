import { mayAct } from '../src/app/access.ts';
import type { Command } from '../src/app/command.ts';
import { digestActions, digestSubmits, previewCard } from '../src/app/digests/actions.ts';
import { digestsCard } from '../src/app/digests/list.ts';
import { UserError } from '../src/app/errors.ts';
import { fitting } from '../src/app/named.ts';

/** `digests [title]`: what is told on schedule, when and to whom; with a title, the digest as it would be now. */
export const digests: Command = {
  name: 'digests',
  aliases: ['resumos'],
  role: 'viewer',
  summary: 'digests.summary.help',
  examples: ['digests.example'],
  run: async (request, services) => {
    const word = request.args.join(' ');
    if (word === '') return digestsCard(request, services);
    const { digests: all } = await services.settings.read();
    const [found] = fitting(
      all.map(({ id, title }) => ({ id, name: title })),
      word,
    );
    const digest = all.find(({ id }) => id === found?.id);
    if (!digest) throw new UserError('digests.error.title', { word: word.slice(0, 60) });
    return mayAct(request.person.role, 'supervisor') ? previewCard(digest, request, services) : digestsCard(request, services);
  },
  actions: digestActions,
  submits: digestSubmits,
};
