/** English words of alerts and of what is wrong with their rules. */
export const alertsEn = {
  'problem.alert.kind': 'Expected one of the kinds {{kinds}}.',
  'problem.alert.indicator': 'Expected an indicator that can be watched in this way, such as now.queue.longest or period.abandonment.',
  'problem.alert.forecast':
    'A forecast can be made of what waits alone: the queue, those who await agents or customers, those without interaction.',
  'problem.alert.channel': 'Expected a channel; agents are not told apart by channels.',
  'problem.alert.agents': 'Expected agents, each once, 200 at most.',
  'problem.alert.operator': 'Expected one of {{operators}}.',
  'problem.alert.threshold': 'Expected a value of this indicator: a time such as 10 min, a percentage such as 80 %, or a number.',
  'problem.alert.clear': 'Expected a value on the good side of the limit, or nothing for the limit itself.',
  'problem.alert.weeks': 'Expected a whole number of weeks from {{min}} to {{max}}.',
  'problem.alert.floor': 'Expected a value of this indicator, or nothing.',
  'problem.alert.job': 'Expected one of the jobs {{jobs}}.',
  'problem.alert.severity': 'Expected one of {{severities}}.',
  'problem.alert.sample': 'Expected a whole number from {{min}} to {{max}}.',
  'problem.alert.nodata': 'Expected one of {{policies}}.',
  'problem.alert.hours': 'Expected nothing for always, business, or days and hours such as mon-fri 08:00-18:00.',
  'problem.alert.targets': 'Expected channels or people such as slack:C0123, each once, {{most}} at most.',
  'problem.alert.mention': 'Expected nobody, channel, or a person such as slack:U123.',
  'problem.alert.escalate': 'An escalation needs both a time and somebody to tell.',
  'problem.alert.cap': 'Expected a whole number from {{min}} to {{max}}.',
  'audit.alert': 'Alert {{name}}',
} as const;
