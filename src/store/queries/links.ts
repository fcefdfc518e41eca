/** Tokens of expiring addresses: `<id>.<expiry>.<signature>`, so that a forged or expired one costs no look-up. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../connect.ts';

const KEY = 'file-key';

export interface Links {
  /** The token of a thing until `expiresAt`. Ids have no dots. */
  token: (id: string, expiresAt: Date) => string;
  /** The id of a token; null when it is forged or has expired. */
  idOf: (token: string, at: Date) => string | null;
}

export async function signedLinks(store: Store): Promise<Links> {
  const key = await signingKey(store);
  const sign = (id: string, expiry: string): string => createHmac('sha256', key).update(`${id}.${expiry}`).digest('base64url');
  return {
    token: (id, expiresAt) => {
      const expiry = String(expiresAt.getTime());
      return `${id}.${expiry}.${sign(id, expiry)}`;
    },
    idOf: (token, at) => {
      const [id = '', expiry = '', signature = ''] = token.split('.');
      const expected = Buffer.from(sign(id, expiry));
      const given = Buffer.from(signature);
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      return genuine && Number(expiry) > at.getTime() ? id : null;
    },
  };
}

/** One key for all replicas, made by whoever comes first. */
async function signingKey(store: Store): Promise<string> {
  const fresh = randomBytes(32).toString('base64');
  const keys = store.connection.collection<{ _id: string; key: string }>('keys');
  await keys.updateOne({ _id: KEY }, { $setOnInsert: { key: fresh } }, { upsert: true });
  return (await keys.findOne({ _id: KEY }))?.key ?? fresh;
}
