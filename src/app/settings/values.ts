/** Values of parameters as people read and write them. */
import { weekOf, weekText } from '../../domain/hours.ts';
import { type Parameters, type ParameterSpec, PARAMETERS } from '../../domain/parameters.ts';
import { exactDurationText } from '../../view/duration.ts';
import type { FormValue } from '../../view/form.ts';
import type { Services } from '../services.ts';

type Words = Pick<Services, 't' | 'format'>;

/** The parameter of an id, as audits and files name it. */
export function parameterOf(id: string): ParameterSpec | undefined {
  return PARAMETERS.find((one) => one.id === id);
}

/** Business hours with the language's weekdays; empty for none. */
export function hoursText(hours: string, { format }: Pick<Words, 'format'>): string {
  const week = hours === '' ? undefined : weekOf(hours);
  return week ? weekText(week, format.weekday) : '';
}

/** A parameter's value in words; a value that is none of its kind as it stands. */
export function parameterText({ name, asking }: ParameterSpec, value: unknown, words: Words): string {
  const { t, format } = words;
  switch (asking.kind) {
    case 'number':
      if (name === 'retentionDays')
        return value === 0 ? t('parameters.retention.always') : t('parameters.retention.days', { count: Number(value) });
      return asking.unit === 1 ? format.number(Number(value)) : exactDurationText(Number(value));
    case 'duration':
      return exactDurationText(Number(value));
    case 'language':
      return t(value === 'pt-BR' ? 'language.pt-BR' : 'language.en');
    case 'strategy':
      return t(value === 'most_free' ? 'strategy.most_free' : 'strategy.least_busy');
    case 'toggle':
      return t(value === true ? 'yes' : 'no');
    case 'hours':
      return hoursText(String(value), words) || t('parameters.hours.always');
    case 'zone':
    case 'holidays':
      return String(value) || '–';
  }
}

/** A parameter's value as its input shows it. */
export function parameterInput({ name, asking }: ParameterSpec, parameters: Parameters, words: Words): FormValue {
  const value = parameters[name];
  if (asking.kind === 'number') return Number(value) / asking.unit;
  // An input has no use for the blank that keeps a number and its unit on one line.
  if (asking.kind === 'duration') return exactDurationText(Number(value)).replaceAll('\u00a0', ' ');
  return asking.kind === 'hours' ? hoursText(String(value), words) : value;
}
