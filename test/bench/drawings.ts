/** The charts that are measured, with figures of a busy desk: the same ones for every engine. */
import { drawingOf } from '../../src/charts/config.ts';
import type { Drawing } from '../../src/charts/drawing.ts';
import { CHANNELS } from '../../src/domain/events.ts';
import type { Chart, Panel } from '../../src/view/card.ts';

const MINUTE = 60_000;
const WEEKDAYS = ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'];

/** The same numbers in every run, spread over 0 to 1. */
function spread(at: number, salt: number): number {
  return (Math.imul(at * 31 + salt * 17 + 7, 2_654_435_761) >>> 0) / 2 ** 32;
}

function some(count: number, salt: number, around: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.round(around * (0.5 + spread(at, salt))));
}

function names(count: number, name: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => name(at));
}

const DAYS = names(31, (day) => `${day + 1}`);
const base = { alt: '', language: 'pt-BR' as const, unfinished: true };

const channels: Chart = {
  ...base,
  type: 'bar',
  title: 'Abertos por canal, novembro de 2026',
  categories: DAYS,
  stacked: true,
  unit: 'count',
  series: CHANNELS.map((hue, at) => ({ name: hue, hue, values: some(31, at, 90 / (at + 1)) })),
};

function times(title: string, salt: number, around: number): Panel {
  return {
    title,
    type: 'line',
    unit: 'ms',
    series: [{ name: title, values: some(31, salt, around) }],
    target: { label: 'Meta', value: around },
  };
}

const metrics: Chart = {
  ...base,
  type: 'panels',
  title: 'Tempos e volume, novembro de 2026',
  categories: DAYS,
  series: [],
  panels: [
    times('Espera média', 1, 1.5 * MINUTE),
    times('Primeira resposta média', 2, 4 * MINUTE),
    times('Tempo médio de atendimento', 3, 14 * MINUTE),
    {
      title: 'Atendidos e abandonados',
      type: 'bar',
      stacked: true,
      unit: 'count',
      series: [
        { name: 'Atendidos', hue: 'closed', values: some(31, 4, 120) },
        { name: 'Abandonados', hue: 'queued', values: some(31, 5, 12) },
      ],
    },
  ],
};

const agents: Chart = {
  ...base,
  unfinished: false,
  type: 'horizontalBar',
  title: 'Tempo de atendimento por atendente, novembro de 2026',
  categories: names(20, (at) => `Atendente de nome ${at + 1}`),
  unit: 'ms',
  series: [
    { name: 'Média', values: some(20, 6, 12 * MINUTE) },
    { name: 'p90', values: some(20, 7, 30 * MINUTE) },
  ],
  target: { label: 'Meta 12 min', value: 12 * MINUTE },
};

const heatmap: Chart = {
  ...base,
  type: 'heatmap',
  title: 'Abertos por hora e dia da semana, novembro de 2026',
  categories: names(24, (hour) => `${hour} h`),
  unit: 'count',
  series: WEEKDAYS.map((name, day) => ({ name, values: some(24, day, 40) })),
};

/** @param today the chart of `today` as its command made it */
export function measuredCharts(today: Chart): { name: string; chart: Chart }[] {
  return [
    { name: 'channels, a month', chart: channels },
    { name: 'metrics, a month in 4 panels', chart: metrics },
    { name: 'detail, 20 agents', chart: agents },
    { name: 'heatmap', chart: heatmap },
    { name: 'today', chart: today },
  ];
}

/** What the engines draw: plain JSON, as it travels to a QuickChart server. */
export function measuredDrawings(today: Chart): { name: string; drawing: Drawing }[] {
  return measuredCharts(today).map(({ name, chart }) => ({ name, drawing: drawingOf(chart, 'light') }));
}
