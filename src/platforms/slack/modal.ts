/** Modals without inputs: while something is on its way, and when it has come too late for a form. */
import type { ModalView } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import type { Ink } from './mrkdwn.ts';
import { chunks } from './mrkdwn.ts';
import { label } from './options.ts';
import type { Place } from './place.ts';
import { section } from './section.ts';

/** A modal that only says something. */
export function plainView(text: Ink[], t: Translate): ModalView {
  return {
    type: 'modal',
    title: label('Vigia', LIMITS.viewTitle),
    close: label(t('slack.form.close'), LIMITS.viewTitle),
    blocks: chunks(text, LIMITS.sectionText).map(section),
  };
}

/** The last modal of a form that nobody can close but the person; closing it closes those below as well. */
export function doneView({ kind }: Place, t: Translate): ModalView {
  return { ...plainView([t(kind === 'home' ? 'slack.form.finished' : 'slack.form.done')], t), clear_on_close: true };
}
