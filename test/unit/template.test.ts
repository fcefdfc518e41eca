/** Placeholders of templates: what is known, what is missing, what becomes of any text. */
import fc from 'fast-check';
import { filledFor } from '../../src/app/sending/values.ts';
import { channelTextProblem } from '../../src/domain/channel-text.ts';
import { CHANNELS } from '../../src/domain/events.ts';
import {
  filled,
  hasLooseBraces,
  missingValues,
  type Placeholder,
  PLACEHOLDERS,
  type PlaceholderValues,
  unknownPlaceholders,
} from '../../src/domain/template.ts';

const NONE: PlaceholderValues = { protocol: null, 'contact.name': null, 'agent.name': null, 'department.name': null, status: null };

const plainText = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[{}]/.test(text));
const anyText = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('{{protocol}}', '{{status}}', '$&', '$1', '{%'));
const placeholder = fc.constantFrom<Placeholder>(...PLACEHOLDERS);
const blank = fc.constantFrom('', ' ', '  ', '\t');
const values = fc.record<PlaceholderValues>(
  Object.fromEntries(PLACEHOLDERS.map((name) => [name, fc.option(anyText, { nil: null })])) as Record<
    Placeholder,
    fc.Arbitrary<string | null>
  >,
);
/** A body as its pieces: plain words, and placeholders with blanks around the name. */
const pieces = fc.array(fc.oneof(plainText, fc.record({ name: placeholder, left: blank, right: blank })), { maxLength: 12 });
type Piece = string | { name: Placeholder; left: string; right: string };

function bodyOf(parts: Piece[]): string {
  return parts.map((one) => (typeof one === 'string' ? one : `{{${one.left}${one.name}${one.right}}}`)).join('');
}

test('any body is its words with each placeholder’s value in its place, whatever the values hold', () => {
  fc.assert(
    fc.property(pieces, values, (parts, known) => {
      const expected = parts.map((one) => (typeof one === 'string' ? one : (known[one.name] ?? '–'))).join('');
      expect(filled(bodyOf(parts), known)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

test('what is missing is exactly what the body names and the conversation has not, each once', () => {
  fc.assert(
    fc.property(pieces, values, (parts, known) => {
      const named = parts.flatMap((one) => (typeof one === 'string' ? [] : [one.name]));
      expect(missingValues(bodyOf(parts), known)).toEqual([...new Set(named.filter((name) => known[name] === null))]);
    }),
    { numRuns: 1_000 },
  );
});

test('known placeholders alone are no reason to refuse a body', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      expect(unknownPlaceholders(bodyOf(parts))).toEqual([]);
      expect(hasLooseBraces(bodyOf(parts))).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test('any other name between double braces is found, as it was written', () => {
  const other = fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((name) => !/[{}]/.test(name) && name === name.trim() && !PLACEHOLDERS.includes(name as Placeholder));
  fc.assert(
    fc.property(pieces, other, pieces, (before, name, after) => {
      expect(unknownPlaceholders(`${bodyOf(before)}{{${name}}}${bodyOf(after)}`)).toEqual([name]);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['Olá {{nome}}', ['nome']],
  ['{{Protocol}} {{ CONTACT.NAME }}', ['Protocol', 'CONTACT.NAME']],
  ['{{}}', ['']],
  ['{{contact. name}} {{contact.phone}} {{contact.phone}}', ['contact. name', 'contact.phone']],
  ['{{constructor}} {{__proto__}}', ['constructor', '__proto__']],
])('%s names what nobody knows', (body, names) => expect(unknownPlaceholders(body)).toEqual(names));

test.each(['{{protocol}', '{protocol}}', '{{ {{protocol}} }}', 'a }} b', '{{'])('%s has braces left over', (body) =>
  expect(hasLooseBraces(body)).toBe(true),
);

test.each(['{protocol}', 'use { and }', '100 % {ok}', '{ {protocol} }', '{{{protocol}}}'])('%s has none', (body) =>
  expect(hasLooseBraces(body)).toBe(false),
);

test('a contact who is called like a placeholder is called so, and nothing is filled in', () => {
  const known = { ...NONE, 'contact.name': '{{protocol}}', protocol: '123' };
  expect(filled('Olá {{contact.name}}, {{protocol}}', known)).toBe('Olá {{protocol}}, 123');
});

describe('for a conversation', () => {
  const conversation = {
    protocol: '20261122-000123',
    contact: { id: 'k-1', name: 'Maria +55 11 99999-0000' },
    agent: { id: 'a-1', name: 'Ana Lima' },
    department: { id: 'd-1' },
    state: 'in_service' as const,
  };

  test('the contact gets the name whole; Vigia shows no number in it while contacts are masked', () => {
    const body = 'Olá {{contact.name}}: {{status}}';
    const { text, shown, missing } = filledFor(body, conversation, { language: 'pt-BR', maskContacts: true });
    expect(text).toBe('Olá Maria +55 11 99999-0000: em atendimento');
    expect(shown).toBe('Olá Maria •••: em atendimento');
    expect(missing).toEqual([]);
    expect(filledFor(body, conversation, { language: 'en', maskContacts: false }).shown).toBe('Olá Maria +55 11 99999-0000: in service');
  });

  test('a department without a name, and a name of blanks, are missing: no id and no blank goes to a contact', () => {
    const bare = { ...conversation, contact: { id: 'k-1', name: '  ' } };
    const { missing, text } = filledFor('{{contact.name}}/{{department.name}}', bare, { language: 'en', maskContacts: true });
    expect(missing).toEqual(['contact.name', 'department.name']);
    expect(text).toBe('–/–');
  });
});

describe('what a channel takes', () => {
  test.each([
    ['whatsapp', 'x'.repeat(4_096), undefined],
    ['whatsapp', 'x'.repeat(4_097), { key: 'long', unit: 'characters', max: 4_096, length: 4_097 }],
    ['facebook', 'x'.repeat(2_001), { key: 'long', unit: 'characters', max: 2_000, length: 2_001 }],
    ['instagram', 'é'.repeat(500), undefined],
    ['instagram', 'é'.repeat(501), { key: 'long', unit: 'bytes', max: 1_000, length: 1_002 }],
    ['livechat', 'x'.repeat(100_000), undefined],
  ] as const)('%s', (channel, text, problem) => expect(channelTextProblem(channel, text)).toEqual(problem));

  test('no channel takes nothing, or what the helpdesk would fill in itself', () => {
    for (const channel of CHANNELS) {
      expect(channelTextProblem(channel, ' \n')).toEqual({ key: 'empty' });
      expect(channelTextProblem(channel, 'Olá {{contact.name}}')).toEqual({ key: 'braces' });
      expect(channelTextProblem(channel, '{% if x %}')).toEqual({ key: 'braces' });
    }
  });
});
