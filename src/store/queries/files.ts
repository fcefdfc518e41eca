/** Files behind expiring links: any replica can serve what another one made. */
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Store } from '../connect.ts';

const KEY = 'file-key';

export interface Files {
  /** Keeps a file until `expiresAt`; returns the token of its address. */
  keep: (type: string, bytes: Buffer, expiresAt: Date) => Promise<string>;
  /** The file of a token; null when the token is forged, or the file has expired. */
  open: (token: string, at: Date) => Promise<{ type: string; bytes: Buffer } | null>;
  /** Removes what has expired. Returns how many. */
  sweep: (at: Date) => Promise<number>;
}

/** Tokens are `<id>.<expiry>.<signature>`, so that a forged or expired one costs no look-up. */
export async function fileStore(store: Store): Promise<Files> {
  const key = await signingKey(store);
  const sign = (id: string, expiry: string): string => createHmac('sha256', key).update(`${id}.${expiry}`).digest('base64url');
  return {
    keep: async (type, bytes, expiresAt) => {
      const id = randomUUID();
      const expiry = String(expiresAt.getTime());
      await store.files.insertOne({ _id: id, type, bytes, expiresAt });
      return `${id}.${expiry}.${sign(id, expiry)}`;
    },
    open: async (token, at) => {
      const [id = '', expiry = '', signature = ''] = token.split('.');
      const expected = Buffer.from(sign(id, expiry));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || Number(expiry) <= at.getTime()) return null;
      const file = await store.files.findOne({ _id: id }, { promoteBuffers: true });
      return file && { type: file.type, bytes: file.bytes };
    },
    sweep: async (at) => (await store.files.deleteMany({ expiresAt: { $lte: at } })).deletedCount,
  };
}

/** One key for all replicas, made by whoever comes first. */
async function signingKey(store: Store): Promise<string> {
  const fresh = randomBytes(32).toString('base64');
  const keys = store.connection.collection<{ _id: string; key: string }>('keys');
  await keys.updateOne({ _id: KEY }, { $setOnInsert: { key: fresh } }, { upsert: true });
  return (await keys.findOne({ _id: KEY }))?.key ?? fresh;
}
