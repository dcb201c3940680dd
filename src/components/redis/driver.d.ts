// The inner module of ioredis that is used; its declarations keep the method private.
declare module 'ioredis/built/DataHandler.js' {
  type Handler = { prototype?: { shiftCommand(reply: unknown): unknown } };
  const handler: Handler & { default?: Handler };
  export default handler;
}
