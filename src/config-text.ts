/** Configuration files as YAML: written in one way, read with the line of whatever is wrong. */
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Document as NewDocument,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
import { z } from 'zod';
import { closest } from './app/suggest.ts';
import { type ConfigFile, FILE, fileOf } from './config-shape.ts';
import type { Configuration } from './domain/configuration.ts';

const HEAD = ` Vigia's configuration, as \`config export\` writes it; \`config import\` puts it in place.
 A part that is absent (parameters, agents, …) is left as it is; an empty list ([]) empties it.
 A parameter that is absent has its default. No limit: the default; limit 0: none are taken.
 There are no secrets in it, and of people only ids.`;

/** Characters that block text keeps as they are. */
const PLAIN = /^[\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

export type Path = readonly (string | number)[];

/** Where something is wrong, and what. */
export interface Mistake {
  /** From 1; absent where no line tells it. */
  line?: number | undefined;
  /** `templates[2].body`; empty for the file as a whole. */
  path: string;
  message: string;
}

export interface ReadFile {
  file: ConfigFile;
  /** The line of the deepest piece of a path that is there. */
  lineOf: (path: Path) => number | undefined;
}

/** The file of a configuration; the same one always gives the same text. */
export function configText(configuration: Configuration): string {
  const document = new NewDocument(fileOf(configuration), { version: '1.2' });
  document.commentBefore = HEAD;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'channels' && isSeq(value)) value.flow = true;
      if (isScalar(key) && key.value === 'body' && isScalar(value)) value.type = Scalar.BLOCK_LITERAL;
    },
    Scalar: (key, node) => {
      if (key !== 'key' && typeof node.value === 'string' && !PLAIN.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  if (isMap(document.contents)) for (const { key } of document.contents.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY });
}

/** Reads a file by its shape; every mistake at once. */
export function readConfigText(source: string): ReadFile | { mistakes: Mistake[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true, version: '1.2' });
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) return { mistakes: wrong.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, path: '', message })) };
  const lineOf = (path: Path): number | undefined => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  const value = valueOf(document);
  if ('message' in value) return { mistakes: [{ path: '', message: value.message }] };
  const result = FILE.safeParse(value.plain);
  if (result.success) return { file: result.data, lineOf };
  return { mistakes: byLine(result.error.issues.flatMap((issue) => mistakesOf(issue, lineOf))) };
}

/** As one reads a file: from top to bottom. */
export function byLine(mistakes: readonly Mistake[]): Mistake[] {
  return mistakes.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function valueOf(document: Document.Parsed): { plain: unknown } | { message: string } {
  try {
    return { plain: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    // An alias that leads nowhere, or far too many of them.
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  let node: unknown = document.contents;
  let offset = (document.contents as Node | null)?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair: unknown = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!isPair(pair)) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      offset = (node as Node).range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** `templates[2].body`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step)).join('');
}

function mistakesOf(issue: z.core.$ZodIssue, lineOf: ReadFile['lineOf']): Mistake[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') return [{ line: lineOf(path), path: pathText(path), message: issue.message }];
  const known = namesAt(path);
  return issue.keys.map((key) => {
    const near = closest(key, known);
    const message = near === undefined ? `is not known; known are ${known.join(', ')}` : `is not known; did you mean ${near}?`;
    return { line: lineOf([...path, key]), path: pathText([...path, key]), message };
  });
}

/** The names that may stand at a path of the shape. */
function namesAt(path: Path): string[] {
  let shape: unknown = FILE;
  for (const step of path) {
    const here = required(shape);
    if (here instanceof z.ZodArray) shape = here.element;
    else if (here instanceof z.ZodObject) shape = (here.shape as Record<string, unknown>)[step];
  }
  const there = required(shape);
  return there instanceof z.ZodObject ? Object.keys(there.shape) : [];
}

function required(shape: unknown): unknown {
  return shape instanceof z.ZodOptional || shape instanceof z.ZodNullable ? required(shape.unwrap()) : shape;
}
