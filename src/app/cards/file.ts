/** The door from rows to a file of all of them. */
import type { Button } from '../../view/card.ts';
import type { Services } from '../services.ts';
import { packState } from '../state.ts';

/**
 * @param what the words of `csv` that write these rows, such as `queue d-1`
 * @param at the rows as of this instant; absent: when the button is pressed
 */
export function csvButton(what: string, at: Date | undefined, { t }: Services): Button {
  return { kind: 'button', label: t('chart.csv'), action: 'csv.open', value: packState({ what, at: at?.getTime() }) };
}
