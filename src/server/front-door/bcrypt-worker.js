// The thread that compares passwords with bcrypt hashes. JavaScript: Node 20 starts no thread from TypeScript.
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

parentPort?.on(
  'message',
  (/** @type {{ password: string, hash: string }} */ { password, hash }) => {
    parentPort?.postMessage(bcrypt.compareSync(password, hash));
  },
);
