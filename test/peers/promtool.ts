// Runs the real promtool over an exposition body.
import { spawn } from 'node:child_process';
import { need } from './need.ts';

export const needPromtool = (): boolean => need('promtool', 'apt-get install prometheus');

/** `promtool check metrics` on a body of text 0.0.4: its lines of output; none means that it is clean. */
export async function promtoolCheckMetrics(body: string): Promise<string[]> {
  const { output, code } = await pipeInto('promtool', ['check', 'metrics'], body);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  // A failure that says nothing must not look like a clean bill.
  return code !== 0 && lines.length === 0 ? [`promtool ended with ${code}`] : lines;
}

/** Runs a program with `input` on its standard input. */
export function pipeInto(
  command: string,
  args: readonly string[],
  input: string | Uint8Array,
): Promise<{ output: string; stdout: string; code: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe' });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ output, stdout, code: code ?? -1 }));
    // A program that ends before it has read everything closes the pipe; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
