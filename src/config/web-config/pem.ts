// PEM texts of a web-config file: each is either written in it, or in a file that it names.
import { resolve } from 'node:path';
import { type ReadFile, whyUnreadable } from '../files.ts';
import type { Section } from './yaml-section.ts';

export class Pem {
  /** Every file that was looked for, whether it could be read or not: a change to one is a new configuration. */
  readonly files: string[] = [];
  readonly #folder: string;
  readonly #readFile: ReadFile;

  constructor(folder: string, readFile: ReadFile) {
    this.#folder = folder;
    this.#readFile = readFile;
  }

  /** The text of `name`, or of the file in `<name>_file`; undefined if neither is there or can be read. */
  take(section: Section, name: string): string | undefined {
    const [inline, file] = [section.text(name), section.text(`${name}_file`)];
    if (inline && file) {
      section.problem(name, `is given together with ${name}_file`, 'keep one of them');
      return undefined;
    }
    if (inline || !file?.text) return inline?.text;
    const path = resolve(this.#folder, file.text);
    this.files.push(path);
    try {
      return this.#readFile(path);
    } catch (error) {
      const remedy = 'give the path of a PEM file that the exporter may read';
      section.problem(`${name}_file`, `${whyUnreadable(error, path)}: ${path}`, remedy);
      // Told already; an empty text keeps it from being called missing as well.
      return '';
    }
  }
}
