/** Submitted modals: Slack wants an answer within 3 s, or it tells the person that the app failed. */
import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Reply } from '../../app/dispatch.ts';
import type { FormErrors } from '../../view/form.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { FrontDesk } from './desk.ts';
import { translatorOf } from './doors.ts';
import { formValues, renderForm, viewErrors } from './form.ts';
import { later } from './later.ts';
import { plainView } from './modal.ts';
import type { Ink } from './mrkdwn.ts';
import { type Carried, pack, unpack } from './place.ts';

/** When the modal is answered although the handler is still at work. */
const ANSWER_BY_MS = 2200;

type Ack = (response?: ViewResponseAction) => Promise<void>;

/** Listens to submitted forms. */
export function hearSubmits(app: App, desk: FrontDesk): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ body, view, ack }) => {
    const carried = unpack(view.private_metadata);
    await desk.work.run(
      () => submitted(desk, body, carried, ack),
      (error) => desk.apologise(error, carried.place),
    );
  });
}

async function submitted(desk: FrontDesk, { view, trigger_id: trigger }: ViewSubmitAction, carried: Carried, ack: Ack): Promise<void> {
  const origin = await desk.origin(carried.place.user);
  const reply = desk
    .first(`view:${trigger}`)
    .then((first) => (first ? desk.dispatch.submit(view.callback_id, formValues(view.state.values), carried.state, origin) : undefined));
  const patience = later(ANSWER_BY_MS, 'late' as const);
  const early = await Promise.race([reply, patience.promise]).finally(patience.stop);
  if (early === undefined) return ack();
  if (early !== 'late') return inTime(desk, early, carried, view, ack);
  const t = translatorOf(origin);
  await ack({ response_action: 'update', view: plainView([t('slack.form.saving')], t) });
  const late = await reply;
  if (late) await afterwards(desk, late, carried, view.id);
}

async function inTime(desk: FrontDesk, reply: Reply, carried: Carried, view: ViewSubmitAction['view'], ack: Ack): Promise<void> {
  const { answer, t } = reply;
  switch (answer.kind) {
    case 'form':
      return ack({ response_action: 'update', view: renderForm(answer.form, t, pack({ ...carried, state: answer.form.state ?? '' })) });
    case 'invalid': {
      const inputs = view.blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));
      if (inputs.length === 0) return ack({ response_action: 'update', view: refusedView(answer.errors, t) });
      return ack({ response_action: 'errors', errors: viewErrors(answer.errors, inputs) });
    }
    case 'card':
    case 'export':
      await ack();
      return desk.give(reply, carried.place);
  }
}

/** The modal shows that it was being saved: what came of it takes that place. */
async function afterwards(desk: FrontDesk, reply: Reply, carried: Carried, view: string): Promise<void> {
  const { answer, t } = reply;
  const show = (next: ModalView): Promise<unknown> => desk.client.views.update({ view_id: view, view: next });
  switch (answer.kind) {
    case 'form':
      await show(renderForm(answer.form, t, pack({ ...carried, state: answer.form.state ?? '' })));
      return;
    case 'invalid':
      await show(refusedView(answer.errors, t));
      return;
    case 'card':
    case 'export':
      await show(plainView([t('slack.form.done')], t));
      await desk.give(reply, carried.place);
  }
}

function refusedView(errors: FormErrors, t: Translate): ModalView {
  const lines = Object.values(errors).map((text): Ink => `\n• ${text}`);
  return plainView([t('slack.form.refused'), ...lines], t);
}
