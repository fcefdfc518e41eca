/** JSON lines as they arrive. */

/** The values of a response's lines; throws when it breaks off. `heard` is called for whatever arrives. */
export async function* jsonLines(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    heard();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
    if (done) return;
  }
}
