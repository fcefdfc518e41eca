/** A value after `ms`, which can be called off. */
export function later<T>(ms: number, value: T): { promise: Promise<T>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, value);
  });
  return { promise, stop: () => clearTimeout(timer) };
}
