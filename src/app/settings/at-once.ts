/** Changes that need no form: a row's menu makes them at once. */
import { itemOf, type ListName, type Lists, withItem } from '../../domain/configuration.ts';
import type { Block } from '../../view/card.ts';
import { UserError } from '../errors.ts';
import { problemText } from '../forms/problems.ts';
import type { Author, Services } from '../services.ts';
import { savedBlocks } from './announce.ts';

/**
 * Changes an item of a list as it stands now; what to say of it above the list.
 * @throws UserError when the item is not there any more
 */
export async function changedAtOnce<Name extends ListName>(
  list: Name,
  key: string,
  change: (item: Lists[Name]) => Lists[Name],
  by: Author,
  services: Services,
): Promise<Block[]> {
  const result = await services.settings.change((current) => {
    const item = itemOf(current, list, key);
    return item ? withItem(current, list, change(item), key) : 'stale';
  }, by);
  if ('stale' in result) throw new UserError('settings.gone');
  if ('changes' in result) return savedBlocks({}, result.changes, by, services);
  const text = result.problems.map((problem) => problemText(problem, services)).join('\n');
  return [{ kind: 'text', text, tone: 'bad' }];
}
