/** An administrator sets up the desk in a real browser, over the product's own core: on a phone, by keyboard alone, and with a colleague. */
import type { Locator } from 'playwright-core';
import { type MessageKey, type MessageValues, translator } from '../../src/i18n/translate.ts';
import { focused, PHONE, until } from './browser.ts';
import { ask, button, card, field, office } from './office.ts';

const desk = office('settings');
const { look, open } = desk;

it('on a phone, in Portuguese: agents, a department with its members, a template with its preview', async () => {
  const t = (key: MessageKey, values?: MessageValues): string => translator('pt-BR')(key, values);
  const page = await open({ ...PHONE, locale: 'pt-BR', colorScheme: 'dark' });
  await ask(page, 'config');
  await button(card(page, t('settings.title')), `${t('agents.linked.title')} · 0`).click();
  await button(card(page, t('agents.linked.title')), t('agents.link')).click();
  const link = page.getByRole('dialog', { name: t('agents.link') });
  await button(link, t('agents.activate')).click();
  await link.getByText(t('agents.error.none')).waitFor();
  await link.getByLabel('Igor Castro').check();
  await look(page, 'agents-link');
  await button(link, t('agents.activate')).click();
  await card(page, t('agents.linked.title')).getByText(t('settings.saved')).waitFor();

  await ask(page, 'config departamentos');
  await button(card(page, t('departments.title')), t('departments.activate')).click();
  const activate = page.getByRole('dialog', { name: t('departments.activate') });
  await activate.getByLabel('Suporte').check();
  await button(activate, t('agents.activate')).click();
  await card(page, t('departments.title')).getByText(t('settings.saved')).waitFor();
  await look(page, 'departments');

  await ask(page, 'config templates');
  await button(card(page, t('templates.title')), t('templates.add')).click();
  const form = page.getByRole('dialog', { name: t('templates.add') });
  await field(form, t('audit.field.title')).fill('A caminho');
  await button(form, t('categories.add')).click();
  const category = page.getByRole('dialog', { name: t('categories.add') });
  await field(category, t('audit.field.title')).fill('Andamento');
  await button(category, t('settings.add')).click();
  await category.waitFor({ state: 'detached' });
  await field(form, t('audit.field.body')).fill('Olá {{cliente}}');
  await button(form, t('settings.add')).click();
  await form.getByText('{{cliente}}', { exact: false }).nth(0).waitFor();
  await field(form, t('audit.field.body')).fill('Olá {{contact.name}}, o protocolo {{protocol}} está {{status}}.');
  await button(form, t('templates.preview')).click();
  await form.getByRole('figure').getByText('Olá Maria Souza', { exact: false }).waitFor();
  await look(page, 'template-preview');
  await button(form, t('settings.add')).click();
  await card(page, t('templates.title')).getByText('A caminho').waitFor();
});

it('by keyboard alone, in English: a wrong target has the focus, the right one is saved', async () => {
  const t = (key: MessageKey, values?: MessageValues): string => translator('en')(key, values);
  const page = await open({ locale: 'en-US' });
  const tabTo = async (target: Locator): Promise<void> => {
    for (let step = 0; step < 80 && !(await focused(target)); step += 1) await page.keyboard.press('Tab');
    expect(await focused(target)).toBe(true);
  };
  await ask(page, 'settings parameters');
  await card(page, t('parameters.title')).waitFor();
  await tabTo(button(card(page, t('parameters.title')), t('settings.edit')));
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: t('parameters.title') });
  await form.waitFor();
  const target = field(form, t('parameter.handleTarget'));
  await tabTo(target);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('5 moons');
  await page.keyboard.press('Enter');
  // The line keeps the focus while the answer is on its way: what is wrong is waited for, not where the focus is.
  await until(async () => (await target.getAttribute('aria-invalid')) === 'true');
  expect(await focused(target)).toBe(true);
  await look(page, 'parameters-wrong');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1 h 30');
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
  await card(page, t('parameters.title')).getByText(t('settings.saved')).waitFor();
});

it('with a colleague at the same form: whoever comes second sees both values, and decides', async () => {
  const t = (key: MessageKey, values?: MessageValues): string => translator('en')(key, values);
  const pages = [await open({ locale: 'en-US' }), await open({ locale: 'en-US' })] as const;
  const forms = await Promise.all(
    pages.map(async (page) => {
      await ask(page, 'settings parameters');
      await button(card(page, t('parameters.title')), t('settings.edit')).click();
      const form = page.getByRole('dialog', { name: t('parameters.title') });
      await form.waitFor();
      return form;
    }),
  );
  const [first, second] = forms;
  if (!first || !second) throw new Error('two forms are open');
  await field(first, t('parameter.idleMinutes')).fill('8');
  await button(first, t('form.save')).click();
  await first.waitFor({ state: 'detached' });
  await field(second, t('parameter.idleMinutes')).fill('7');
  await button(second, t('form.save')).click();
  await second
    .getByText(t('form.stale.both', { label: t('parameter.idleMinutes'), saved: '8', yours: '7' }), { exact: false })
    .first()
    .waitFor();
  expect(await field(second, t('parameter.idleMinutes')).inputValue()).toBe('7');
  await look(pages[1], 'overtaken');
  await button(second, t('form.save')).click();
  await second.waitFor({ state: 'detached' });
  expect(await desk.store.audit.countDocuments({ what: 'parameter.idleMinutes' })).toBe(2);
});
