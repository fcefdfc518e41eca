/** Submitted modals: Slack wants an answer within 3 s, or it tells the person that the app failed. */
import type { App, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Answer } from '../../app/command.ts';
import type { Reply } from '../../app/dispatch.ts';
import type { FrontDesk } from './desk.ts';
import { translatorOf } from './doors.ts';
import { anew, over } from './drawings.ts';
import { renderForm } from './form.ts';
import { later } from './later.ts';
import { asLeft, refusal, withErrors, withNotice } from './left.ts';
import { doneView, plainView } from './modal.ts';
import { type Carried, unpack } from './place.ts';
import { formValues } from './values.ts';
import { cardInks } from './words.ts';

/** When the modal is answered although the handler is still at work. */
const ANSWER_BY_MS = 2200;
/** How long the form below may take to be drawn before the one on top is closed. */
const BELOW_MS = 700;
/** Views that may stand on top of the first. */
const DEEPEST = 2;

type Ack = (response?: ViewResponseAction) => Promise<void>;
type FormAnswer = Extract<Answer, { kind: 'form' }>;

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

async function submitted(desk: FrontDesk, body: ViewSubmitAction, carried: Carried, ack: Ack): Promise<void> {
  const { view, trigger_id: trigger } = body;
  const origin = await desk.origin(body.user.id);
  const values = formValues(view.state.values, carried.values);
  const reply = desk
    .first(`view:${trigger}`)
    .then((first) => (first ? desk.dispatch.submit(view.callback_id, values, carried.state, origin) : undefined));
  const patience = later(ANSWER_BY_MS, 'late' as const);
  const early = await Promise.race([reply, patience.promise]).finally(patience.stop);
  if (early === undefined) return ack();
  if (early !== 'late') return inTime(desk, early, carried, view, ack);
  const t = translatorOf(origin);
  await ack({ response_action: 'update', view: plainView([t('slack.form.saving')], t) });
  const late = await reply;
  if (late) await afterwards(desk, late, carried, view);
}

async function inTime(desk: FrontDesk, reply: Reply, carried: Carried, view: ViewOutput, ack: Ack): Promise<void> {
  const { answer, t, failed } = reply;
  switch (answer.kind) {
    case 'form':
      return nextForm(desk, answer, reply, carried, view, ack);
    case 'invalid':
      return ack(refusal(view, answer.errors, t));
    case 'card':
      if (failed) return ack({ response_action: 'update', view: withNotice(asLeft(view), cardInks(answer.card), t) });
      break;
    case 'export':
  }
  await ack({ response_action: 'clear' });
  return desk.giveAfterForm(reply, carried.place);
}

/** The next form in place or on top; or the one below, drawn before the one on top is gone. */
async function nextForm(
  desk: FrontDesk,
  { form, step }: FormAnswer,
  { t }: Reply,
  { place }: Carried,
  view: ViewOutput,
  ack: Ack,
): Promise<void> {
  const { previous_view_id: below } = view;
  if (step === 'push' && depthOf(view) < DEEPEST) return ack({ response_action: 'push', view: renderForm(form, { t, place }) });
  if (step !== 'back' || !below) return ack({ response_action: 'update', view: renderForm(form, { t, place, drawing: over(view) }) });
  const drawn = desk.views.update(below, renderForm(form, { t, place, drawing: anew }));
  const patience = later(BELOW_MS, undefined);
  await Promise.race([drawn.catch(() => undefined), patience.promise]).finally(patience.stop);
  await ack();
  await drawn;
}

function depthOf({ previous_view_id: previous, root_view_id: root }: ViewOutput): number {
  return previous ? (previous === root ? 1 : DEEPEST) : 0;
}

/** The modal shows that it was being saved: what came of it takes that place. */
async function afterwards(desk: FrontDesk, reply: Reply, { place }: Carried, view: ViewOutput): Promise<void> {
  const { answer, t, failed } = reply;
  const show = (next: ModalView): Promise<unknown> => desk.views.update(view.id, next);
  switch (answer.kind) {
    case 'form': {
      const { previous_view_id: below } = view;
      if (answer.step !== 'back' || !below) return void (await show(renderForm(answer.form, { t, place, drawing: anew })));
      await desk.views.update(below, renderForm(answer.form, { t, place, drawing: anew }));
      return void (await show(plainView([t('slack.form.below')], t)));
    }
    case 'invalid':
      return void (await show(withErrors(asLeft(view), answer.errors, t)));
    case 'card':
      if (failed) return void (await show(withNotice(asLeft(view), cardInks(answer.card), t)));
      break;
    case 'export':
  }
  await show(doneView(place, t));
  await desk.giveAfterForm(reply, place);
}
