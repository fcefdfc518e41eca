/** What can go wrong with a picture, said once. The configuration and its figures stay out of messages. */

/** @param where the renderer as an operator knows it; @param cause what quickchart-js or the network said */
export function chartError(where: string, cause: unknown): Error {
  const said = cause instanceof Error ? (cause.message.split('\n').at(-1) ?? '') : String(cause);
  return new Error(`The chart was not drawn by ${where}: ${said.slice(0, 300)}`, { cause });
}

/** The renderer did not answer in time. */
export function lateError(where: string, ms: number): Error {
  return new Error(`The chart was not drawn by ${where}: no answer within ${ms / 1000} s`);
}
