/** What is wrong with a digest, field by field. */
import { type Digest, DIGEST_PARTS } from './digest.ts';
import { isZone } from './parameters.ts';
import { scheduleOf } from './schedule.ts';
import { areTargets, MOST_TARGETS } from './targets.ts';

export type DigestProblemKey = 'digest.schedule' | 'digest.part' | 'digest.parts' | 'alert.targets' | 'zone' | 'language';

interface Found {
  field: string;
  key: DigestProblemKey;
  values?: Record<string, string | number>;
}

export const LONGEST_SCHEDULE = 300;

/** Everything that is wrong with a digest beside its id and title. */
export function digestProblems({ schedule, timeZone, parts, targets, language }: Digest): Found[] {
  const known = parts.every((part) => DIGEST_PARTS.includes(part)) && new Set(parts).size === parts.length;
  return [
    ...(schedule.length <= LONGEST_SCHEDULE && scheduleOf(schedule) !== undefined
      ? []
      : [{ field: 'schedule', key: 'digest.schedule' as const }]),
    ...(timeZone === null || isZone(timeZone) ? [] : [{ field: 'timeZone', key: 'zone' as const }]),
    ...(parts.length > 0 ? [] : [{ field: 'parts', key: 'digest.part' as const }]),
    ...(known ? [] : [{ field: 'parts', key: 'digest.parts' as const, values: { parts: DIGEST_PARTS.join(', ') } }]),
    ...(areTargets(targets) ? [] : [{ field: 'targets', key: 'alert.targets' as const, values: { most: MOST_TARGETS } }]),
    ...(language === null || language === 'pt-BR' || language === 'en' ? [] : [{ field: 'language', key: 'language' as const }]),
  ];
}
