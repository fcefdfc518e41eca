/** What the local Slack remembers. */
import type { Json } from './blocks.ts';
import type { ChosenOption } from './elements.ts';

/** A message as it stands in somebody's Slack. */
export interface Message {
  id: string;
  channel: string;
  ts: string;
  thread?: string | undefined;
  /** Only this person sees it; chat.update cannot reach it. */
  onlyFor?: string | undefined;
  text: string;
  blocks: Json[];
  /** Files that were shared by this message. */
  files?: string[] | undefined;
  /** What an app has attached to it, unseen by people. */
  metadata?: Json | undefined;
  /** How often its content was replaced. */
  edits: number;
  at: number;
}

export interface View {
  id: string;
  hash: string;
  user: string;
  view: Json;
  open: boolean;
  /** What Slack's client shows at inputs, by block id. */
  errors: Record<string, string>;
  /** The first view of its stack, and the one below. */
  root: string;
  previous: string | null;
  /** What the person typed, by block and action id: stays as long as both stay. */
  typed: Map<string, Json>;
}

/** Somebody of the workspace. */
export interface Member {
  /** The real name. */
  name: string;
  locale: string;
  display?: string | undefined;
  bot?: boolean | undefined;
  deleted?: boolean | undefined;
}

export interface Room {
  name: string;
  member: boolean;
  private?: boolean | undefined;
  archived?: boolean | undefined;
}

export interface StoredFile {
  id: string;
  name: string;
  /** What was uploaded. */
  content?: Buffer | undefined;
  bytes: number;
  completed: boolean;
  readyAt: number;
  looks: number;
}

export interface ResponseUrl {
  uses: number;
  until: number;
  channel: string;
  user: string;
  /** The ephemeral or standing message whose button was pressed. */
  message?: Message | undefined;
}

/** What a method does next instead of its work; `delivered`: after it, so that only the answer is lost. */
export type Fault =
  | { status: number; retryAfter?: number; delivered?: boolean }
  | { error: string; messages?: string[] }
  | { hang: true; delivered?: boolean }
  | { slowMs: number };

export interface Call {
  method: string;
  args: Json;
  at: number;
}

export interface State {
  token: string;
  now: () => number;
  fileDelayMs: number;
  /** What the token may do. */
  scopes: string[];
  channels: Map<string, Room>;
  people: Map<string, Member>;
  messages: Message[];
  /** Those that are no more, `channel:ts`. */
  deleted: Set<string>;
  files: Map<string, StoredFile>;
  views: Map<string, View>;
  /** What is published to people's homes. */
  homes: Map<string, View>;
  /** `view`: made in that modal. */
  triggers: Map<string, { at: number; used: boolean; user: string; view?: string | undefined }>;
  responses: Map<string, ResponseUrl>;
  /** What a person has chosen in a search, and what it offered, by message, block and action. */
  selections: Map<string, ChosenOption[]>;
  offers: Map<string, ChosenOption[]>;
  faults: Map<string, Fault[]>;
  /** What goes wrong by chance, where no fault was asked for. */
  disturbance?: ((method: string) => Fault | undefined) | undefined;
  /** New messages of a conversation that come sooner after one another are limited, ms; 0: none are. */
  paceMs: number;
  calls: Call[];
  /** What a person would see as a failure of the app. */
  troubles: string[];
  sequence: number;
}

/** What the app was given when it was installed. */
const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
];

export function newState(token: string, fileDelayMs: number, now: () => number): State {
  return {
    token,
    now,
    fileDelayMs,
    scopes: [...SCOPES],
    channels: new Map([
      ['C0DESK', { name: 'desk', member: true }],
      ['C0OTHER', { name: 'other', member: false }],
      ['C0OLD', { name: 'old', member: true, archived: true }],
    ]),
    people: new Map(),
    messages: [],
    deleted: new Set(),
    files: new Map(),
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responses: new Map(),
    selections: new Map(),
    offers: new Map(),
    faults: new Map(),
    paceMs: 0,
    calls: [],
    troubles: [],
    sequence: 0,
  };
}

/** The next number of anything, so that ids and timestamps never repeat. */
export function next(state: State): number {
  state.sequence += 1;
  return state.sequence;
}

export function timestamp(state: State): string {
  return `${Math.floor(state.now() / 1000)}.${String(next(state)).padStart(6, '0')}`;
}

/** The conversation between a person and the app. */
export function directOf(user: string): string {
  return `D${user.slice(1)}`;
}

export function fileReady(state: State, id: string): boolean {
  const file = state.files.get(id);
  return file !== undefined && file.completed && file.readyAt <= state.now();
}

/** Opens a trigger for a press or a command; `view`: in a modal. */
export function newTrigger(state: State, user: string, view?: string): string {
  const id = `${next(state)}.${state.now()}.abcdef`;
  state.triggers.set(id, { at: state.now(), used: false, user, view });
  return id;
}
