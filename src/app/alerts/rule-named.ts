/** The rule that words name. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { UserError } from '../errors.ts';
import { fitting } from '../named.ts';
import type { Services } from '../services.ts';

/** By id, or by (the beginning of) its title; undefined for no words. @throws UserError for words that fit none */
export async function ruleIn(words: readonly string[], { settings }: Pick<Services, 'settings'>): Promise<AlertRule | undefined> {
  const text = words.join(' ');
  if (text === '') return undefined;
  const { alerts: rules } = await settings.read();
  const [found] = fitting(
    rules.map(({ id, title }) => ({ id, name: title })),
    text,
  );
  const rule = rules.find(({ id }) => id === found?.id);
  if (!rule) throw new UserError('alerts.error.rule', { word: text.slice(0, 60) });
  return rule;
}
