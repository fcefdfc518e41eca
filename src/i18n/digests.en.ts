/** English words of digests. */
export const digestsEn = {
  'problem.digest.schedule': 'Expected days and times such as mon-fri 08:00, mon-fri 18:30.',
  'problem.digest.parts': 'Choose at least one, of: {{parts}}.',
  'audit.digest': 'Digest {{name}}',
  'targets.slack': 'Slack',
  'targets.teams': 'Microsoft Teams',
  'targets.hint': 'Type the name of a channel or a person. Without a search, type the id: slack:C0123',
  'targets.more': '{{label}}: another',
  'targets.add': 'Add another',
  'targets.full': '{{most}} at most.',
  'targets.nothing': 'Choose a channel or a person first.',
  'targets.self': '{{name}} (you)',
} as const;
