/** The connection to MongoDB: one pool, journaled writes, indexes built at the start. */
import mongoose, { type Connection } from 'mongoose';
import { mendDriver } from './driver.ts';
import { OBSOLETE } from './models/indexes.ts';
import { type Collections, declareModels } from './models/models.ts';

export interface Store extends Collections {
  /** Whether the database answers now. */
  ping: () => Promise<boolean>;
  close: () => Promise<void>;
  connection: Connection;
}

/** Acknowledged means journaled. An address with a write concern of its own (the embedded engine's: `w=1&journal=true`) keeps it. */
const OPTIONS: mongoose.ConnectOptions = {
  maxPoolSize: 16,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 120_000,
  ignoreUndefined: true,
  autoIndex: false,
  bufferCommands: false,
  appName: 'vigia',
};

const NAMES: (keyof Collections)[] = [
  'events',
  'messages',
  'conversations',
  'rollups',
  'stale',
  'coverage',
  'openHours',
  'agents',
  'departments',
  'intake',
  'configurations',
  'drafts',
  'people',
  'settings',
  'audit',
  'files',
  'exports',
  'seen',
  'references',
  'leases',
  'alerts',
  'incidents',
  'samples',
  'deliveries',
  'pauses',
  'jobRuns',
  'progress',
];

/**
 * Connects and builds the indexes.
 * @param uri of a MongoDB 7+ server, replica set or sharded cluster, or of the embedded engine
 * @param database overrides the URI's database (tests: one per file)
 * @param options beside our own: what a test watches (`monitorCommands`) or does not want to wait for
 * @throws the driver's error when nothing answers within 5 s
 */
export async function connectStore(uri: string, database?: string, options: mongoose.ConnectOptions = {}): Promise<Store> {
  mendDriver();
  const connection = await mongoose
    .createConnection(uri, {
      ...OPTIONS,
      ...(/[?&]w=/.test(uri) ? {} : { writeConcern: { w: 'majority', journal: true } }),
      ...options,
      ...(database && { dbName: database }),
    })
    .asPromise();
  for (const model of declareModels(connection)) await model.createIndexes();
  const { db } = connection;
  if (!db) throw new Error('the connection has no database');
  for (const { collection, index } of OBSOLETE) await dropIndex(db.collection(collection), index);
  const collections = Object.fromEntries(NAMES.map((name) => [name, db.collection(name)])) as unknown as Collections;
  return {
    ...collections,
    connection,
    ping: () =>
      db.command({ ping: 1 }, { timeoutMS: 2_000 }).then(
        () => true,
        () => false,
      ),
    close: () => connection.close(),
  };
}

/** The index, or its whole collection, is not there. */
const NOT_FOUND: readonly unknown[] = [26, 27];

async function dropIndex(collection: mongoose.mongo.Collection, name: string): Promise<void> {
  await collection.dropIndex(name).catch((error: unknown) => {
    if (!NOT_FOUND.includes((error as { code?: number }).code)) throw error;
  });
}
