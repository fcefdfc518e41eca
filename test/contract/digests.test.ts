/** A new administrator sets up a digest on every platform and in both languages: wrong before right, seen, sent, paused, removed. */
import { shortId } from '../../src/app/called.ts';
import { formatter } from '../../src/i18n/format.ts';
import { everywhere, formOf, press } from './everywhere.ts';

/** As they are typed, and as they are told; the questions are asked on Sunday afternoon in São Paulo. */
const SCHEDULES = {
  en: { typed: 'weekdays at 8:00 and 18:30', told: 'Mon-Fri 08:00 and 18:30' },
  'pt-BR': { typed: 'dias úteis às 8h e 18h30', told: 'seg-sex 08:00 e 18:30' },
};
const RUNS = ['2026-11-23T11:00:00Z', '2026-11-23T21:30:00Z', '2026-11-24T11:00:00Z'];

everywhere((there) => {
  const { name, language, t, ask } = there;
  const moment = (at: string): string => formatter(language).moment(new Date(at), 'America/Sao_Paulo');
  const { typed, told } = SCHEDULES[language];
  const [channel, colleague] = name === 'teams' ? ['teams:19:desk@thread.tacv2', 'teams:aad-rui'] : ['slack:C0DESK', 'slack:U0RUI'];
  const standing = async (): Promise<unknown> => (await there.core.settings.read()).digests;

  test('one is added: what is wrong stands at its field, the next times are seen, two targets are found', async () => {
    const empty = await ask('digests');
    expect(empty.text).toContain(t('digests.none'));
    const form = await formOf(press(empty, t('digests.add')));
    const wrong = { title: 'Turno da manhã', schedule: '8h às luas', timeZone: 'Brasil/Lua' };
    const refused = await formOf(form.submit(wrong));
    expect(refused.errors).toEqual({ schedule: t('problem.digest.schedule'), timeZone: t('problem.zone') });
    const parts = [t('digest.part.queue'), t('digest.part.today'), t('digest.part.metrics'), t('digest.part.alerts')];
    const right = { schedule: typed, timeZone: '', parts };
    const seen = await formOf(refused.press(t('digests.runs'), right));
    for (const run of RUNS) expect(seen.text).toContain(moment(run));
    const [offered = ''] = await seen.type('targets.more', channel);
    const one = await formOf(seen.press(t('targets.add'), { 'targets.more': offered }));
    expect(one.inputs.find((input) => input.name === 'targets')?.value).toContain(channel);
    const [another = ''] = await one.type('targets.more', colleague);
    const saved = await one.submit({ 'targets.more': another });
    expect(saved.text).toContain(t('settings.saved'));
    expect(saved.text).toContain(told);
    expect(saved.text).toContain(t('digests.row.next', { moment: moment(RUNS[0] ?? '') }));
    expect(await standing()).toMatchObject([
      {
        title: 'Turno da manhã',
        active: true,
        schedule: 'mon-fri 08:00, mon-fri 18:30',
        timeZone: null,
        parts: ['queue', 'today', 'metrics', 'alerts'],
        targets: [channel, colleague],
      },
    ]);
  });

  test('its form shows what was saved, and a box that is unticked takes a target away', async () => {
    const form = await formOf(press(await ask('digests'), t('settings.edit')));
    const value = (input: string): string | undefined => form.inputs.find((one) => one.name === input)?.value;
    expect([value('title'), value('schedule')]).toEqual(['Turno da manhã', told]);
    expect(form.text).toContain(moment(RUNS[2] ?? ''));
    const saved = await form.submit({ targets: [channel] });
    expect(saved.text).toContain(t('settings.saved'));
    expect(await standing()).toMatchObject([{ targets: [channel] }]);
  });

  test('the preview shows the digest as it would be now, the worst first, with its picture and its doors', async () => {
    const card = await press(await ask('digests'), t('digests.preview'));
    expect(card.replaced).toBe(false);
    expect(card.text.replaceAll('\u00a0', ' ')).toContain(t('queue.headline', { count: 12, wait: '13 min' }));
    expect(card.text).toContain(t('digest.alerts.none'));
    expect(card.images).toHaveLength(1);
    expect(card.images[0]).toContain(t('chart.metrics.missed', { count: 2, total: 3, list: '' }).split(':')[0]);
    const queue = await press(card, t('queue.title'));
    expect(queue.text).toContain('Maria S');
  });

  test('sent now, it asks first, says to whom, and is on its way', async () => {
    const asks = await formOf(press(await ask('digests'), t('digests.send')));
    expect(asks.text).toContain(t('digests.send.effect', { targets: shortId(channel) }));
    const sent = await asks.submit({});
    expect(sent.text).toContain(t('digests.sent', { count: 1 }));
    expect(await there.store.deliveries.countDocuments({ kind: 'digest', target: channel })).toBe(1);
  });

  test('a viewer sees the list and nothing more, also where a request is made up', async () => {
    const by = (who: string) => ({ platform: 'terminal', person: { id: `terminal:${who}` }, language });
    const before = await standing();
    const { answer } = await there.core.dispatch.ask('digests', by('viewer'));
    expect(JSON.stringify(answer)).toContain('Turno da manhã');
    expect(JSON.stringify(answer)).not.toMatch(/digests\.(add|edit|preview|send|pause|remove)/);
    const [id] = ((await there.core.settings.read()).digests ?? []).map((one) => one.id);
    for (const action of ['add', 'edit', 'preview', 'send', 'pause', 'activate', 'remove', 'target'])
      expect((await there.core.dispatch.act(`digests.${action}`, id ?? '', by('viewer'))).failed).toBe(true);
    for (const action of ['add', 'edit', 'send', 'pause', 'remove'])
      expect((await there.core.dispatch.act(`digests.${action}`, id ?? '', by('supervisor'))).failed).toBe(true);
    for (const submit of ['digest.save', 'digest.preview', 'digest.target', 'send.save', 'remove.save'])
      expect((await there.core.dispatch.submit(`digests.${submit}`, { title: 'x' }, 'made-up', by('supervisor'))).failed).toBe(true);
    expect((await there.core.dispatch.act('digests.preview', id ?? '', by('supervisor'))).failed).toBe(false);
    expect(await there.core.dispatch.search('digests.target', '', by('viewer'))).toEqual([]);
    expect(await standing()).toEqual(before);
  });

  test('paused it has no next time, activated it has; removed it is gone, and the audit tells all of it', async () => {
    const paused = await press(await ask('digests'), t('digests.pause'));
    expect(paused.text).toContain(t('digests.paused'));
    const active = await press(paused, t('settings.activate'));
    expect(active.text).toContain(t('digests.row.next', { moment: moment(RUNS[0] ?? '') }));
    const asks = await formOf(press(active, t('settings.remove')));
    expect(asks.text).toContain(t('digests.remove.effect'));
    const removed = await asks.submit({});
    expect(removed.text).toContain(t('digests.none'));
    expect(await standing()).toEqual([]);
    const audit = await ask('settings audit digests');
    for (const said of ['Turno da manhã', t('audit.removed'), `${t('audit.field.schedule')}: ${told}`, t('digest.part.metrics')])
      expect(audit.text).toContain(said);
  });
});
