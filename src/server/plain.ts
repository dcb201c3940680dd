// Short answers in plain text: errors and health.
import type { Response } from 'express';

/** Ends a response with one line. */
export function plain(response: Response, status: number, line: string): void {
  response.status(status).type('text/plain').send(`${line}\n`);
}
