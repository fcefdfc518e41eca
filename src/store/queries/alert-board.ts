/**
 * The board of alert rules in one document: an evaluation replaces it whole, conditional on its revision, and carries what is to be told
 * with it, so that neither can be without the other, whatever crashes. docs/decisions/2026-11-26-alerts.md
 */
import mongoose from 'mongoose';
import { type Advanced, type Board, EMPTY_BOARD } from '../../domain/alert-board.ts';
import type { Store } from '../connect.ts';
import type { AlertBoardDoc } from '../models/models.ts';

const BOARD = 'board';
const DUPLICATE_KEY = 11_000;
/** Evaluations and people who acknowledge at the same moment. */
const ATTEMPTS = 50;

type Kept = AlertBoardDoc['intents'][number];

/** As `BoardStore` of app/watching.ts. */
export interface AlertBoardStore {
  read: () => Promise<Board & { rev: number }>;
  change: (apply: (board: Board) => Advanced | null) => Promise<{ board: Board; rev: number } | null>;
  intents: () => Promise<{ rev: number; board: Board; intents: Kept[] }>;
  done: (ids: readonly string[]) => Promise<void>;
}

export function alertBoardStore(store: Store): AlertBoardStore {
  async function whole(): Promise<AlertBoardDoc> {
    return (await store.alerts.findOne({ _id: BOARD })) ?? { _id: BOARD, rev: 0, intents: [], ...EMPTY_BOARD };
  }

  const boardOf = ({ at, states, told }: AlertBoardDoc): Board => ({ at, states, told });

  /** False when somebody else has changed it since `rev`. */
  async function write(rev: number, board: Board, intents: Kept[]): Promise<boolean> {
    const set = { ...board, rev: rev + 1 };
    if (rev > 0) {
      const written = await store.alerts.updateOne({ _id: BOARD, rev }, { $set: set, $push: { intents: { $each: intents } } });
      return written.modifiedCount === 1;
    }
    try {
      await store.alerts.insertOne({ _id: BOARD, ...set, intents });
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  return {
    read: async () => {
      const found = await whole();
      return { ...boardOf(found), rev: found.rev };
    },
    change: async (apply) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const found = await whole();
        const advanced = apply(boardOf(found));
        if (!advanced) return null;
        // Nothing is written for an evaluation that was made already.
        if (advanced.intents.length === 0 && isSame(advanced.board, found)) return { board: boardOf(found), rev: found.rev };
        if (await write(found.rev, advanced.board, advanced.intents.map(withId))) return { board: advanced.board, rev: found.rev + 1 };
      }
      throw new Error(`the board of alerts was changed by others ${ATTEMPTS} times while one change was made`);
    },
    intents: async () => {
      const found = await whole();
      return { rev: found.rev, board: boardOf(found), intents: found.intents };
    },
    done: async (ids) => {
      if (ids.length > 0) await store.alerts.updateOne({ _id: BOARD }, { $pull: { intents: { id: { $in: [...ids] } } } });
    },
  };
}

function withId(intent: Advanced['intents'][number]): Kept {
  return { ...intent, id: new mongoose.mongo.ObjectId().toHexString() };
}

function isSame(board: Board, { at, states }: Board): boolean {
  return board.at?.getTime() === at?.getTime() && board.states === states;
}
