import type { Button } from '../../view/card.ts';
import type { Services } from '../services.ts';

/** Back to the hub, in place. */
export function hubButton({ t }: Pick<Services, 't'>): Button {
  return { kind: 'button', label: t('settings.hub'), action: 'settings.hub', value: '' };
}
