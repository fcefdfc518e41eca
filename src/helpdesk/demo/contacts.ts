/** Invented people who write to the simulated desk; some come back. */
import type { Channel, Contact } from '../../domain/events.ts';
import { random, type Random } from './random.ts';

const FIRST = [
  'Adriana',
  'Alan',
  'Aline',
  'André',
  'Antônia',
  'Caio',
  'Carla',
  'César',
  'Cláudia',
  'Danilo',
  'Débora',
  'Edson',
  'Elaine',
  'Fábio',
  'Fernanda',
  'Geraldo',
  'Helena',
  'Igor',
  'Íris',
  'Jéssica',
  'José',
  'Júlia',
  'Kelly',
  'Leandro',
  'Lígia',
  'Luís',
  'Márcia',
  'Mateus',
  'Mônica',
  'Nair',
  'Paulo',
  'Priscila',
  'Renato',
  'Rita',
  'Rogério',
  'Sônia',
  'Tatiane',
  'Valdir',
  'Vânia',
  'Yasmin',
] as const;
const LAST = [
  'Almeida',
  'Araújo',
  'Barros',
  'Batista',
  'Cardoso',
  'Correia',
  'Dias',
  'Esteves',
  'Farias',
  'Freitas',
  'Galvão',
  'Guimarães',
  'Leal',
  'Lopes',
  'Macêdo',
  'Magalhães',
  'Monteiro',
  'Neves',
  'Paixão',
  'Pires',
  'Rezende',
  'Rocha',
  'Salgado',
  'Simões',
  'Souza',
  'Teles',
  'Vasconcelos',
  'Xavier',
] as const;

const PEOPLE = 2_400;

/** Someone of the desk's public; always the same person behind an id. Their numbers (90000-…) are not in use. */
export function contactOf(seed: number, channel: Channel, draw: Random): Contact {
  const number = Math.floor(draw.next() * PEOPLE);
  const person = random(`${seed}|contact|${number}`);
  const name = `${person.pick(FIRST)} ${person.pick(LAST)}`;
  const digits = String(number).padStart(4, '0');
  const phone = channel === 'whatsapp' || channel === 'telegram' ? `+551190000${digits}` : undefined;
  return { id: `demo-k-${digits}`, name, ...(phone && { phone }) };
}
