/** The input of a limit of simultaneous conversations. */
import { LIMIT } from '../../domain/problems.ts';
import type { FormValues, Input } from '../../view/form.ts';
import { wholeOf } from '../forms/draft.ts';
import { problemText } from '../forms/problems.ts';
import type { Services } from '../services.ts';

/** Its input, `limit`. */
export function limitInput(values: FormValues, hint: string, { t }: Services): Input {
  return { kind: 'number', name: 'limit', label: t('audit.field.limit'), hint, value: wholeOf(values['limit']) ?? undefined, ...LIMIT };
}

/** What is wrong with what is no whole number. */
export function limitProblem(services: Services): string {
  return problemText({ list: 'departments', item: '', field: 'limit', key: 'limit', values: { ...LIMIT } }, services);
}
