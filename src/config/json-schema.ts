// The JSON Schema of the configuration file, for editors: completion, descriptions and checks while typing.
import type { Component } from '../scrape/component.ts';
import { isSecret, type Option, PROCESS_OPTIONS, targetOptions } from './option.ts';

export interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
}

/** Draft 7, the one that editors know; the same options as {@link loadConfig} takes. */
export function jsonSchema(components: readonly Component[]): JsonSchema {
  const options = targetOptions(components);
  const target = objectOf(options);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of appsmith-exporter',
    ...objectOf([...PROCESS_OPTIONS, ...options]),
    properties: {
      ...objectOf([...PROCESS_OPTIONS, ...options]).properties,
      targets: {
        description: 'Further Appsmiths by name, each at /probe?target=NAME.',
        type: 'object',
        propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$', not: { const: 'default' } },
        additionalProperties: { ...target, type: ['object', 'null'] },
      },
    },
  };
}

function objectOf(options: readonly Option[]): JsonSchema {
  const root: JsonSchema = {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {},
  };
  for (const option of options) {
    let at = root;
    for (const key of option.path.slice(0, -1)) {
      at.properties![key] ??= {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {},
      };
      at = at.properties![key];
    }
    const key = option.path.at(-1)!;
    at.properties![key] = leaf(option);
    if (isSecret(option)) {
      const description = `File that holds ${key}: ${option.help}`;
      at.properties![`${key}_file`] = { type: ['string', 'null'], description };
    }
  }
  return root;
}

function leaf({ kind, help, min, max, choices, default: fallback }: Option): JsonSchema {
  const common = { description: help, ...(fallback !== undefined && { default: fallback }) };
  const range = {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  };
  switch (kind) {
    case 'boolean':
      return { ...common, type: ['boolean', 'null'] };
    case 'integer':
      return { ...common, type: ['integer', 'null'], ...range };
    case 'duration':
      return {
        ...common,
        type: ['string', 'number', 'null'],
        pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h|d)?)+$',
        ...range,
      };
    case 'choice':
      return { ...common, enum: [...(choices ?? []), null] };
    case 'listen':
    case 'secret':
    case 'string':
      return { ...common, type: ['string', 'integer', 'null'] };
    case 'url':
      return { ...common, type: ['string', 'null'], pattern: '^https?://' };
    default:
      return { ...common, type: ['string', 'null'] };
  }
}
