/** Alerts in a real browser on a phone: from the gallery to a rule that fires and is taken; in both languages, light and dark. */
import { type MessageKey, type MessageValues, translator } from '../../src/i18n/translate.ts';
import { DESK_AT } from '../fixtures/desk.ts';
import { PHONE, until } from './browser.ts';
import { ask, button, card, field, office } from './office.ts';

const MINUTE = 60_000;
const desk = office('alerts');
const { look, open } = desk;

describe.each([
  { language: 'pt-BR', gallery: 'alertas galeria', list: 'alertas', scheme: 'dark' },
  { language: 'en', gallery: 'alerts gallery', list: 'alerts', scheme: 'light' },
] as const)('in $language, $scheme', ({ language, gallery, list, scheme }) => {
  const t = (key: MessageKey, values?: MessageValues): string => translator(language)(key, values);

  it('a ready rule is used, tried and saved; it fires, is opened and taken', async () => {
    const page = await open({ ...PHONE, locale: language, colorScheme: scheme });
    await ask(page, gallery);
    const ready = card(page, t('alerts.gallery.title'));
    await ready.waitFor();
    await look(page, `${language}-gallery`);
    await ready.locator('.menu .more').first().click();
    await button(ready, t('alerts.use')).click();
    const form = page.getByRole('dialog', { name: t('alerts.add') });
    await form.waitFor();
    await look(page, `${language}-form`);
    await field(form, t('audit.field.threshold')).fill('dez');
    await button(form, t('settings.add')).click();
    await form.getByText(t('problem.alert.amount.ms')).waitFor();
    await look(page, `${language}-wrong`);
    await field(form, t('audit.field.threshold')).fill('6 min');
    await button(form, t('alerts.preview')).click();
    await form
      .getByRole('blockquote')
      .getByText(t('alerts.preview.count', { count: 1 }), { exact: false })
      .waitFor();
    await look(page, `${language}-tried`);
    await button(form, t('alerts.more')).click();
    const more = page.getByRole('dialog', { name: t('alerts.more') });
    await more.waitFor();
    await look(page, `${language}-more`);
    await button(more, t('alerts.more.take')).click();
    await more.waitFor({ state: 'detached' });
    await button(form, t('settings.add')).click();
    await form.waitFor({ state: 'detached' });
    await card(page, t('alerts.title')).getByText(t('settings.saved')).waitFor();

    for (let minutes = -30; minutes <= 0; minutes += 1) {
      const at = new Date(DESK_AT.getTime() + minutes * MINUTE);
      desk.setNow(at);
      await desk.core.alerting.evaluate(at);
    }
    await ask(page, list);
    const alerts = card(page, t('alerts.title'));
    await alerts.getByText(t('alerts.firing', { count: 1 })).waitFor();
    await look(page, `${language}-firing`);
    await alerts.locator('.menu .more').first().click();
    await look(page, `${language}-menu`);
    await button(alerts, t('alerts.see')).click();
    const shown = page.getByRole('article', { name: /13\smin/ }).last();
    await shown.waitFor();
    await look(page, `${language}-shown`);
    await button(shown, t('alert.acknowledge')).click();
    await shown.getByText(t('alerts.taken')).waitFor();
    await until(async () => (await desk.core.alerting.alerts.board()).states[0]?.incident?.acknowledged?.by === 'console:local');
    await look(page, `${language}-taken`);
  });
});
