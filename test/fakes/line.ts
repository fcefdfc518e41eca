/** A line to the test database that can be cut and mended: what a network, a fail-over or a killed engine does to us. */
import { createConnection, createServer, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Line {
  uri: string;
  /** Everything under way breaks, and nothing gets through. */
  cut: () => void;
  mend: () => void;
  /** Cuts the line when this text is sent next, before it arrives (`insert` is in every insert command). Resolves then. */
  cutAt: (text: string) => Promise<void>;
  /** This process's ends of the line: what the driver holds. */
  callers: () => Socket[];
  close: () => Promise<void>;
}

/** @param uri of the embedded engine, whose host is the path of its socket */
export async function openLine(uri: string): Promise<Line> {
  const path = decodeURIComponent(/\/\/([^/?]+)/.exec(uri)?.[1] ?? '');
  const sockets = new Set<Socket>();
  let broken = false;
  let trigger: { text: string; done: () => void } | null = null;
  const cut = (): void => {
    broken = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((near) => {
    if (broken) {
      near.destroy();
      return;
    }
    const far = createConnection(path);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    far.on('data', (chunk) => near.write(chunk));
    near.on('data', (chunk) => {
      if (trigger && chunk.includes(trigger.text)) {
        cut();
        trigger.done();
        trigger = null;
      } else far.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    cut,
    mend: () => {
      broken = false;
    },
    cutAt: (text) =>
      new Promise((resolve) => {
        trigger = { text, done: resolve };
      }),
    callers: () => {
      const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles: () => unknown[] };
      return handles().filter((one): one is Socket => one instanceof Socket && one.remotePort === port);
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
