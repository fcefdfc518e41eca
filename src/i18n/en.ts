/** English: the model of the catalogues. Keys name the room and what is said; plurals end in `_one` and `_other`. */
export const en = {
  'error.title': 'That did not work',
  'error.gone': 'This button belongs to an older version and does nothing any more. Ask again to get a fresh answer.',
  'error.role': 'This needs the role “{{role}}”. An administrator can give it to you.',
  'error.stranger.title': 'I do not know you yet',
  'error.stranger.ask': 'I show this desk’s data only to people whom an administrator has added. Ask one of them:',
  'error.stranger.nobody': 'I show this desk’s data only to people whom an administrator has added, and there is none yet. Whoever installed Vigia can name the first ones in ADMINS.',
  'error.unavailable': 'The database does not answer right now, so I have no figures. Nothing is lost; please ask again in a minute. Reference {{reference}}.',
  'error.unexpected': 'Something went wrong on my side; your question was not the problem. Ask again, and if it stays so, give an administrator this reference: {{reference}}.',
  'error.unknown': 'I do not know “{{word}}”. Type “help” to see what I can do.',
  'error.unknown.suggest': 'I do not know “{{word}}”. Did you mean “{{suggestion}}”? “help” lists everything.',
  'foot.simulated': 'simulated data',
  'role.viewer': 'viewer',
  'role.supervisor': 'supervisor',
  'role.admin': 'administrator',
} as const;
