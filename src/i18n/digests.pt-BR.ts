/** Portuguese words of digests. */
export const digestsPtBR = {
  'problem.digest.schedule': 'Esperava dias e horários como seg-sex 08:00, seg-sex 18:30.',
  'problem.digest.parts': 'Escolha ao menos um destes: {{parts}}.',
  'audit.digest': 'Resumo {{name}}',
  'targets.slack': 'Slack',
  'targets.teams': 'Microsoft Teams',
  'targets.hint': 'Digite o nome de um canal ou de uma pessoa. Sem busca, digite o id: slack:C0123',
  'targets.more': '{{label}}: mais um',
  'targets.add': 'Incluir mais um',
  'targets.full': 'No máximo {{most}}.',
  'targets.nothing': 'Escolha antes um canal ou uma pessoa.',
  'targets.self': '{{name}} (você)',
} as const;
