// Asks again and again until something is so, for who waits beside a server and must not keep the process alive.

/**
 * Resolves when `check` has answered true. One question at a time: a volume that hangs must not pile them up. Never
 * resolves after `signal` fires.
 */
export function poll(
  check: () => boolean | Promise<boolean>,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  let asking = false;
  return new Promise((resolve) => {
    const timer = setInterval(async () => {
      if (asking) return;
      asking = true;
      const so = await check();
      asking = false;
      if (!so) return;
      clearInterval(timer);
      resolve();
    }, everyMs).unref();
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  });
}
