/** Socket Mode: a WebSocket that carries the same payloads as HTTP, each in an envelope that must be acknowledged (RFC 6455, text frames only). */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const ACCEPT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface SocketMode {
  connected: () => boolean;
  /** Sends an envelope and waits for its acknowledgement; gives its payload and how long it took, ms. */
  deliver: (type: string, payload: object, retry?: number) => Promise<{ payload: unknown; ms: number }>;
  /** Asks the app to connect anew, as Slack does every few hours. */
  refresh: () => void;
  close: () => void;
}

function frame(opcode: number, body: Buffer): Buffer {
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, body.length])
      : body.length < 65_536
        ? Buffer.from([0x80 | opcode, 126, body.length >> 8, body.length & 255])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127]), lengthOf(body.length)]);
  return Buffer.concat([head, body]);
}

function lengthOf(size: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(size));
  return length;
}

/** The first whole frame of a client in `bytes`, unmasked; undefined while it is not all there. */
function parse(bytes: Buffer): { opcode: number; body: Buffer; used: number } | undefined {
  if (bytes.length < 6) return undefined;
  const short = (bytes[1] ?? 0) & 127;
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 6 + wide) return undefined;
  const size = wide === 2 ? bytes.readUInt16BE(2) : wide === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  const used = 6 + wide + size;
  if (bytes.length < used) return undefined;
  const mask = bytes.subarray(2 + wide, 6 + wide);
  const body = Buffer.from(bytes.subarray(6 + wide, used).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { opcode: (bytes[0] ?? 0) & 15, body, used };
}

/** Opens the door for one app on the fake's own server. */
export function socketMode(server: Server): SocketMode {
  const sockets = new Set<Duplex>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const write = (message: object): void => {
    for (const socket of sockets) socket.write(frame(1, Buffer.from(JSON.stringify(message))));
  };

  function read(socket: Duplex, opcode: number, body: Buffer): void {
    if (opcode === 9) socket.write(frame(10, body));
    if (opcode === 8) {
      socket.end(frame(8, body));
      sockets.delete(socket);
    }
    if (opcode !== 1) return;
    const answer = JSON.parse(body.toString()) as { envelope_id?: string; payload?: unknown };
    waiting.get(answer.envelope_id ?? '')?.(answer.payload);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${ACCEPT}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      rest = Buffer.concat([rest, part]);
      for (let found = parse(rest); found; found = parse(rest)) {
        rest = rest.subarray(found.used);
        read(socket, found.opcode, found.body);
      }
    });
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
    write({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A0VIGIA' } });
  });

  return {
    connected: () => sockets.size > 0,
    deliver: (type, payload, retry) => {
      const id = randomUUID();
      const from = Date.now();
      const retries = retry === undefined ? {} : { retry_attempt: retry, retry_reason: 'timeout' };
      return new Promise((resolve) => {
        waiting.set(id, (answer) => {
          waiting.delete(id);
          resolve({ payload: answer, ms: Date.now() - from });
        });
        write({ envelope_id: id, type, payload, accepts_response_payload: true, ...retries });
      });
    },
    refresh: () => write({ type: 'disconnect', reason: 'refresh_requested' }),
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
