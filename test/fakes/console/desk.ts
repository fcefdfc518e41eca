/** A dispatch made by hand: fixed answers, so that what is tested is the page and not the indicators. */
import type { Answer } from '../../../src/app/command.ts';
import type { Dispatch, Origin, Reply } from '../../../src/app/dispatch.ts';
import { translator } from '../../../src/i18n/translate.ts';
import type { Card, Language, Option } from '../../../src/view/card.ts';
import type { Form } from '../../../src/view/form.ts';
import { sampleExports, type SampleExports } from '../exports.ts';
import { AGENTS, agentChart, nowCard, plainCard, queueCard, settingsCard, todayCard } from './cards.ts';

export interface Heard {
  what: string;
  origin: Origin;
}

/** The desk and what it was asked; `slowMs` holds every answer back. */
export interface SampleDesk {
  dispatch: Dispatch;
  heard: Heard[];
  slowMs: number;
  exports: SampleExports;
}

const pick = (language: Language, portuguese: string, english: string): string => (language === 'pt-BR' ? portuguese : english);

export function sampleDesk(): SampleDesk {
  let refreshed = 0;
  let department: string | undefined;
  const desk: SampleDesk = {
    dispatch: { ask, act, search, submit },
    heard: [],
    slowMs: 0,
    exports: sampleExports((index) => `https://vigia.example/files/export-${index}?signed=1`),
  };

  async function reply(what: string, origin: Origin, find: (language: Language) => Answer | null): Promise<Reply> {
    desk.heard.push({ what, origin });
    if (desk.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, desk.slowMs));
    const language = origin.language ?? 'pt-BR';
    const found = find(language);
    const answer =
      found ??
      opened(plainCard(pick(language, 'Não deu certo', 'That did not work'), pick(language, 'Não conheço isto.', 'I do not know that.')));
    return { answer, language, t: translator(language), failed: found === null };
  }

  function ask(text: string, origin: Origin): Promise<Reply> {
    const [word = '', ...rest] = text.trim().split(/\s+/);
    return reply(`ask ${text}`, origin, (language) => {
      if (word === 'csv') return { kind: 'export', export: desk.exports.make(language) };
      if (word === 'chart') return opened(agentChart(language, 'metrics|'));
      if (['now', 'agora'].includes(word)) return opened(nowCard(language, undefined, 0));
      if (['queue', 'fila'].includes(word)) return opened(queueCard(language));
      if (['today', 'hoje'].includes(word)) return opened(todayCard(language));
      if (['settings', 'config'].includes(word)) return opened(settingsCard(language, '5', false));
      return word === 'say' ? opened(plainCard(rest[0] ?? '', rest.join(' '))) : null;
    });
  }

  function act(action: string, value: string, origin: Origin): Promise<Reply> {
    return reply(`act ${action} ${value}`, origin, (language) => {
      if (action === 'now.refresh') return replaced(nowCard(language, department, (refreshed += 1)));
      if (action === 'now.department') return replaced(nowCard(language, (department = value), refreshed));
      if (action === 'chart.agents') return replaced(agentChart(language, value));
      if (action === 'csv.start') return { kind: 'export', export: desk.exports.make(language) };
      if (action === 'csv.cancel') {
        desk.exports.cancel(value);
        return replaced(plainCard(pick(language, 'Cancelando', 'Cancelling'), ''));
      }
      if (action === 'now.list') return opened(queueCard(language));
      if (action === 'queue.show') return opened(plainCard(`#${value}`, pick(language, 'Na fila há 12 min.', 'Queued for 12 min.')));
      return action === 'settings.edit' ? { kind: 'form', form: settingsForm(language) } : null;
    });
  }

  async function search(action: string, typed: string, origin: Origin): Promise<Option[]> {
    desk.heard.push({ what: `search ${action} ${typed}`, origin });
    if (desk.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, desk.slowMs));
    return AGENTS.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
  }

  function submit(id: string, values: Record<string, unknown>, state: string, origin: Origin): Promise<Reply> {
    return reply(`submit ${id} ${JSON.stringify(values)} ${state}`, origin, (language) => {
      const idle = values['idle'];
      if (typeof idle === 'number' && idle >= 1 && idle <= 60) return replaced(settingsCard(language, String(idle), true));
      return { kind: 'invalid', errors: { idle: pick(language, 'Esperava um número de 1 a 60.', 'Expected a number from 1 to 60.') } };
    });
  }

  return desk;
}

const opened = (card: Card): Answer => ({ kind: 'card', card, replace: false });
const replaced = (card: Card): Answer => ({ kind: 'card', card, replace: true });

function settingsForm(language: Language): Form {
  const p = (portuguese: string, english: string): string => pick(language, portuguese, english);
  return {
    title: p('Alterar parâmetros', 'Change parameters'),
    submit: 'settings.save',
    state: 'version-7',
    submitLabel: p('Salvar', 'Save'),
    cancelLabel: p('Cancelar', 'Cancel'),
    blocks: [
      {
        kind: 'section',
        text: p(
          'As mudanças valem na hora para todos e ficam registradas com o seu nome.',
          'Changes hold at once for everybody, and are recorded with your name.',
        ),
      },
      {
        kind: 'number',
        name: 'idle',
        label: p('Inativo após (minutos)', 'Idle after (minutes)'),
        hint: p('de 1 a 60', 'from 1 to 60'),
        required: true,
        value: 5,
        min: 1,
        max: 60,
      },
      {
        kind: 'select',
        name: 'zone',
        label: p('Fuso horário', 'Time zone'),
        required: true,
        value: 'sp',
        options: [
          { label: 'São Paulo', value: 'sp' },
          { label: 'Manaus', value: 'am' },
        ],
      },
      { kind: 'text', name: 'note', label: p('Observação', 'Note'), multiline: true, maxLength: 200 },
      {
        kind: 'toggle',
        name: 'mask',
        label: p('Abreviar os nomes dos contatos nas listas', 'Shorten contacts’ names in lists'),
        value: true,
      },
    ],
  };
}
