/** A mistyped word gets the command that was meant, and nothing when nothing is near. */
import { closest } from '../../src/app/suggest.ts';

const KNOWN = ['now', 'agora', 'today', 'hoje', 'queue', 'fila', 'settings', 'config', 'help', 'ajuda'];

test.each([
  ['quue', 'queue'],
  ['queeu', 'queue'],
  ['tody', 'today'],
  ['hojee', 'hoje'],
  ['fla', 'fila'],
  ['setings', 'settings'],
  ['nwo', undefined],
  ['banana', undefined],
  ['xyz', undefined],
  ['', undefined],
])('%j means %j', (word, meant) => {
  expect(closest(word, KNOWN)).toBe(meant);
});

test('where no command is known there is nothing to suggest', () => {
  expect(closest('queue', [])).toBeUndefined();
});
