/** A new administrator sets up a whole desk, on every platform and in both languages: every form once, wrong before right. */
import { formatter } from '../../src/i18n/format.ts';
import { everywhere, formOf, press } from './everywhere.ts';

everywhere(({ language, t, chat, ask }) => {
  test('the hub leads to every part', async () => {
    const hub = await ask('settings');
    const doors = ['agents.linked.title', 'departments.title', 'templates.title', 'categories.title', 'people.title'] as const;
    for (const door of doors) expect(hub.buttons.map(({ label }) => label)).toContain(`${t(door)} · 0`);
    const agents = await press(hub, t('agents.linked.title'));
    expect(agents.replaced).toBe(true);
    expect(agents.text).toContain(t('agents.linked.none', { count: 2 }));
  });

  test('agents: two are linked, one gets a limit and a person, one is unlinked', async () => {
    const link = await formOf(press(await ask('settings agents'), t('agents.link')));
    const refused = await formOf(link.submit({}));
    expect(refused.errors).toEqual({ agents: t('agents.error.none') });
    const linked = await refused.submit({ agents: ['Bruna Rocha', 'Igor Castro'] });
    expect(linked.text).toContain(t('settings.saved'));
    expect(linked.text).toContain(t('agents.limit.default', { count: 3 }));
    const edit = await formOf(press(linked, t('settings.edit')));
    expect(edit.title).toBe('Bruna Rocha');
    const [who = '', ...others] = await edit.type('person', `${chat}:X1`);
    expect([who !== '', others]).toEqual([true, []]);
    const saved = await edit.submit({ limit: '2', person: who });
    expect(saved.text).toContain(t('agents.limit.own', { count: 2 }));
    const asks = await formOf(press(saved, t('agents.unlink')));
    expect(asks.text).toContain(t('agents.unlink.effect'));
    const unlinked = await asks.submit({});
    expect(unlinked.text).toContain(t('agents.linked', { count: 1, known: 2 }));
    expect(unlinked.text).not.toContain('Bruna Rocha');
  });

  test('departments: one is activated, its members are chosen in a step, it is deactivated and activated again', async () => {
    const activate = await formOf(press(await ask('settings departments'), t('departments.activate')));
    const refused = await formOf(activate.submit({ limit: '4' }));
    expect(refused.errors).toEqual({ departments: t('departments.error.none') });
    const active = await refused.submit({ departments: ['Suporte'] });
    expect(active.text).toContain(t('agents.limit.own', { count: 4 }));
    const edit = await formOf(press(active, t('settings.edit')));
    const step = await formOf(edit.press(t('departments.members.choose'), { limit: '0' }));
    expect(step.depth).toBe(1);
    const back = await formOf(step.submit({ members: ['Igor Castro'] }));
    expect(back.depth).toBe(0);
    expect(back.inputs.find((one) => one.name === 'limit')?.value).toBe('0');
    const saved = await back.submit({});
    expect(saved.text).toContain(t('departments.limit.none'));
    expect(saved.text).toContain(t('departments.members', { count: 1 }));
    const off = await formOf(press(saved, t('settings.deactivate')));
    expect(off.text).toContain(t('departments.off.live', { waiting: 12, serving: 3 }));
    await off.cancel();
    const again = await formOf(press(saved, t('settings.deactivate')));
    const gone = await again.submit({});
    expect(gone.text).toContain(t('departments.active.none', { count: 2 }));
    expect((await press(gone, t('settings.activate'))).text).toContain(t('departments.active', { count: 1, known: 2 }));
  });

  test('templates: a category is made on the way, a wrong placeholder is named, the preview shows it on a conversation', async () => {
    const categories = await ask('settings categories');
    const first = await formOf(press(categories, t('categories.add')));
    expect((await first.submit({ code: '10', title: 'Orders' })).text).toContain(t('settings.saved'));
    const twice = await formOf(press(await ask('settings categories'), t('categories.add')));
    const taken = await formOf(twice.submit({ code: '10', title: 'Again' }));
    expect(taken.errors).toEqual({ code: t('problem.code.taken', { key: '10' }) });
    await taken.cancel();

    const form = await formOf(press(await ask('settings templates'), t('templates.add')));
    const step = await formOf(form.press(t('categories.add'), { title: 'On its way', body: 'Hi {{contact.nome}}' }));
    const back = await formOf(step.submit({ code: '20', title: 'Progress' }));
    expect(back.inputs.find((one) => one.name === 'category')?.value).toBe('20');
    const refused = await formOf(back.submit({}));
    expect(refused.errors['body']).toContain('{{contact.nome}}');
    expect(Object.keys(refused.errors)).toEqual(['body']);
    const [offered = ''] = await refused.type('conversation', '20261122-000120');
    const seen = await formOf(
      refused.press(t('templates.preview'), { body: 'Hi {{contact.name}}, {{protocol}} is {{status}}.', conversation: offered }),
    );
    expect(seen.text).toMatch(/Hi Maria S(ouza|\.), 20261122-000120/);
    const saved = await seen.submit({});
    expect(saved.text).toContain('On its way');
    const changed = await formOf(press(saved, t('settings.edit')));
    await changed.submit({ body: 'Hello {{contact.name}}, {{protocol}} is on its way.' });
    const versions = await press(await ask('settings templates'), t('templates.versions'));
    expect(versions.text).toContain('Hi {{contact.name}}');
  });

  test('a template is sent from a conversation; without a way to send, its text is given to copy', async () => {
    const details = await ask('show 20261122-000120');
    const choose = await formOf(press(details, t('send.open')));
    const refused = await formOf(choose.press(t('templates.preview'), { template: '20 · On its way' }));
    expect(refused.text).toMatch(/Hello Maria S(ouza|\.), 20261122-000120 is on its way\./);
    const copy = await refused.submit({});
    expect(copy.text).toContain(t('send.copy.why'));
    expect(copy.text).toMatch(/Hello Maria S(ouza|\.), 20261122-000120 is on its way\./);
  });

  test('parameters: wrong ones are refused at their fields, right ones hold at once', async () => {
    const form = await formOf(press(await ask('settings parameters'), t('settings.edit')));
    const refused = await formOf(form.submit({ timeZone: 'Brasil/Lua', handleTarget: '5 luas', businessHours: 'always' }));
    const [min, max] = [10_000, 604_800_000].map((ms) => formatter(language).duration(ms));
    expect(refused.errors).toEqual({
      timeZone: t('problem.zone'),
      handleTarget: t('problem.duration', { min: min ?? '', max: max ?? '' }),
      businessHours: t('problem.hours'),
    });
    const saved = await refused.submit({
      timeZone: 'America/Recife',
      handleTarget: '1h30',
      businessHours: 'mon-fri 8-18',
      idleMinutes: '6',
    });
    expect(saved.text).toContain(t('settings.saved'));
    expect(saved.text).toContain('America/Recife');
    expect((await ask('now')).text).toMatch(/6\s?min/);
  });

  test('people: one is added by id, gets another role, and is removed; the audit tells all of it', async () => {
    const add = await formOf(press(await ask('settings people'), t('people.add')));
    const [offered = ''] = await add.type('person', `${chat}:X9`);
    const added = await add.submit({ person: offered, role: 'supervisor' });
    expect(added.text).toContain(t('settings.saved'));
    const edit = await formOf(press(added, t('settings.edit')));
    await edit.submit({ role: 'viewer' });
    const remove = await formOf(press(await ask('settings people'), t('settings.remove')));
    expect(remove.text).toContain(t('people.remove.effect'));
    const removed = await remove.submit({});
    expect(removed.text).toContain(t('settings.saved'));
    const audit = await ask('settings audit');
    for (const said of [t('audit.removed'), t('role.viewer')]) expect(audit.text).toContain(said);
  });
});
