/**
 * Slack's limits of messages and views (docs.slack.dev, Block Kit reference). Over any of them Slack refuses the whole
 * message with `invalid_blocks`, so everything is cut before it is sent, with words that say so.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Our own, of a form: one place is left for what is said about it later. */
  formBlocks: 99,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextText: 3000,
  /** Slack takes 25; five are what fits in a row. */
  rowElements: 5,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  actionId: 255,
  blockId: 255,
  optionText: 75,
  optionValue: 75,
  selectOptions: 100,
  /** In an answer to `block_suggestion`, and chosen beforehand in a search. */
  offeredOptions: 100,
  initialOptions: 100,
  optionGroups: 100,
  overflowOptions: 5,
  /** Options of `checkboxes`. */
  boxes: 10,
  placeholder: 150,
  altText: 2000,
  imageTitle: 2000,
  inputText: 3000,
  inputLabel: 2000,
  viewTitle: 24,
  viewMetadata: 3000,
} as const;

/** Our own: how many characters of monospace a phone shows in a line, rows of a table, characters of a notification. */
export const PHONE_WIDTH = 36;
export const TABLE_ROWS = 40;
export const NOTIFICATION = 300;
/** What `chat.postMessage` advises for `text` at most. */
export const MESSAGE_TEXT = 3900;
