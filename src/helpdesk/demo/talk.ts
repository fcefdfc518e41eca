/** What is said at the simulated desk. */
import type { DepartmentId } from './staff.ts';

type Lines = readonly [string, ...string[]];

export interface Topic {
  subject: string;
  /** The contact's first words. */
  opening: string;
  agent: Lines;
  contact: Lines;
}

export const TOPICS: Record<DepartmentId, readonly [Topic, ...Topic[]]> = {
  'd-suporte': [
    {
      subject: 'Internet sem conexão',
      opening: 'Olá, estou sem internet desde ontem à noite. A luz do aparelho fica vermelha.',
      agent: [
        'Vou verificar o sinal na sua região, só um momento.',
        'Pode desligar o roteador da tomada por 30 segundos e ligar de novo?',
        'O sinal já aparece normal aqui. Como está aí?',
      ],
      contact: ['Já fiz isso e não voltou.', 'Pronto, religuei. A luz ficou verde agora.', 'Certo, vou testar.'],
    },
    {
      subject: 'Aplicativo não abre',
      opening: 'O aplicativo fecha sozinho quando tento entrar.',
      agent: [
        'Qual é o modelo do seu celular?',
        'Por favor, atualize para a versão mais recente e tente de novo.',
        'Limpei a sessão antiga. Pode entrar com a mesma senha.',
      ],
      contact: ['É um aparelho de 2023, com a versão nova do sistema.', 'Atualizei e agora pede um código.', 'Deu certo!'],
    },
    {
      subject: 'Troca de senha',
      opening: 'Esqueci minha senha e não recebo o e-mail para trocar.',
      agent: ['Confirme, por favor, as duas primeiras letras do seu e-mail.', 'Enviei um novo link agora, vale por uma hora.'],
      contact: ['Começa com “ma”.', 'Chegou na caixa de spam, obrigada.'],
    },
    {
      subject: 'Lentidão',
      opening: 'A conexão está muito lenta à noite, não consigo nem ver vídeo.',
      agent: [
        'Pode fazer um teste de velocidade e me dizer o resultado?',
        'Vi uma oscilação na sua linha. Vou abrir uma visita técnica.',
        'A visita ficou para amanhã entre 8h e 12h.',
      ],
      contact: ['Deu 12 mega, e eu pago 300.', 'Pode ser de manhã.', 'Combinado.'],
    },
  ],
  'd-financeiro': [
    {
      subject: 'Segunda via do boleto',
      opening: 'Olá, preciso da segunda via do boleto deste mês.',
      agent: ['Claro. O vencimento é dia 25; envio o código em seguida.', 'O código foi para o seu e-mail cadastrado.'],
      contact: ['Pode mandar por aqui também?', 'Recebi, obrigado.'],
    },
    {
      subject: 'Cobrança em duplicidade',
      opening: 'Fui cobrado duas vezes na fatura de novembro.',
      agent: ['Vou conferir os lançamentos com você.', 'Confirmei a duplicidade. O estorno sai em até cinco dias úteis.'],
      contact: ['São dois lançamentos no dia 10.', 'E se não aparecer no prazo?', 'Está bem.'],
    },
    {
      subject: 'Negociação de débito',
      opening: 'Quero negociar uma conta atrasada. Dá para parcelar?',
      agent: ['Podemos dividir em até três vezes sem juros.', 'Gerei o acordo. A primeira parcela vence na sexta-feira.'],
      contact: ['Três vezes fica bom.', 'Pode gerar, por favor.'],
    },
  ],
  'd-vendas': [
    {
      subject: 'Planos para empresa',
      opening: 'Oi! Vocês têm plano para uma empresa com 15 pessoas?',
      agent: [
        'Temos, sim. Vocês usam mais ligação ou mais internet?',
        'Nesse perfil, indico o plano Empresa 600. Posso enviar a proposta?',
      ],
      contact: ['Mais internet, e três ramais.', 'Pode enviar. Qual é o prazo de instalação?', 'Perfeito.'],
    },
    {
      subject: 'Mudança de plano',
      opening: 'Vi a promoção no site. Quem já é cliente pode aderir?',
      agent: ['Pode! A mudança vale a partir da próxima fatura.', 'Já deixei a alteração registrada.'],
      contact: ['E a velocidade muda hoje?', 'Quero aderir, então.'],
    },
    {
      subject: 'Disponibilidade no endereço',
      opening: 'Gostaria de saber se atendem o meu bairro.',
      agent: ['Me informe o CEP, por favor.', 'Temos cobertura, com instalação em até três dias.'],
      contact: ['É 01000-000.', 'Ótimo, vou falar em casa e retorno.'],
    },
  ],
  'd-cancelamento': [
    {
      subject: 'Pedido de cancelamento',
      opening: 'Quero cancelar meu contrato, vou me mudar.',
      agent: [
        'Sinto muito que esteja saindo. O novo endereço é na mesma cidade?',
        'Conseguimos transferir sem custo. Prefere transferir ou cancelar?',
        'Cancelamento registrado. O aparelho pode ser entregue em qualquer loja.',
      ],
      contact: ['Não, é em outro estado.', 'Prefiro cancelar mesmo.', 'Preciso devolver o aparelho?'],
    },
    {
      subject: 'Cobrança após o cancelamento',
      opening: 'Cancelei no mês passado e ainda veio cobrança!',
      agent: ['Vou verificar a data do pedido.', 'A cobrança é proporcional aos dias de uso. Já enviei o cálculo.'],
      contact: ['Ninguém me avisou disso.', 'Entendi, obrigado pela explicação.'],
    },
  ],
};

export const GREETING = 'Olá! Sou a assistente virtual. Já vou direcionar você para o setor certo.';
export const SELF_SERVICE = 'Encontrei a resposta na nossa central de ajuda e enviei o link. Se precisar, é só chamar!';
export const CLOSINGS: Lines = [
  'Posso ajudar em algo mais?',
  'Fico à disposição. Tenha um ótimo dia!',
  'Mais alguma dúvida? Se não, encerro por aqui.',
  'Agradecemos o contato!',
];
export const HANDOVER = 'Vou transferir você para o setor responsável, tudo bem?';
export const OUTBOUND: Lines = [
  'Olá! Sua visita técnica está confirmada para amanhã. Podemos manter?',
  'Oi! Notamos uma fatura em aberto. Quer receber a segunda via?',
  'Olá! Seu pedido já saiu para entrega. Ficou alguma dúvida?',
];
export const OUTBOUND_REPLIES: Lines = ['Pode manter, obrigado.', 'Quero sim, por favor.', 'Tudo certo, obrigada!'];
export const COMMENTS: Record<number, Lines> = {
  5: ['Atendimento excelente!', 'Rápida e muito educada.', 'Resolveu na hora.'],
  4: ['Bom, só demorou um pouco.', 'Gostei do atendimento.'],
  3: ['Resolveu, mas esperei bastante.'],
  2: ['Tive que explicar tudo duas vezes.'],
  1: ['Não resolveu o meu problema.', 'Demora absurda.'],
};
