/** The audit is only ever added to: nothing in the product changes or removes an entry. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
/** Everything of the driver that writes to a collection, but for the plain insert. */
const WRITES =
  /\baudit['"]?\)?\s*\.\s*(updateOne|updateMany|replaceOne|deleteOne|deleteMany|findOneAnd\w+|bulkWrite|insertMany|drop|rename|aggregate)\s*\(/g;
/** An upsert that leaves what is there alone, and the only way to write beside an insert. */
const ONLY_ADDS = /\$setOnInsert/;
const CHANGES = /\$(set|unset|inc|push|pull|rename|min|max|out|merge)\b/;

/** The call that begins at a place, to its closing parenthesis. */
function callAt(source: string, from: number): string {
  let depth = 0;
  for (let at = source.indexOf('(', from + 1); at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return source.slice(from, at + 1);
  }
  return source.slice(from);
}

/** Calls that would change or remove entries. */
function changesIn(source: string): string[] {
  return [...source.matchAll(WRITES)]
    .map(({ index, 0: begin }) => callAt(source, index + begin.length - 2))
    .filter((call) => !ONLY_ADDS.test(call) || CHANGES.test(call) || /delete|replace/.test(call));
}

const sources = ['src', 'commands', 'jobs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file: join(folder, file), source: readFileSync(join(ROOT, folder, file), 'utf8') })),
);

test('nothing changes or removes an entry of the audit', () => {
  expect(sources.flatMap(({ file, source }) => changesIn(source).map((call) => ({ file, call })))).toEqual([]);
});

test('entries are added in the files that are looked at', () => {
  const adding = sources.filter(({ source }) => /\.audit\s*\.\s*(insertOne|updateOne|bulkWrite)\(/.test(source)).map(({ file }) => file);
  expect(adding.length).toBeGreaterThan(2);
});

test.each([
  'store.audit.deleteMany({ at: { $lt: old } })',
  'store.audit.updateOne({ _id: id }, { $set: { to } })',
  'await audit.findOneAndUpdate({ _id: id }, { $set: { to } })',
  "db.collection('audit').deleteOne({ _id })",
  'store.audit\n  .replaceOne({ _id }, entry)',
  'store.audit.bulkWrite(ids.map((_id) => ({ deleteOne: { filter: { _id } } })))',
  'store.audit.updateOne({ _id: id }, { $setOnInsert: entry, $set: { seen: true } }, { upsert: true })',
  'store.audit.drop()',
])('would notice %s', (call) => {
  expect(changesIn(`async function f() { ${call}; }`)).toHaveLength(1);
});

test.each([
  'store.audit.insertOne({ _id: id, at })',
  'store.audit.updateOne({ _id: entry._id }, { $setOnInsert: entry }, { upsert: true })',
  'store.audit.find({}).sort(NEWEST)',
  'services.audit.entries({ limit: 3 })',
])('does not mind %s', (call) => {
  expect(changesIn(`async function f() { ${call}; }`)).toEqual([]);
});
