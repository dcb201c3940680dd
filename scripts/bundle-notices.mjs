// The licences of the packages that a bundle holds: most of them ask to be carried along with every copy.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** @param inputs the bundled files, relative to the root; the text is the same for the same packages */
export async function notices(inputs) {
  const folders = new Set(inputs.map((path) => FOLDER.exec(path)?.[0]).filter(Boolean));
  const parts = await Promise.all([...folders].sort().map(notice));
  return { text: parts.join('\n'), packages: parts.length };
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json')));
  const files = (await readdir(folder)).filter((file) => FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length === 0) texts.push(await fromReadme(folder));
  const title = `${name} ${version.replace(/^v/, '')} (${license})`;
  return [title, '='.repeat(title.length), ...texts.map((text) => text.trim()), ''].join('\n\n');
}

/** Some packages have their licence in the README alone, under a heading of its own. */
async function fromReadme(folder) {
  const text = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  return /^#+ *licen[cs]e\b[\s\S]*/im.exec(text)?.[0] ?? '';
}
