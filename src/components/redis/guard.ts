// Guards ioredis against replies that nobody asked for: a null among them would end the process.

let guarded = false;

/**
 * ioredis 6 names a reply that it cannot place in an error, and throws at one that is null, in a listener
 * where nothing catches it. Any port that is not Redis's may answer so. Applied once, before the first
 * connection; a driver that is built otherwise goes without, and the test of it would tell.
 */
export async function guardReplies(): Promise<void> {
  if (guarded) return;
  const handler = await import('ioredis/built/DataHandler.js').catch(() => undefined);
  // As an ES module the class is the default's default.
  const type = handler?.default.default ?? handler?.default;
  if (guarded || !type?.prototype?.shiftCommand) return;
  guarded = true;
  const { shiftCommand } = type.prototype;
  type.prototype.shiftCommand = function (this: unknown, reply: unknown) {
    return shiftCommand.call(this, reply ?? 'nothing');
  };
}
