/** Where the engine of a DATA_DIR lives and how others find it. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Who opened the engine: a running Vigia, or a terminal command for a while. */
export interface Owner {
  pid: number;
  task: 'serve' | 'command';
}

export interface Place {
  /** The database's files. */
  database: string;
  /** The engine's temporary folder: private, and short enough for a unix socket. */
  run: string;
  /** A link to the engine's socket that stays the same over restarts. */
  link: string;
  /** The driver's address of the engine. */
  uri: string;
  owner: () => Owner | null;
  claim: (task: Owner['task']) => void;
  release: () => void;
}

/** A unix socket's path has at most 107 bytes; the engine adds `/embedded-mongodb-XXXXXX/mongodb.sock`. */
const LONGEST_RUN_FOLDER = 107 - '/embedded-mongodb-XXXXXX/mongodb.sock'.length - 2;

/** The place of a data directory, which is made if need be. */
export function enginePlace(dataDirectory: string): Place {
  mkdirSync(join(dataDirectory, 'db'), { recursive: true, mode: 0o700 });
  const root = realpathSync(dataDirectory);
  const run = runFolder(root);
  const link = join(run, 'engine.sock');
  const ownerFile = join(root, 'owner.json');
  return {
    database: join(root, 'db'),
    run,
    link,
    uri: `mongodb://${encodeURIComponent(link)}/vigia?directConnection=true&w=1&journal=true`,
    owner: () => readOwner(ownerFile),
    claim: (task) => writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, task } satisfies Owner)),
    release: () => {
      if (readOwner(ownerFile)?.pid === process.pid) rmSync(ownerFile, { force: true });
    },
  };
}

function runFolder(root: string): string {
  const inside = join(root, 'run');
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = Buffer.byteLength(inside) <= LONGEST_RUN_FOLDER ? inside : join(tmpdir(), `vigia-${hash}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0) throw new Error(`${folder} must belong to this user alone (mode 700)`);
  return folder;
}

/** The owner, as long as its process lives. */
function readOwner(file: string): Owner | null {
  if (!existsSync(file)) return null;
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as Owner;
    process.kill(owner.pid, 0);
    return owner;
  } catch {
    // A torn file or a process that is gone: nobody owns it.
    return null;
  }
}
