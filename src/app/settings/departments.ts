/** Departments: which teams of the helpdesk count, how much each agent takes there, who belongs to them. */
import { replaced } from '../command.ts';
import { open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import type { Services } from '../services.ts';
import { totalText } from '../cards/conversations.ts';
import { changedAtOnce } from './at-once.ts';
import { activateDepartments } from './departments-activate.ts';
import { departmentLabel, departmentsCard as card, knownDepartment } from './departments-card.ts';
import { departmentSubmits, editDepartment } from './department-edit.ts';
import { removal } from './removal.ts';
import { listActions, type Section } from './section.ts';

/** Conversations that wait and that are in service there, in words. */
async function liveText(department: string, at: Date, services: Services): Promise<string> {
  const count = async (state: 'queued' | 'in_service'): Promise<string> => {
    const { total } = await services.lists.history({ filter: { department, state }, at, limit: 1, count: true });
    return total ? totalText(total, services) : '–';
  };
  const [waiting, serving] = await Promise.all([count('queued'), count('in_service')]);
  return services.t('departments.off.live', { waiting, serving });
}

const deactivate = removal({
  list: 'departments',
  name: 'department.off',
  title: ({ t }) => t('departments.off'),
  submitLabel: ({ t }) => t('settings.deactivate'),
  effect: async ({ id, limit }, { departments }, services, at) => {
    const { t } = services;
    const name = departmentLabel(await knownDepartment(id, services), services);
    const last = !departments.some((one) => one.active && one.id !== id);
    return [
      { bold: name },
      ` ${t('departments.off.effect')}`,
      `\n${await liveText(id, at, services)}`,
      ...(limit === null ? [] : [`\n${t('departments.off.limit')}`]),
      ...(last ? [`\n${t('departments.off.last')}`] : []),
    ];
  },
  write: (configuration, { id }) => ({
    ...configuration,
    departments: configuration.departments.map((one) => (one.id === id ? { ...one, active: false } : one)),
  }),
  card: (request, services, news) => card(request, services, { news }),
  subject: (key) => `department.${key}`,
});

export const departments: Section = {
  name: 'departments',
  words: ['departamentos', 'equipes', 'teams'],
  card,
  actions: {
    ...listActions('departments', card),
    'departments.add': { run: (request, services) => open(activateDepartments, '', request, services) },
    'department.edit': { run: (request, services) => open(editDepartment, request.value, request, services) },
    'department.off': { run: (request, services) => open(deactivate, request.value, request, services) },
    'department.on': {
      run: async (request, services) => {
        const news = await changedAtOnce('departments', request.value, (one) => ({ ...one, active: true }), request, services);
        return replaced(await card(request, services, { news }));
      },
    },
  },
  submits: { ...editorSubmits(activateDepartments), ...departmentSubmits, ...editorSubmits(deactivate) },
};
