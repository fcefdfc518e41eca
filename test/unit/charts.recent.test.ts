import { recentPictures } from '../../src/charts/recent.ts';

/** A desk whose pictures are 100 bytes each and know how often they were drawn. */
function desk(mostBytes?: number) {
  let now = 0;
  const drawn: string[] = [];
  const pictures = recentPictures({ now: () => now, mostBytes });
  const draw = (name: string) => async (): Promise<Buffer> => {
    drawn.push(name);
    await Promise.resolve();
    return Buffer.alloc(100, name);
  };
  return { drawn, ask: (name: string) => pictures.get(name, draw(name)), pass: (ms: number) => void (now += ms), pictures };
}

describe('Pictures of the last minute', () => {
  it('are drawn once for everybody who asks within it', async () => {
    const { drawn, ask, pass } = desk();
    const first = await ask('month');
    pass(59_999);
    expect(await ask('month')).toBe(first);
    expect(drawn).toEqual(['month']);
  });

  it('are drawn again after it', async () => {
    const { drawn, ask, pass } = desk();
    await ask('month');
    pass(60_000);
    await ask('month');
    expect(drawn).toEqual(['month', 'month']);
  });

  it('are shared while they are being drawn', async () => {
    const { drawn, ask } = desk();
    const [one, other] = await Promise.all([ask('month'), ask('month'), ask('day')]);
    expect(one).toBe(other);
    expect(drawn).toEqual(['month', 'day']);
  });

  it('never take more memory than their bound: the oldest leave', async () => {
    const { drawn, ask } = desk(250);
    for (const name of ['a', 'b', 'c']) await ask(name);
    await ask('c');
    await ask('b');
    expect(drawn).toEqual(['a', 'b', 'c']);
    await ask('a');
    expect(drawn).toEqual(['a', 'b', 'c', 'a']);
  });

  it('are not kept at all when one alone is larger than the bound', async () => {
    const { drawn, ask } = desk(99);
    await ask('a');
    await ask('a');
    expect(drawn).toEqual(['a', 'a']);
  });

  it('that failed are tried again, and whoever waited is told', async () => {
    const { drawn, ask, pictures } = desk();
    const broken = (): Promise<Buffer> => Promise.reject(new Error('no ink'));
    const results = await Promise.allSettled([pictures.get('month', broken), ask('month')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await ask('month');
    expect(drawn).toEqual(['month']);
  });
});
