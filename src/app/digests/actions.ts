/** What can be done with a digest from its row. */
import { type Configuration, itemOf } from '../../domain/configuration.ts';
import type { Digest } from '../../domain/digest.ts';
import type { Card } from '../../view/card.ts';
import { type Action, type Answer, opened, type Request, replaced, type Submit } from '../command.ts';
import { UserError } from '../errors.ts';
import { type Editor, open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import type { Services } from '../services.ts';
import { changedAtOnce } from '../settings/at-once.ts';
import { removal } from '../settings/removal.ts';
import { offsetOf, unpackState } from '../state.ts';
import { searchTargets, targetNames, targetSubmits } from '../targets.ts';
import { digestCard } from './card.ts';
import { digestEditor } from './edit.ts';
import { digestsCard } from './list.ts';

/** @throws UserError when it is not there any more */
function digestIn(configuration: Configuration, id: string): Digest {
  const digest = itemOf(configuration, 'digests', id);
  if (!digest) throw new UserError('settings.gone');
  return digest;
}

/** The digest as it would be sent now, to whoever asks. */
export function previewCard(digest: Digest, { at, person }: Pick<Request, 'at' | 'person'>, services: Services): Promise<Card> {
  return digestCard(digest, { at }, person.language, services);
}

const switched =
  (active: boolean): Action['run'] =>
  async (request, services) => {
    const news = await changedAtOnce('digests', request.value, (one) => ({ ...one, active }), request, services);
    return replaced(await digestsCard(request, services, { news }));
  };

async function targetsText({ targets }: Digest, services: Services): Promise<string> {
  const names = await targetNames(targets, services);
  return services.format.join([...names.values()]);
}

const remove = removal({
  command: 'digests',
  list: 'digests',
  name: 'remove',
  title: ({ t }) => t('digests.remove'),
  submitLabel: ({ t }) => t('settings.remove'),
  effect: ({ title }, _configuration, { t }) => [{ bold: title }, ` ${t('digests.remove.effect')}`],
  card: (request, services, news) => digestsCard(request, services, { news }),
  subject: (key) => `digest.${key}`,
});

/** Asks before a channel is disturbed outside the schedule. Nothing of the configuration changes. */
const send: Editor<Digest> = {
  name: 'send',
  command: 'digests',
  read: (configuration, key) => itemOf(configuration, 'digests', key),
  values: () => ({}),
  draw: async ({ key }, { configuration, services }) => {
    const digest = digestIn(configuration, key);
    const text = services.t('digests.send.effect', { targets: await targetsText(digest, services) });
    return {
      title: services.t('digests.send'),
      submitLabel: services.t('digests.send.submit'),
      blocks: [{ kind: 'section', text: [{ bold: digest.title }, ` ${text}`] }],
    };
  },
  parse: ({ item }) => ({ item: item as Digest }),
  write: (configuration) => configuration,
  removes: true,
  subject: (key) => ({ subject: `digest.${key}` }),
  done: async ({ item }, request, services): Promise<Answer> => {
    // The key of what the form remembers: pressed twice, it is sent once.
    const count = await services.digests.send(item, request.at, request.state);
    return replaced(
      await digestsCard(request, services, { news: [{ kind: 'text', text: services.t('digests.sent', { count }), tone: 'good' }] }),
    );
  },
};

const openSend: Action['run'] = async (request, services) => {
  const { targets } = digestIn(await services.settings.read(), request.value);
  if (targets.length === 0) throw new UserError('digests.error.nobody');
  return open(send, request.value, request, services);
};

const admin = (run: Action['run']): Action => ({ role: 'admin', run });

export const digestActions: Record<string, Action> = {
  list: { run: async (request, services) => replaced(await digestsCard(request, services)) },
  'list.page': {
    run: async (request, services) =>
      replaced(await digestsCard(request, services, { offset: offsetOf(unpackState(request.value)['offset']) })),
  },
  open: { run: async (request, services) => opened(await digestsCard(request, services)) },
  preview: {
    role: 'supervisor',
    run: async (request, services) => opened(await previewCard(digestIn(await services.settings.read(), request.value), request, services)),
  },
  add: admin((request, services) => open(digestEditor, '', request, services)),
  edit: admin((request, services) => open(digestEditor, request.value, request, services)),
  send: admin(openSend),
  pause: admin(switched(false)),
  activate: admin(switched(true)),
  remove: admin((request, services) => open(remove, request.value, request, services)),
  target: { ...admin(async (request, services) => replaced(await digestsCard(request, services))), search: searchTargets },
};

export const digestSubmits: Record<string, Submit> = Object.fromEntries(
  Object.entries({
    ...editorSubmits(digestEditor),
    ...targetSubmits(digestEditor),
    ...editorSubmits(send),
    ...editorSubmits(remove),
  }).map(([name, submit]): [string, Submit] => [name, { ...submit, role: 'admin' }]),
);
