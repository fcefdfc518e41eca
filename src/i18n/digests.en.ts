/** English words of digests. */
export const digestsEn = {
  'problem.digest.schedule': 'Expected days and times such as mon-fri 08:00, mon-fri 18:30.',
  'problem.digest.parts': 'Choose at least one, of: {{parts}}.',
  'audit.digest': 'Digest {{name}}',
} as const;
