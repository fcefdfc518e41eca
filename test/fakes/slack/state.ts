/** What the local Slack remembers. */
import type { Json } from './blocks.ts';
import type { ChosenOption } from './people.ts';

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
  errors: Record<string, string>;
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

/** What a method does next instead of its work. */
export type Fault = { status: number; retryAfter?: number } | { error: string; messages?: string[] } | { hang: true } | { slowMs: number };

export interface Call {
  method: string;
  args: Json;
  at: number;
}

export interface State {
  token: string;
  now: () => number;
  fileDelayMs: number;
  channels: Map<string, { member: boolean; archived?: boolean }>;
  people: Map<string, { name: string; locale: string }>;
  messages: Message[];
  files: Map<string, StoredFile>;
  views: Map<string, View>;
  triggers: Map<string, { at: number; used: boolean; user: string }>;
  responses: Map<string, ResponseUrl>;
  /** What a person has chosen in a search, and what it offered, by message, block and action. */
  selections: Map<string, ChosenOption[]>;
  offers: Map<string, ChosenOption[]>;
  faults: Map<string, Fault[]>;
  calls: Call[];
  /** What a person would see as a failure of the app. */
  troubles: string[];
  sequence: number;
}

export function newState(token: string, fileDelayMs: number, now: () => number): State {
  return {
    token,
    now,
    fileDelayMs,
    channels: new Map([
      ['C0DESK', { member: true }],
      ['C0OTHER', { member: false }],
      ['C0OLD', { member: true, archived: true }],
    ]),
    people: new Map(),
    messages: [],
    files: new Map(),
    views: new Map(),
    triggers: new Map(),
    responses: new Map(),
    selections: new Map(),
    offers: new Map(),
    faults: new Map(),
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

/** Opens a trigger for a press or a command. */
export function newTrigger(state: State, user: string): string {
  const id = `${next(state)}.${state.now()}.abcdef`;
  state.triggers.set(id, { at: state.now(), used: false, user });
  return id;
}
