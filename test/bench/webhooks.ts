/** Signed posts to a running Vigia over HTTP on loopback: one event each, from one and from many senders, and in batches. */
import { Agent, request } from 'node:http';
import { type Figure, rate, ratio, spread } from './figures.ts';
import type { Place } from './place.ts';
import { signer, startVigia } from './vigia.ts';

const RUN_MS = 5_000;
const WARM_UP_MS = 1_000;
const BATCH = 100;

/** The life that each simulated conversation goes through, an event a post. */
const LIFE: ((id: string) => object)[] = [
  (id) => ({ type: 'conversation.opened', conversation: { id, channel: 'whatsapp', contact: { id: `k-${id}`, name: 'Maria Souza' } } }),
  (id) => ({ type: 'message.created', conversation: { id }, message: { id: `m1-${id}`, from: 'contact', text: 'Bom dia' } }),
  (id) => ({ type: 'conversation.queued', conversation: { id }, department: { id: 'd-1', name: 'Suporte' } }),
  (id) => ({ type: 'conversation.assigned', conversation: { id }, agent: { id: 'a-1', name: 'Ana' } }),
  (id) => ({
    type: 'message.created',
    conversation: { id },
    message: { id: `m2-${id}`, from: 'agent', text: 'Olá' },
    agent: { id: 'a-1' },
  }),
  (id) => ({ type: 'conversation.closed', conversation: { id }, by: 'agent' }),
];

/** The events of a sender, without end. */
function* eventsOf(sender: string): Generator<object> {
  for (let index = 0; ; index += 1) {
    const life = LIFE[index % LIFE.length] as (id: string) => object;
    const conversation = `${sender}-${Math.floor(index / LIFE.length)}`;
    yield { id: `${sender}-e${index}`, occurredAt: new Date().toISOString(), ...life(conversation) };
  }
}

/** Posts a body; resolves once it is answered with 202, that is, once its events are durable. */
function post(url: string, agent: Agent, id: string, body: string): Promise<void> {
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signer.sign(id, at, body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/helpdesk/generic/webhook`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`a post was answered with ${response.statusCode}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}

interface Posted {
  /** The durations of the posts, in ms. */
  times: number[];
  /** Events a second. */
  perSecond: number;
}

async function send(url: string, name: string, senders: number, size: number, runMs: number): Promise<Posted> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const times: number[] = [];
  const began = performance.now();
  const sender = async (index: number): Promise<void> => {
    const events = eventsOf(`${name}-${index}`);
    for (let count = 0; performance.now() - began < runMs; count += 1) {
      const batch = Array.from({ length: size }, () => events.next().value as object);
      const at = performance.now();
      await post(url, agent, `${name}-${index}-${count}`, JSON.stringify(size === 1 ? batch[0] : batch));
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, index) => sender(index)));
  const ms = performance.now() - began;
  agent.destroy();
  return { times, perSecond: ((times.length * size) / ms) * 1000 };
}

export async function benchWebhooks(place: Place): Promise<Figure[]> {
  const vigia = await startVigia(place.folder('webhooks'));
  try {
    await send(vigia.url, 'warm', 8, 1, WARM_UP_MS);
    const single = new Map<number, Posted>();
    for (const senders of [1, 8, 32]) single.set(senders, await send(vigia.url, `single${senders}`, senders, 1, RUN_MS));
    const batched = await send(vigia.url, 'batched', 8, BATCH, RUN_MS);
    return [
      ...[...single].map(([senders, { times, perSecond }]) => ({
        what: `webhook posts, ${senders} ${senders === 1 ? 'sender' : 'senders'}`,
        result: `${rate(perSecond, 1000)}, ${spread(times, 0.99)}`,
        on: 'one event a post, signed, answered once durable',
      })),
      {
        what: `webhook posts, 8 senders, batches of ${BATCH}`,
        result: `${rate(batched.times.length, RUN_MS)}, ${spread(batched.times, 0.99)}`,
        on: `${rate(batched.perSecond, 1000).replace('/s', '')} events/s`,
      },
      {
        what: 'events/s, batched / single',
        result: ratio(batched.perSecond, single.get(8)?.perSecond ?? Number.NaN),
        on: '8 senders each',
      },
    ];
  } finally {
    await vigia.stop();
  }
}
