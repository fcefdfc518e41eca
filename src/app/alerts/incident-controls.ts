/** What can be done about an incident. */
import type { Incident } from '../../domain/alert-state.ts';
import { SNOOZES } from '../../domain/snooze.ts';
import type { Button, Control } from '../../view/card.ts';
import type { NowPanel, Services } from '../services.ts';
import { doorOf } from './incident-doors.ts';
import { type Origin, packPressed, packSnooze } from './pressed.ts';
import { type Sight, snoozedUntil } from './sight.ts';

/** Take it, see what stands behind it, keep it quiet, change its rule; over, only to see. */
export function incidentControls(incident: Incident, origin: Origin, panel: NowPanel | undefined, sight: Sight): Control[] {
  const { services } = sight;
  const door = doorOf(incident.as, panel, services);
  if (incident.endedAt) return [door, ...(incident.ending === 'removed' ? [] : [ruleButton(incident, origin, services)])];
  return [
    takeButton(incident, origin, services),
    door,
    snoozedUntil(incident, sight) ? againButton(incident, origin, services) : snoozeSelect(incident, origin, services),
    ruleButton(incident, origin, services),
  ];
}

/** A row's menu has room for five. */
export function incidentMenu(incident: Incident, origin: Origin, sight: Sight): Button[] {
  const { services } = sight;
  if (incident.endedAt) return [doorOf(incident.as, undefined, services), ruleButton(incident, origin, services)];
  const { style: _style, ...take } = takeButton(incident, origin, services);
  const quiet = snoozedUntil(incident, sight)
    ? [againButton(incident, origin, services)]
    : SNOOZES.map(
        (snooze): Button => ({
          kind: 'button',
          label: services.t(`alert.snooze.for.${snooze}`),
          action: 'alerts.snooze',
          value: packSnooze(origin, snooze, incident.id),
        }),
      );
  return [take, ...quiet, doorOf(incident.as, undefined, services)];
}

/** Whoever takes care of it, or nobody any more. */
export function takeButton({ id, acknowledged }: Incident, origin: Origin, { t }: Services): Button {
  const value = packPressed(origin, id);
  return acknowledged
    ? { kind: 'button', label: t('alert.release'), action: 'alerts.release', value }
    : { kind: 'button', label: t('alert.acknowledge'), action: 'alerts.acknowledge', value, style: 'primary' };
}

function snoozeSelect({ id }: Incident, origin: Origin, { t }: Services): Control {
  return {
    kind: 'select',
    label: t('alert.snooze'),
    action: 'alerts.snooze',
    options: SNOOZES.map((snooze) => ({ label: t(`alert.snooze.${snooze}`), value: packSnooze(origin, snooze, id) })),
  };
}

function againButton({ id }: Incident, origin: Origin, { t }: Services): Button {
  return { kind: 'button', label: t('alert.again'), action: 'alerts.snooze', value: packSnooze(origin, 'again', id) };
}

function ruleButton({ rule }: Incident, origin: Origin, { t }: Services): Button {
  return { kind: 'button', label: t('alert.rule'), action: 'alerts.edit', value: packPressed(origin, rule), opens: 'form' };
}
