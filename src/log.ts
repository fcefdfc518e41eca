/** The process's log: JSON lines on standard error, without anybody's words. */
import pino, { type Logger } from 'pino';

interface LoggedError {
  type: string;
  message: string;
  code?: string | number | undefined;
  stack?: string | undefined;
  cause?: LoggedError | undefined;
}

/** An error's own words and its causes', and nothing that hangs on it: drivers attach whole documents, clients whole requests. */
export function errorForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: errorForLog(error.cause) }),
  };
}

/** @param destination where lines go, for tests; standard error by default */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  return pino({ level, serializers: { err: errorForLog } }, destination);
}
