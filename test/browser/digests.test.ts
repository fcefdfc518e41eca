/** An administrator sets up a digest in a real browser, on a phone: its times, its preview, its row. */
import { type MessageKey, translator } from '../../src/i18n/translate.ts';
import type { Language } from '../../src/view/card.ts';
import { PHONE } from './browser.ts';
import { ask, button, card, field, office } from './office.ts';

const { look, open } = office('digests');

it.each<[Language, string, 'light' | 'dark']>([
  ['pt-BR', 'seg a sex às 8h e 18h30', 'dark'],
  ['en', 'weekdays at 8 and 18:30', 'light'],
])('on a phone, in %s: a digest is added, seen, paused', async (locale, schedule, colorScheme) => {
  const t = (key: MessageKey): string => translator(locale)(key);
  const page = await open({ ...PHONE, locale, colorScheme });
  page.setDefaultTimeout(6_000);
  await ask(page, 'digests');
  await button(card(page, t('digests.title')), t('digests.add')).click();
  const form = page.getByRole('dialog', { name: t('digests.add') });
  await field(form, t('audit.field.title')).fill('Bom dia');
  await field(form, t('audit.field.schedule')).fill('às luas');
  await button(form, t('settings.add')).click();
  await form.getByText(t('problem.digest.schedule')).waitFor();
  // Enter shows the next times: it does not save.
  await field(form, t('audit.field.schedule')).fill(schedule);
  await field(form, t('audit.field.schedule')).press('Enter');
  await form
    .getByText(/23.*08:00/)
    .first()
    .waitFor();
  await look(page, `form-${locale}`);
  for (const part of ['digest.part.queue', 'digest.part.today'] as const) await form.getByLabel(t(part), { exact: true }).check();
  await form.getByRole('combobox', { name: t('digests.targets') }).fill('slack:C0DESK');
  await page.getByRole('option', { name: 'slack:C0DESK' }).click();
  await button(form, t('settings.add')).click();
  const list = card(page, t('digests.title'));
  await list.getByText('Bom dia', { exact: true }).waitFor();
  await look(page, `list-${locale}`);
  await list
    .getByRole('button', { name: /⋯|Bom dia/ })
    .first()
    .click();
  await page.getByRole('button', { name: t('digests.preview') }).click();
  const digest = card(page, 'Bom dia');
  await digest.locator('img').first().waitFor();
  await look(page, `card-${locale}`, digest);
});
