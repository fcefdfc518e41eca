/** Any number of conversations over a year, for trying Vigia at a size: 8 departments, 120 agents, all channels. */
import type { Channel, ConversationEvent, EndedBy, HelpdeskEvent, MessageEvent, Named } from '../../domain/events.ts';
import { type Random, random } from './random.ts';

export type LifeEvent = ConversationEvent | MessageEvent;

const DAYS = 365;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AGENTS = 120;
const CHANNELS: Record<Channel, number> = { whatsapp: 46, telegram: 7, facebook: 9, instagram: 15, livechat: 17, other: 6 };
const DEPARTMENTS = ['Suporte', 'Vendas', 'Financeiro', 'Cancelamento', 'Logística', 'Cadastro', 'Ouvidoria', 'Parcerias'].map(
  (name, index): Named => ({ id: `seed-d-${index + 1}`, name }),
);
const FIRST = ['Ana', 'Bruno', 'Carla', 'Davi', 'Elisa', 'Fábio', 'Gilda', 'Hugo', 'Inês', 'João', 'Katia', 'Luís'] as const;
const LAST = ['Alves', 'Barros', 'Costa', 'Dias', 'Farias', 'Gomes', 'Lima', 'Melo', 'Nunes', 'Pires'] as const;
const SUBJECTS = [
  'Segunda via',
  'Entrega atrasada',
  'Troca de produto',
  'Senha esquecida',
  'Cobrança em dobro',
  'Mudança de plano',
] as const;
/** How busy each hour of the day is; the desk's own time, three hours behind UTC. */
const HOURS = [1, 1, 1, 1, 1, 2, 4, 9, 18, 26, 28, 25, 20, 23, 27, 26, 24, 20, 15, 11, 8, 5, 3, 2];
const BUSIEST = Math.max(...HOURS);
const UTC_OFFSET = -3 * HOUR;

function agentOf(index: number): Named {
  return { id: `seed-a-${index + 1}`, name: `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]}` };
}

/** Someone of the department, now and then of the next one, who helps out. */
function agentIn(place: number, draw: Random): Named {
  const team = draw.chance(0.92) ? place : (place + 1) % DEPARTMENTS.length;
  return agentOf(team + DEPARTMENTS.length * Math.floor((draw.next() * AGENTS) / DEPARTMENTS.length));
}

/** The departments, and every agent online (a fifth away) from an hour before `end`. */
export function manyPeople(end: Date): HelpdeskEvent[] {
  const occurredAt = new Date(end.getTime() - HOUR);
  const presences = Array.from(
    { length: AGENTS },
    (_, index): HelpdeskEvent => ({
      id: `seed-presence-${index}`,
      type: 'agent.presence',
      occurredAt,
      agent: agentOf(index),
      presence: index % 5 === 0 ? 'away' : 'online',
    }),
  );
  const departments = DEPARTMENTS.map(
    (department): HelpdeskEvent => ({
      id: `seed-department-${department.id}`,
      type: 'department.updated',
      occurredAt,
      department,
    }),
  );
  return [...departments, ...presences];
}

/**
 * The events of `count` conversations that opened in the 365 days before `end`, oldest first; the last `alive` of them are live.
 * The same for the same arguments.
 */
export function* manyConversations(count: number, alive: number, end: Date): Generator<{ id: string; events: LifeEvent[] }> {
  const draw = random(`many ${count}`);
  const start = end.getTime() - DAYS * DAY;
  const past = Math.max(0, count - alive);
  // Nobody's life reaches past the end: the last two hours belong to the live ones.
  const latest = end.getTime() - 2 * HOUR;
  for (let index = 0; index < past; index += 1) {
    const openedAt = start + ((latest - start) * index) / past;
    yield lifeOf(index, busyMoment(openedAt, latest, draw), draw, false);
  }
  for (let index = past; index < count; index += 1) {
    const { id, events } = lifeOf(index, end.getTime() - draw.between(2 * MINUTE, 100 * MINUTE), draw, true);
    yield { id, events: events.filter(({ occurredAt }) => occurredAt <= end) };
  }
}

/** A moment of the same local day, as likely as its hour is busy, and not after `latest`. */
function busyMoment(at: number, latest: number, draw: Random): number {
  const midnight = Math.floor((at + UTC_OFFSET) / DAY) * DAY - UTC_OFFSET;
  for (;;) {
    const hour = Math.floor(draw.next() * 24);
    const moment = midnight + (hour + draw.next()) * HOUR;
    if (moment <= latest && draw.next() * BUSIEST < (HOURS[hour] ?? 0)) return moment;
  }
}

function lifeOf(index: number, openedAt: number, draw: Random, live: boolean): { id: string; events: LifeEvent[] } {
  const id = `seed-${index}`;
  const place = Math.floor(draw.next() ** 1.6 * DEPARTMENTS.length);
  const department = DEPARTMENTS[place] ?? DEPARTMENTS[0];
  const agent = agentIn(place, draw);
  const events: LifeEvent[] = [];
  let at = openedAt;
  const add = (after: number, event: object): void => {
    at = Math.round(at + after);
    events.push({ id: `${id}-${events.length}`, occurredAt: new Date(at), conversation: { id }, ...event } as unknown as LifeEvent);
  };
  const say = (after: number, from: 'contact' | 'agent', who?: Named): void =>
    add(after, { type: 'message.created', message: { id: `${id}-m${events.length}`, from }, ...(who && { agent: who }) });

  add(0, { type: 'conversation.opened', conversation: { id, ...openingOf(index, openedAt, draw) } });
  if (draw.chance(0.94)) say(draw.between(1, 20) * SECOND, 'contact');
  add(draw.between(5, 60) * SECOND, { type: 'conversation.queued', department });
  if (live && draw.chance(0.1)) return { id, events };
  const wait = draw.lognormal(40, 1.3) * SECOND;
  if (draw.chance(0.08)) {
    if (!live) add(wait * 1.5, { type: 'conversation.cancelled', by: draw.chance(0.7) ? 'contact' : ('inactivity' satisfies EndedBy) });
    return { id, events };
  }
  add(wait, { type: 'conversation.assigned', agent });
  say(draw.lognormal(25, 0.9) * SECOND, 'agent', agent);
  if (draw.chance(0.8)) say(draw.lognormal(60, 1) * SECOND, 'contact');
  if (live) return { id, events };
  if (draw.chance(0.07)) add(draw.lognormal(200, 0.6) * SECOND, { type: 'conversation.assigned', agent: agentIn(place, draw) });
  add(
    draw.lognormal(420, 0.8) * SECOND,
    draw.chance(0.95) ? { type: 'conversation.closed', by: 'agent' } : { type: 'conversation.cancelled', by: 'inactivity' },
  );
  if (draw.chance(0.2))
    add(draw.lognormal(90, 1) * SECOND, { type: 'conversation.rated', score: draw.chance(0.8) ? 5 : 1 + Math.floor(draw.next() * 4) });
  return { id, events };
}

function openingOf(index: number, openedAt: number, draw: Random): object {
  const person = Math.floor(draw.next() * 300_000);
  return {
    channel: draw.weighted(CHANNELS),
    direction: draw.chance(0.06) ? 'outbound' : 'inbound',
    protocol: `${new Date(openedAt).toISOString().slice(0, 10).replaceAll('-', '')}-${index}`,
    contact: {
      id: `seed-k-${person}`,
      name: `${FIRST[person % FIRST.length]} ${LAST[Math.floor(person / FIRST.length) % LAST.length]}`,
      phone: `+55119${String(10_000_000 + person)}`,
    },
    subject: SUBJECTS[index % SUBJECTS.length],
  };
}
