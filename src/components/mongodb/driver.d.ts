// The inner modules of the driver that are used; its own declarations leave them out.
declare module 'mongodb/lib/cmap/connection.js' {
  export const Connection: new (socket: import('node:net').Socket, options: object) => object;
}

declare module 'mongodb/lib/cmap/commands.js' {
  type Answer = { prototype: { readonly data: Uint8Array; parse(): unknown } };
  export const OpReply: Answer | undefined;
  export const OpMsgResponse: Answer | undefined;
}

declare module 'mongodb/lib/utils.js' {
  export const BufferPool: { prototype: { getInt32(): number | null } } | undefined;
}
