import { HIDDEN, maskText } from '../../src/domain/masking.ts';

describe('a masked text', () => {
  it.each([
    '+55 11 99999-0000',
    '(11) 99999-0000',
    '11999990000',
    '11 9 9999 0000',
    '+1 (415) 555-0100',
    '123.456.789-00',
    'maria.souza+x@mail.example.com.br',
    '１１９９９９９００００',
    '11–99999–0000',
  ])('hides %s', (secret) => {
    const masked = maskText(`ligue para ${secret}, por favor`);
    expect(masked).toBe(`ligue para ${HIDDEN}, por favor`);
  });

  it.each(['em 2026-11-22 às 14:37', 'dia 22/11/2026', 'pedido 1234567', 'R$ 1.234,56', 'código 12-34', '@maria'])('leaves %s', (text) => {
    expect(maskText(text)).toBe(text);
  });
});
