/** Finished exports in GridFS, behind expiring links: any replica can serve, cancel and sweep what another one writes. */
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Store } from '../connect.ts';
import type { ExportDoc } from '../models/models.ts';
import { type Links, signedLinks } from './links.ts';

const BUCKET = 'exported';
/** An insert a second or so at full speed; 16 of them fit in a document's 16 MB limit. */
const CHUNK_BYTES = 1_048_576;
/** Whoever writes says so every second; after this long without a word it is gone. */
const LOST_MS = 60_000;

/** A cancellation is noticed within a second, and then a batch has to end. */
const LOOK_MS = 250;
const LOOKS = 16;

export type ExportPhase = ExportDoc['state'] | 'lost';

export interface Kept {
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  rows: number;
  /** Of its address below /files/. */
  token: string;
  open: () => Readable;
}

export interface KeptFiles {
  /** Notes that an export is under way, until `expiresAt` at the longest. */
  begin: (id: string, file: Pick<ExportDoc, 'name' | 'type' | 'expiresAt'>, at: Date) => Promise<void>;
  /** Says that it still is, with so many rows; true when somebody wants it to stop. */
  beat: (id: string, rows: number, at: Date) => Promise<boolean>;
  /** Writes its file; throws what the source throws. Nothing of a file that did not get whole is left. */
  write: (id: string, bytes: AsyncIterable<Uint8Array>) => Promise<number>;
  /** It ended; the file of a done one can be opened from now on. Null for any other end, and when it was cancelled before this. */
  finish: (id: string, end: { state: 'done' | 'cancelled' | 'failed'; rows: number; size: number }) => Promise<Kept | null>;
  /** Asks whoever writes it to stop, and waits some seconds for it; what it is then, null for none of ours. */
  cancel: (id: string, now: () => Date) => Promise<{ phase: ExportPhase; rows: number } | null>;
  /** The file of a token; null when it is forged, has expired, or never got whole. */
  open: (token: string, at: Date) => Promise<Kept | null>;
  /** Removes what has expired and what a crash left half written. Returns how many. */
  sweep: (at: Date) => Promise<number>;
}

export function keptFiles(store: Store): KeptFiles {
  const { db } = store.connection;
  if (!db) throw new Error('the connection has no database');
  const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: BUCKET, chunkSizeBytes: CHUNK_BYTES });
  const chunks = db.collection(`${BUCKET}.chunks`);
  const whole = db.collection(`${BUCKET}.files`);

  let known: Promise<Links> | undefined;
  const links = (): Promise<Links> =>
    (known ??= signedLinks(store).catch((error: unknown) => {
      known = undefined;
      throw error;
    }));

  const keptOf = async ({ _id, name, type, size, rows, file, expiresAt }: ExportDoc): Promise<Kept> => ({
    name,
    type,
    size,
    rows,
    token: (await links()).token(_id, expiresAt),
    open: () => bucket.openDownloadStream(file),
  });
  const isLost = ({ state, beatAt }: ExportDoc, at: Date): boolean =>
    (state === 'running' || state === 'cancelling') && beatAt.getTime() < at.getTime() - LOST_MS;

  /** By the ids alone: a file that never got whole has chunks and no entry, which the bucket's own delete refuses. */
  async function remove(file: mongoose.mongo.ObjectId): Promise<void> {
    await whole.deleteOne({ _id: file });
    await chunks.deleteMany({ files_id: file });
  }

  return {
    begin: async (id, file, at) => {
      const fresh = { state: 'running', rows: 0, beatAt: at, file: new mongoose.mongo.ObjectId(), size: 0 } as const;
      await store.exports.insertOne({ _id: id, ...fresh, ...file });
    },
    beat: async (id, rows, at) => {
      const before = await store.exports.findOneAndUpdate({ _id: id }, { $set: { rows, beatAt: at } });
      return before?.state !== 'running';
    },
    write: async (id, bytes) => {
      const entry = await store.exports.findOne({ _id: id });
      if (!entry) throw new Error('an export is written that was never begun');
      try {
        return await upload(bucket, entry, bytes);
      } catch (error) {
        await remove(entry.file);
        throw error;
      }
    },
    finish: async (id, end) => {
      const open = end.state === 'done' ? { _id: id, state: 'running' as const } : { _id: id };
      const entry = await store.exports.findOneAndUpdate(open, { $set: end }, { returnDocument: 'after' });
      if (entry && end.state === 'done') return keptOf(entry);
      const cancelling = { _id: id, state: 'cancelling' as const };
      await store.exports.updateOne(cancelling, { $set: { ...end, state: 'cancelled', size: 0 } });
      const left = entry ?? (await store.exports.findOne({ _id: id }));
      if (left) await remove(left.file);
      return null;
    },
    cancel: async (id, now) => {
      await store.exports.updateOne({ _id: id, state: 'running' }, { $set: { state: 'cancelling' } });
      for (let look = 0; ; look += 1) {
        const entry = await store.exports.findOne({ _id: id });
        if (entry?.state !== 'cancelling' || look === LOOKS || isLost(entry, now()))
          return entry && { phase: isLost(entry, now()) ? 'lost' : entry.state, rows: entry.rows };
        await sleep(LOOK_MS);
      }
    },
    open: async (token, at) => {
      const id = (await links()).idOf(token, at);
      const entry = id === null ? null : await store.exports.findOne({ _id: id, state: 'done' });
      return entry && keptOf(entry);
    },
    sweep: async (at) => {
      const open: ExportDoc['state'][] = ['running', 'cancelling'];
      const lost = { state: { $in: open }, beatAt: { $lt: new Date(at.getTime() - LOST_MS) } };
      const left = await store.exports.find({ $or: [{ expiresAt: { $lte: at } }, lost] }).toArray();
      for (const { _id, file, expiresAt } of left) {
        // Whoever wakes up after all must not finish a file that has lost its beginning.
        await store.exports.updateOne({ _id, ...lost }, { $set: { state: 'failed' } });
        await remove(file);
        if (expiresAt <= at) await store.exports.deleteOne({ _id });
      }
      return left.length;
    },
  };
}

/** One write at a time ahead of the source. Returns the size in bytes. */
async function upload(bucket: mongoose.mongo.GridFSBucket, { file, name }: ExportDoc, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const target = bucket.openUploadStreamWithId(file, name);
  const failed = once(target, 'error').then(([error]) => {
    throw error;
  });
  // It is looked at only when something is written; until then its error waits here.
  failed.catch(() => undefined);
  let size = 0;
  let before: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of bytes) {
      await Promise.race([before, failed]);
      before = new Promise((resolve, reject) => {
        target.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      before.catch(() => undefined);
      size += chunk.length;
    }
    await Promise.race([before, failed]);
  } catch (error) {
    await before.catch(() => undefined);
    target.destroy();
    throw error;
  }
  target.end();
  await Promise.race([once(target, 'finish'), failed]);
  return size;
}
