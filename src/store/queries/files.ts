/** Files behind expiring links: any replica can serve what another one made. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../connect.ts';
import { signedLinks } from './links.ts';

export interface Files {
  /** Keeps a file until `expiresAt`; returns the token of its address. */
  keep: (type: string, bytes: Buffer, expiresAt: Date) => Promise<string>;
  /** The file of a token; null when the token is forged, or the file has expired. */
  open: (token: string, at: Date) => Promise<{ type: string; bytes: Buffer } | null>;
  /** Removes what has expired. Returns how many. */
  sweep: (at: Date) => Promise<number>;
}

export async function fileStore(store: Store): Promise<Files> {
  const links = await signedLinks(store);
  return {
    keep: async (type, bytes, expiresAt) => {
      const id = randomUUID();
      await store.files.insertOne({ _id: id, type, bytes, expiresAt });
      return links.token(id, expiresAt);
    },
    open: async (token, at) => {
      const id = links.idOf(token, at);
      const file = id === null ? null : await store.files.findOne({ _id: id }, { promoteBuffers: true });
      return file && { type: file.type, bytes: file.bytes };
    },
    sweep: async (at) => (await store.files.deleteMany({ expiresAt: { $lte: at } })).deletedCount,
  };
}
