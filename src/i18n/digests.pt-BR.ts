/** Portuguese words of digests. */
export const digestsPtBR = {
  'problem.digest.schedule': 'Esperava dias e horários como seg-sex 08:00, seg-sex 18:30.',
  'problem.digest.parts': 'Escolha ao menos um destes: {{parts}}.',
  'audit.digest': 'Resumo {{name}}',
} as const;
