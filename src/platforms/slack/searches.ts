/** The search control in Slack: a section whose menu asks us for options while a person types, and its way back. */
import { randomBytes } from 'node:crypto';
import type { KnownBlock, MultiExternalSelect, OptionGroup, PlainTextOption, SectionBlock } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Option, Search } from '../../view/card.ts';
import { orDash } from './escape.ts';
import { LIMITS } from './limits.ts';
import { clip } from './mrkdwn.ts';
import { cutNote } from './notes.ts';
import { label, plainOptions } from './options.ts';
import { section } from './section.ts';

/** Characters of an id that no other message has. */
const ITERATION = 8;
/** Of a block id: those, `~50` where a message has the same search twice, and a colon; the rest is for the state. */
const STATE_IN_BLOCK = LIMITS.blockId - ITERATION - 4;
/** Between an action and what of the state the block id could not take. */
const MORE = '|';

/** A search as a section (an actions block takes no such menu); nothing where Slack could not carry its action and state. */
export function searchBlocks(search: Search, t: Translate): KnownBlock[] {
  const ids = searchIds(search);
  if (!ids) return [];
  const chosen = plainOptions(search.chosen).slice(0, LIMITS.initialOptions);
  const accessory: MultiExternalSelect = {
    type: 'multi_external_select',
    action_id: ids.action,
    placeholder: label(t('slack.search.placeholder'), LIMITS.placeholder),
    min_query_length: 0,
    ...(chosen.length > 0 && { initial_options: chosen }),
  };
  const block: SectionBlock = {
    ...section(clip([{ bold: orDash(search.label) }], LIMITS.sectionText, t)),
    block_id: ids.block,
    accessory,
  };
  return chosen.length < search.chosen.length ? [block, cutNote('slack.cut.options', chosen.length, search.chosen.length, t)] : [block];
}

/**
 * Slack's client keeps what a person has chosen for as long as both ids stay, whatever the message says meanwhile: every answer gets an
 * id of its own, also one that shows an earlier choice again. The same answer, drawn again with its pictures, keeps it.
 */
const iterations = new WeakMap<Search, string>();

function iterationOf(search: Search): string {
  const known = iterations.get(search) ?? randomBytes(ITERATION).toString('base64url').slice(0, ITERATION);
  iterations.set(search, known);
  return known;
}

/** The ids that carry a search's action and state: a private message brings nothing else back with a press. */
function searchIds(search: Search): { block: string; action: string } | undefined {
  const { action, state } = search;
  const rest = state.slice(STATE_IN_BLOCK);
  const id = rest === '' ? action : `${action}${MORE}${rest}`;
  return id.length > LIMITS.actionId ? undefined : { block: `${iterationOf(search)}:${state.slice(0, STATE_IN_BLOCK)}`, action: id };
}

/** The action of a search's id. */
export function searchedAction(actionId: string): string {
  return actionId.split(MORE, 1)[0] ?? actionId;
}

/** `state|a-1,a-7`, as handlers take it. A value never has a comma; one that does is none of ours. */
export function searchedValue(blockId: string, actionId: string, chosen: { value?: string | undefined }[]): string {
  const state = blockId.slice(blockId.indexOf(':') + 1) + actionId.slice(searchedAction(actionId).length + MORE.length);
  const values = chosen.flatMap(({ value = '' }) => (value === '' || value.includes(',') ? [] : [value]));
  return `${state}|${values.join(',')}`;
}

/** Blocks whose ids are different, as Slack demands: a message may have the same search twice. */
export function distinctIds(blocks: KnownBlock[]): KnownBlock[] {
  const seen = new Map<string, number>();
  return blocks.map((block) => {
    if (block.block_id === undefined) return block;
    const count = (seen.get(block.block_id) ?? 0) + 1;
    seen.set(block.block_id, count);
    return count === 1 ? block : { ...block, block_id: block.block_id.replace(':', `~${count}:`) };
  });
}

/** Options as Slack takes them while a person types: a hundred at most, those that it cannot carry counted in a group's name. */
export function offered(found: Option[], t: Translate): { options: PlainTextOption[] } | { option_groups: OptionGroup[] } {
  const options = plainOptions(found).slice(0, LIMITS.offeredOptions);
  if (options.length === found.length || options.length === 0) return { options };
  const name = t('slack.cut.options', { shown: options.length, total: found.length });
  return { option_groups: [{ label: label(name, LIMITS.optionText), options }] };
}
