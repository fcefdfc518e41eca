/** The departments of the settings as a card: what each agent takes there, who serves it, whether it counts. */
import type { DepartmentSetting } from '../../domain/configuration.ts';
import type { Card, ListRow } from '../../view/card.ts';
import { nameOf } from '../named.ts';
import type { Author, Services } from '../services.ts';
import { formButton, listCard } from './list-card.ts';
import type { Section } from './section.ts';

type KnownDepartment = Awaited<ReturnType<Services['known']['departments']>>[number];

/** A department's name, and that the helpdesk has it no more. */
export function departmentLabel({ id, name, active }: KnownDepartment, { t }: Services): string {
  return active ? nameOf({ id, name }) : `${nameOf({ id, name })} (${t('agents.inactive')})`;
}

/** A department of the helpdesk by its id; one that is not known goes by its id. */
export async function knownDepartment(id: string, { known }: Services): Promise<KnownDepartment> {
  return (await known.departments()).find((one) => one.id === id) ?? { id, active: true };
}

function limitText(limit: number | null, usual: number, { t }: Services): string {
  if (limit === null) return t('agents.limit.default', { count: usual });
  return limit === 0 ? t('departments.limit.none') : t('agents.limit.own', { count: limit });
}

function row({ id, limit, members, active }: DepartmentSetting, name: string, usual: number, services: Services): ListRow {
  const { t } = services;
  const off = formButton(t('settings.deactivate'), 'settings.department.off', id, 'danger');
  return {
    lead: name,
    facts: [
      limitText(limit, usual, services),
      members === null ? t('departments.members.anyone') : t('departments.members', { count: members.length }),
      t(active ? 'settings.active' : 'settings.inactive'),
    ],
    menu: [
      formButton(t('settings.edit'), 'settings.department.edit', id),
      active ? off : { kind: 'button', label: t('settings.activate'), action: 'settings.department.on', value: id },
    ],
  };
}

function summaryText(active: number, known: number, { t }: Services): string {
  if (known === 0 && active === 0) return t('departments.known.none');
  return active > 0 ? t('departments.active', { count: active, known }) : t('departments.active.none', { count: known });
}

/** Those that were ever activated, the active ones first, then by name. */
export async function departmentsCard(
  _by: Author,
  services: Services,
  { offset = 0, news }: Parameters<Section['card']>[2] = {},
): Promise<Card> {
  const { t, settings, known } = services;
  const [{ departments }, everywhere, { defaultLimit }] = await Promise.all([settings.read(), known.departments(), services.parameters()]);
  const byId = new Map(everywhere.map((one) => [one.id, departmentLabel(one, services)]));
  const items = departments
    .map((one) => ({ ...one, name: byId.get(one.id) ?? one.id }))
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  const count = items.filter(({ active }) => active).length;
  return listCard(
    {
      name: 'departments',
      title: t('departments.title'),
      summary: summaryText(count, everywhere.length, services),
      items,
      row: (one) => row(one, one.name, defaultLimit, services),
      offset,
      news,
      buttons: [{ ...formButton(t('departments.activate'), 'settings.departments.add', ''), style: 'primary' }],
      figures: {
        table: {
          columns: ['id', 'name', 'limit', 'members', 'active'],
          rows: items.map(({ id, name, limit, members, active }) => [id, name, limit, members?.length ?? null, active ? 'yes' : 'no']),
        },
      },
    },
    services,
  );
}
