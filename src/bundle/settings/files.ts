// schema/observability.schema.json and observability.example.yml, from the same shape as the file is checked by.
import type { Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import { settingsShape } from './definition.ts';
import { exampleText } from './example.ts';
import { settingsSchema } from './json-schema.ts';

export function settingsFiles(observed: readonly Observed[]): GeneratedFile[] {
  const shape = settingsShape(observed);
  const schema = `${JSON.stringify(settingsSchema(shape), null, 2)}\n`;
  return [
    { path: 'schema/observability.schema.json', content: schema },
    { path: 'observability.example.yml', content: exampleText(shape) },
  ];
}
