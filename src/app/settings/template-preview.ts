/** How a template will look, on a conversation or on a sample, with what is wrong or missing. */
import { PLACEHOLDERS, unknownPlaceholders } from '../../domain/template.ts';
import type { Option } from '../../view/card.ts';
import type { FormBlock } from '../../view/form.ts';
import { conversationLabel } from '../sending/found.ts';
import { braced, filledFor, fillingNotes, sampleConversation } from '../sending/values.ts';
import type { Services } from '../services.ts';

/** Every placeholder, as people write them. */
export const PLACEHOLDER_WORDS = PLACEHOLDERS.map(braced).join(', ');

/** The conversation that a preview is on, as its search shows it; undefined for the sample and for one that is not there. */
export async function previewedOption(id: string, at: Date, services: Services): Promise<Option | undefined> {
  const details = id === '' ? null : await services.lists.details(id, at);
  return details ? { value: id, label: conversationLabel(details.conversation, await services.parameters(), services) } : undefined;
}

/** The preview's blocks. */
export async function templatePreview(body: string, id: string, at: Date, services: Services): Promise<FormBlock[]> {
  const { t } = services;
  const parameters = await services.parameters();
  const details = id === '' ? null : await services.lists.details(id, at);
  const filled = filledFor(body, details?.conversation ?? sampleConversation(parameters.language), parameters);
  const unknown = unknownPlaceholders(body).map((name) => t('problem.placeholder', { name: braced(name), known: PLACEHOLDER_WORDS }));
  const notes = [...unknown, ...fillingNotes(filled, services)];
  const label = details ? conversationLabel(details.conversation, parameters, services) : t('templates.preview.sample');
  return [
    { kind: 'preview', label: t('templates.preview.of', { conversation: label }), text: filled.shown.trim() || '–' },
    ...(notes.length > 0 ? [{ kind: 'section' as const, text: notes.join('\n') }] : []),
  ];
}
