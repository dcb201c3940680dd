// The one inner module of the driver that is used; its own declarations leave it out.
declare module 'mongodb/lib/cmap/connection.js' {
  export const Connection: new (socket: import('node:net').Socket, options: object) => object;
}
