/**
 * A defect of MongoDB's driver, mended where it stands (7.8.0; 7.9.0 and its main branch have it too).
 *
 * When a server ends, its socket is destroyed a turn of the event loop before it says 'close'. A command written in between is
 * refused without an error; the driver takes that for a full buffer and waits for 'drain', for ever, and whoever asked waits
 * with it (lib/cmap/connection.js, `writeCommand`). The same befalls a large command whose socket closes before it drains.
 * Here such a wait ends when the connection does, with the connection's error, which the driver then handles as any other.
 */
import { createRequire } from 'node:module';
import type { EventEmitter } from 'node:events';

/** What is used of the driver's inner class. */
interface Connection extends EventEmitter {
  error: Error | null;
  writeCommand: (...args: unknown[]) => Promise<void>;
}

const MENDED = Symbol.for('vigia.driver.mended');

/** Mends mongoose's driver; called again it changes nothing. */
export function mendDriver(): void {
  const mongoose = createRequire(import.meta.url).resolve('mongoose');
  const inner = createRequire(mongoose)('mongodb/lib/cmap/connection.js') as { Connection: { prototype: Connection } };
  const { prototype } = inner.Connection;
  if (MENDED in prototype) return;
  const write = prototype.writeCommand;
  prototype.writeCommand = async function writeOrClose(...args) {
    let onClose = (): void => undefined;
    const closed = new Promise<never>((_, reject) => {
      onClose = () => reject(this.error);
    });
    this.once('close', onClose);
    try {
      await Promise.race([write.apply(this, args), closed]);
    } finally {
      this.off('close', onClose);
    }
  };
  Object.defineProperty(prototype, MENDED, { value: true });
}
