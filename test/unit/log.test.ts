/** The log tells what failed and why, and nobody's words. */
import { createLog, errorForLog } from '../../src/log.ts';

test('what hangs on an error stays out: documents, requests, tokens', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const cause = Object.assign(new Error('socket closed'), { code: 'ECONNRESET', config: { headers: { authorization: 'Bearer s3cret' } } });
  const error = Object.assign(new Error('write failed', { cause }), {
    code: 112,
    writeErrors: [{ err: { op: { text: 'Minha senha é 1234' } } }],
  });
  log.error({ err: error, reference: 'abc' }, 'a request failed');
  const [line = ''] = lines;
  expect(JSON.parse(line)).toMatchObject({
    msg: 'a request failed',
    reference: 'abc',
    err: { message: 'write failed', code: 112, cause: { code: 'ECONNRESET' } },
  });
  expect(line).not.toMatch(/senha|s3cret/);
});

test('something thrown that is no error is told too', () => {
  expect(errorForLog('gone')).toEqual({ type: 'string', message: 'gone' });
});
