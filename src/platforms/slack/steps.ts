/** The steps of a form: buttons in a modal, whose answer comes in place of it, on top of it, or closes it. */
import type { BlockAction, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Reply } from '../../app/dispatch.ts';
import type { Answer } from '../../app/command.ts';
import type { FrontDesk } from './desk.ts';
import { IN_TIME_MS, SOON_MS, translatorOf } from './doors.ts';
import { anew, over } from './drawings.ts';
import { faultOf } from './errors.ts';
import { renderForm } from './form.ts';
import type { Pressed } from './ids.ts';
import { later } from './later.ts';
import { asLeft, withErrors, withNotice } from './left.ts';
import { doneView, plainView } from './modal.ts';
import { type Place, unpack } from './place.ts';
import { formValues } from './values.ts';
import { cardInks } from './words.ts';

/** A button of a modal that was pressed. */
interface Step {
  view: ViewOutput;
  place: Place;
  trigger: string;
  /** Of the actions block in which it stands. */
  block: string;
  reply: Promise<Reply>;
  action: string;
}

type FormAnswer = Extract<Answer, { kind: 'form' }>;

/** Answers buttons of modals. */
export interface Steps {
  answer: (what: Pressed, body: BlockAction, view: ViewOutput) => Promise<void>;
}

/** Learns which buttons push a form, so that a waiting one is on top in time for those alone. */
export function stepsOf(desk: FrontDesk): Steps {
  const pushes = new Map<string, boolean>();

  /** The id of a waiting view on top, if the reply took so long that one was pushed. */
  async function waiting({ reply, action, trigger, place }: Step): Promise<string | undefined> {
    const known = pushes.get(action);
    if (known === false) return undefined;
    const patience = later(known ? SOON_MS : IN_TIME_MS, 'late' as const);
    const first = await Promise.race([reply.then(() => 'here' as const), patience.promise]).finally(patience.stop);
    if (first === 'here') return undefined;
    const t = translatorOf(await desk.origin(place.user));
    return desk.views.push(trigger, plainView([t('slack.form.loading')], t)).catch((error: unknown) => {
      desk.log.warn({ code: faultOf(error).code, action }, 'A waiting modal did not open');
      return undefined;
    });
  }

  /** In place of the view; what the person did there meanwhile goes first. */
  async function instead({ view }: Step, next: ModalView): Promise<void> {
    await desk.views.update(view.id, next, view.hash);
  }

  async function form({ form, step }: FormAnswer, reply: Reply, at: Step, top: string | undefined): Promise<void> {
    const stand = { t: reply.t, place: at.place };
    if (step === 'push') {
      const pushed = renderForm(form, stand);
      if (top ? await desk.views.update(top, pushed) : await desk.views.push(at.trigger, pushed)) return;
      // It came too late, or on top of a third one: it takes the place instead.
      await instead(at, renderForm(form, { ...stand, drawing: over(at.view) }));
      return;
    }
    const { previous_view_id: below } = at.view;
    // Nobody can close a view from here: the one on top becomes the one below it, which shows the same once it is closed.
    if (step === 'back' && below) await desk.views.update(below, renderForm(form, { ...stand, drawing: anew }));
    await instead(at, renderForm(form, { ...stand, drawing: over(at.view) }));
  }

  async function show(reply: Reply, at: Step, top: string | undefined): Promise<void> {
    const { answer, t, failed } = reply;
    if (answer.kind === 'form') return form(answer, reply, at, top);
    if (answer.kind === 'invalid') return instead(at, withErrors(asLeft(at.view), answer.errors, t, at.block));
    if (failed && answer.kind === 'card') return instead(at, withNotice(asLeft(at.view), cardInks(answer.card), t));
    await desk.views.update(at.view.id, doneView(at.place, t));
    await desk.giveAfterForm(reply, at.place);
  }

  async function answer(what: Pressed, body: BlockAction, view: ViewOutput): Promise<void> {
    const { place, state, values: coded } = unpack(view.private_metadata);
    const values = formValues(view.state.values, coded);
    const trigger = body.trigger_id;
    await desk.work.run(
      async () => {
        if (!(await desk.first(`action:${trigger}`))) return;
        const reply = desk.origin(body.user.id).then((origin) => desk.dispatch.submit(what.action, values, state, origin, what.value));
        const block = body.actions[0]?.block_id ?? '';
        const at: Step = { view, place, trigger, block, reply, action: what.action };
        const top = await waiting(at);
        const given = await reply;
        const isPush = given.answer.kind === 'form' && given.answer.step === 'push';
        if (!given.failed) pushes.set(what.action, isPush);
        await show(given, at, top);
        if (top && !isPush) await desk.views.update(top, plainView([given.t('slack.form.below')], given.t));
      },
      (error) => desk.apologise(error, place),
    );
  }

  return { answer };
}
