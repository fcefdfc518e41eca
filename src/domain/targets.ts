/** Where alerts and digests go: a channel or a person of a chat, by the platform's own id behind its name. */

/** `slack:C0DESK`, `slack:U1`, `teams:19:…@thread.tacv2`, `teams:<directory object id>`. */
const TARGET = /^(slack|teams):\S{1,200}$/;

/** So many of one rule or digest. */
export const MOST_TARGETS = 10;

export function isTarget(text: string): boolean {
  return TARGET.test(text);
}

/** Whether every one is a target, each once, and not too many. */
export function areTargets(targets: readonly string[]): boolean {
  return targets.length <= MOST_TARGETS && targets.every(isTarget) && new Set(targets).size === targets.length;
}

/** The platform of a target, and what it calls the place itself. */
export function partsOf(target: string): { platform: string; place: string } {
  const cut = target.indexOf(':');
  return { platform: target.slice(0, cut), place: target.slice(cut + 1) };
}
