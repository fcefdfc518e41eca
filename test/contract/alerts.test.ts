/** A supervisor's alert on every platform and in both languages: from the gallery over a wrong limit to a rule that fires, is taken and is kept quiet. */
import { setPeople } from '../configured.ts';
import { DESK_AT } from '../fixtures/desk.ts';
import { everywhere, formOf, press } from './everywhere.ts';

const MINUTE = 60_000;

everywhere((there) => {
  const { name, language, t, chat, person, viewer, ask } = there;
  beforeAll(() => setPeople(there.core, { [`${name}:${viewer}`]: 'viewer' }));

  test('the gallery tells what each rule would have done; one is used, a wrong limit is refused at its place, and it is saved', async () => {
    expect((await ask('alerts')).text).toContain(t('alerts.none'));
    const gallery = await ask(language === 'en' ? 'alerts gallery' : 'alertas galeria');
    expect(gallery.text).toContain(t('preset.queue_wait'));
    expect(gallery.text).toContain(t('alerts.preview.count', { count: 1 }));

    const form = await formOf(press(gallery, t('alerts.use')));
    expect(form.inputs.find((one) => one.name === 'title')?.value).toBe(t('preset.queue_wait'));
    expect(form.inputs.find((one) => one.name === 'threshold')?.value).toBe('10 min');
    const [target = ''] = await form.type('targets.more', `${chat}:X0DESK`);
    const refused = await formOf(form.submit({ threshold: 'dez luas', for: 'never', 'targets.more': target }));
    expect(Object.keys(refused.errors).sort()).toEqual(['for', 'threshold']);
    expect(refused.errors['threshold']).toBe(t('problem.alert.amount.ms'));

    const seen = await formOf(refused.press(t('alerts.preview'), { threshold: '5 min', for: '1 min' }));
    expect(seen.text).toContain(t('alerts.preview.count', { count: 1 }));
    const more = await formOf(seen.press(t('alerts.more')));
    expect(more.depth).toBe(1);
    const wrong = await formOf(more.submit({ clear: '9 min' }));
    expect(wrong.errors).toEqual({ clear: t('problem.alert.clear') });
    const back = await formOf(wrong.submit({ clear: '3 min', dailyCap: '7' }));
    expect(back.depth).toBe(0);
    const saved = await back.submit({});
    expect(saved.text).toContain(t('settings.saved'));
    expect(saved.text).toContain(t('alerts.never'));
    const [rule] = (await there.core.settings.read()).alerts;
    expect(rule).toMatchObject({
      title: t('preset.queue_wait'),
      indicator: 'now.queue.longest',
      threshold: 5 * MINUTE,
      clear: 3 * MINUTE,
      forMs: MINUTE,
      targets: [`${chat}:X0DESK`],
      dailyCap: 7,
    });
  });

  test('a rule of another kind is added: the form shows the fields of the kind', async () => {
    const form = await formOf(press(await ask('alerts'), t('alerts.add')));
    const silence = await formOf(form.press(t('alerts.kind.show'), { kind: 'silence' }));
    expect(silence.inputs.map((one) => one.name)).not.toContain('indicator');
    const saved = await silence.submit({ threshold: '2 h', severity: 'critical' });
    expect(saved.text.replaceAll('\u00a0', ' ')).toContain(t('rule.crossing.silence', { limit: '2 h 00' }));
    expect((await there.core.settings.read()).alerts.find(({ kind }) => kind === 'silence')).toMatchObject({
      threshold: 120 * MINUTE,
      indicator: null,
    });
  });

  test('it fires; the list says so first, somebody takes it, keeps it quiet, and the history has it', async () => {
    for (const minutes of [-1, 0]) {
      const at = new Date(DESK_AT.getTime() + minutes * MINUTE);
      there.setNow(at);
      await there.core.alerting.evaluate(at);
    }
    const planned = await there.store.deliveries.find({ kind: 'alert' }).toArray();
    expect(planned.map(({ target }) => target)).toEqual([`${chat}:X0DESK`]);
    const list = await ask('alerts');
    expect(list.text).toContain(t('alerts.firing', { count: 1 }));
    const taken = await press(list, t('alert.acknowledge'));
    expect(taken.replaced).toBe(true);
    expect(taken.text).toContain(t('alerts.taken'));
    const [open] = (await there.core.alerting.alerts.board()).states.flatMap(({ incident }) => incident ?? []);
    expect(open?.acknowledged?.by).toBe(`${name}:${person}`);

    const quiet = await press(taken, t('alert.snooze.for.1h'));
    expect(quiet.text).toContain(t('alerts.snoozed', { moment: '15:37' }));
    expect((await press(quiet, t('alert.again'))).text).toContain(t('alerts.telling'));
    const one = await ask(language === 'en' ? 'alerts show' : 'alertas ver');
    expect(one.text).toContain('Maria S.');
    const given = await press(one, t('alert.release'));
    expect(given.text).toContain(t('alerts.released'));
    const snoozed = await given.selects.find(({ label }) => label === t('alert.snooze'))?.choose(t('alert.snooze.opening'));
    expect(snoozed?.text).toMatch(/(23|Nov 23).*08:00/);
    const history = await press(await ask('alerts'), t('alerts.history'));
    expect(history.text).toContain(t('watched.now.queue.longest'));
    expect((await ask('alerts status')).text).toContain(t('alerts.status.rules'));
  });

  test('whoever only reads sees all of it, and changes nothing', async () => {
    const list = await ask('alerts', viewer);
    expect(list.text).toContain(t('alerts.firing', { count: 1 }));
    const labels = list.buttons.map(({ label }) => label);
    for (const label of [t('alert.acknowledge'), t('alert.snooze.for.1h'), t('alerts.add'), t('settings.edit'), t('settings.remove')])
      expect(labels).not.toContain(label);
    expect((await ask('alerts gallery', viewer)).text).toContain(t('error.role', { role: t('role.supervisor') }));
  });

  test('the audit tells who added what, and from what to what it was changed', async () => {
    const edit = await formOf(press(await ask('alerts'), t('settings.edit')));
    const saved = await edit.submit({ threshold: '6 min' });
    expect(saved.text).toContain(t('settings.saved'));
    const audit = await ask('settings audit alerts');
    expect(audit.text).toContain(t('audit.alert', { name: t('preset.queue_wait') }));
    expect(audit.text.replaceAll('\u00a0', ' ')).toContain(`${t('audit.field.threshold')}: 5 min → 6 min`);
  });
});
