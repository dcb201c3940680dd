// One part of a long simulation, in a process of its own: a script on standard input, its recording on standard output.
import { deserialize, serialize } from 'node:v8';
import { type Script, simulate } from './course.ts';

async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const recording = await simulate(deserialize(Buffer.concat(chunks)) as Script);
  process.stdout.write(serialize(recording.toColumns()));
}

await main();
