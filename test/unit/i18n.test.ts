/** Whoever reads Vigia in Portuguese reads all of it, and nothing that is said is left over from what once was. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../src/i18n/en.ts';
import { ptBR } from '../../src/i18n/pt-BR.ts';
import { translator } from '../../src/i18n/translate.ts';

const ROOT = join(__dirname, '../..');
const english: Record<string, string> = en;
const portuguese: Record<string, string> = ptBR;
const keys = Object.keys(english);

/** Words that both languages share. */
const SHARED = new Set([
  'online',
  'offline',
  'supervisor',
  'Total',
  'Status',
  'Telegram',
  'WhatsApp',
  'Facebook',
  'Instagram',
  'Slack',
  'Microsoft Teams',
  'Vigia',
  'Template',
  'Templates',
  'template',
  'templates',
  // The people of the sample conversation.
  'Maria Souza',
  'Ana Lima',
]);

/** The names of a text's `{{placeholders}}`, sorted. */
function placeholders(words: string): string[] {
  return [...new Set([...words.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name))].toSorted();
}

describe('a sentence that ends in a shortened month', () => {
  test('ends in one full stop, and dots of dates and quotes stay', () => {
    const t = translator('pt-BR');
    expect(t('chart.against', { change: '▲ 2%', before: '29 – 31 de out.' })).toBe('▲ 2% em relação a 29 – 31 de out.');
    expect(t('chart.heatmap.against', { change: '▲ 2%', before: '29 de out.' })).toBe('No todo: ▲ 2% em relação a 29 de out.');
    expect(t('error.period.date', { word: 'ontem..' })).toContain('“ontem..”');
    expect(t('error.period.date', { word: '1' })).toContain('01/11..15/11');
  });
});

const stem = (key: string): string => key.replace(/_(one|other)$/, '');

/** What stands in a text beside placeholders, if it has letters at all. */
function wording(words: string): string {
  const rest = words.replaceAll(/\{\{.*?\}\}/g, '').trim();
  return /\p{L}/u.test(rest) ? rest : '';
}

function sources(): string[] {
  return ['src', 'commands', 'jobs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/^i18n\/([\w-]+\.)?(en|pt-BR)\.ts$/.test(file))
      .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
  );
}

/**
 * What says whether the source uses a key: as a quoted word, through a template such as `role.${role}`,
 * or by a constant prefix that ends in a dot (`'console.page.'`).
 */
function usage(code: string): (key: string) => boolean {
  const quoted = new Set([...code.matchAll(/(['"`])([a-z][\w.-]*)\1/gi)].map(([, , word = '']) => word));
  const prefixes = [...quoted].filter((word) => word.endsWith('.'));
  const templates = [...code.matchAll(/`([a-z]\w*\.[^`\s]*\$\{[^`\s]*)`/gi)].map(([, template = '']) => {
    const literal = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^()|[\]\\{}]/g, '\\$&'));
    return new RegExp(`^${literal.join('.+')}$`);
  });
  return (key) => quoted.has(key) || prefixes.some((prefix) => key.startsWith(prefix)) || templates.some((template) => template.test(key));
}

describe('both catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(portuguese).toSorted()).toEqual(keys.toSorted());
  });

  it('leave no text empty', () => {
    const empty = Object.entries({ ...english, ...portuguese }).filter(([, words]) => words.trim() === '');
    expect(empty).toEqual([]);
  });

  it('fill the same placeholders (a singular may leave its count out)', () => {
    const told = (catalogue: Record<string, string>, key: string): string[] =>
      placeholders(catalogue[key] ?? '').filter((name) => !(key.endsWith('_one') && name === 'count'));
    const different = keys.filter((key) => told(english, key).join() !== told(portuguese, key).join());
    expect(different).toEqual([]);
  });

  it('have both halves of every plural, and never the bare key beside them', () => {
    const broken = keys
      .filter((key) => key !== stem(key))
      .filter((key) => !(`${stem(key)}_one` in english && `${stem(key)}_other` in english) || stem(key) in english);
    expect(broken).toEqual([]);
  });

  it('count in the plural', () => {
    expect(keys.filter((key) => key.endsWith('_other') && !placeholders(english[key] ?? '').includes('count'))).toEqual([]);
  });

  it('differ, but for words that both languages share', () => {
    const equal = keys.filter((key) => english[key] === portuguese[key] && wording(english[key] ?? '') !== '');
    expect(equal.filter((key) => !SHARED.has(wording(english[key] ?? ''))).map((key) => [key, english[key]])).toEqual([]);
  });
});

describe('every text', () => {
  it('is used by the source', () => {
    const isUsed = usage(sources().join('\n'));
    expect([...new Set(keys.map(stem))].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('would be noticed when nobody used it', () => {
    const isUsed = usage("t('queue.title'); t(`role.${role}`); t(`a.${b}.c`); const PREFIX = 'console.page.';");
    expect(['queue.title', 'role.admin', 'a.x.c', 'console.page.send'].filter((key) => !isUsed(key))).toEqual([]);
    expect(['queue.titles', 'roles.admin', 'a.x', 'console.send', 'queue'].filter(isUsed)).toEqual([]);
  });
});
