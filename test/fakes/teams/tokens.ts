/** Microsoft's signatures: a published RSA key, a key that nobody published, and tokens made with either. */
import { createSign, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

export interface Claims {
  iss?: string;
  aud?: string;
  serviceurl?: string;
  /** Seconds since 1970. */
  exp?: number;
  nbf?: number;
}

export interface Signer {
  /** The published key, with what it may vouch for. */
  jwk: JsonWebKey & { kid: string; endorsements: string[]; use: string; alg: string };
  /** A token with the published key. */
  sign: (claims: Claims) => string;
  /** A token that names the published key and is signed with another. */
  forge: (claims: Claims) => string;
}

type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };

const KID = 'fake-channel-key';

function jwt(key: KeyObject, claims: Claims): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', typ: 'JWT', kid: KID })}.${part({ nbf: now - 60, exp: now + 3600, ...claims })}`;
  return `${body}.${createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`;
}

let made: Signer | undefined;

/** The signer of this process; keys take most of a second to make. */
export function createSigner(): Signer {
  made ??= signerOf(generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 }));
  return made;
}

function signerOf(published: KeyPair, other: KeyPair): Signer {
  const jwk = published.publicKey.export({ format: 'jwk' });
  return {
    jwk: { ...jwk, kid: KID, use: 'sig', alg: 'RS256', endorsements: ['msteams'] },
    sign: (claims) => jwt(published.privateKey, claims),
    forge: (claims) => jwt(other.privateKey, claims),
  };
}
