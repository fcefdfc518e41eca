/** Rows a page: what a phone shows without losing the buttons. */
export const PAGE = 10;
