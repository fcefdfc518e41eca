import type { en } from './en.ts';

/** Português do Brasil: as mesmas chaves e os mesmos campos que o inglês (o compilador e um teste conferem). */
export const ptBR: Record<keyof typeof en, string> = {
  'error.title': 'Não deu certo',
  'error.gone': 'Este botão é de uma versão anterior e já não funciona. Pergunte de novo para ver uma resposta atual.',
  'error.role': 'Isto exige o papel “{{role}}”. Um administrador pode concedê-lo a você.',
  'error.stranger.title': 'Ainda não conheço você',
  'error.stranger.ask': 'Só mostro os dados desta operação a pessoas que um administrador incluiu. Fale com:',
  'error.stranger.nobody': 'Só mostro os dados desta operação a pessoas que um administrador incluiu, e ainda não há nenhum. Quem instalou o Vigia pode indicar os primeiros em ADMINS.',
  'error.unavailable': 'O banco de dados não responde neste momento, por isso não tenho números. Nada se perdeu; pergunte de novo em um minuto. Referência {{reference}}.',
  'error.unexpected': 'Algo falhou do meu lado; sua pergunta não foi o problema. Pergunte de novo e, se continuar assim, passe esta referência a um administrador: {{reference}}.',
  'error.unknown': 'Não conheço “{{word}}”. Digite “ajuda” para ver o que sei fazer.',
  'error.unknown.suggest': 'Não conheço “{{word}}”. Você quis dizer “{{suggestion}}”? “ajuda” mostra tudo.',
  'foot.simulated': 'dados simulados',
  'role.viewer': 'leitor',
  'role.supervisor': 'supervisor',
  'role.admin': 'administrador',
};
