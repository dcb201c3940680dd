// The shape as JSON Schema, draft 7, for editors: completion, units, ranges and checks while typing.
import type { MapShape, NumberShape, Shape } from './shape.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export function settingsSchema(shape: MapShape): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of Appsmith’s dashboards and alerts (observability.yml)',
    ...schemaOf(shape),
  };
}

/** Nothing (`null`) is allowed where a file may have an empty section. */
function schemaOf(shape: Shape): JsonSchema {
  const description = shape.help;
  switch (shape.kind) {
    case 'number':
      return numberSchema(shape);
    case 'text':
      return {
        description,
        type: 'string',
        ...(shape.pattern && { pattern: shape.pattern.source }),
        ...(shape.default !== undefined && { default: shape.default }),
      };
    case 'duration':
      return { description, type: 'string', pattern: '^\\d+[smhd]$', default: shape.default };
    case 'choice':
      return {
        description,
        enum: shape.choices,
        ...(shape.default !== undefined && { default: shape.default }),
      };
    case 'switch':
      return { description, type: 'boolean', default: shape.default };
    case 'map':
      return mapSchema(shape);
    case 'dictionary':
      return {
        description,
        type: ['object', 'null'],
        propertyNames: { pattern: shape.key.source, not: { enum: shape.reserved } },
        additionalProperties: schemaOf(shape.value),
      };
    case 'list':
      return { description, type: ['array', 'null'], items: schemaOf(shape.of) };
    case 'variant':
      return {
        description,
        type: 'object',
        required: [shape.by],
        oneOf: Object.values(shape.of).map((one) => ({ ...mapSchema(one), type: 'object' })),
      };
  }
}

function numberSchema(shape: NumberShape): JsonSchema {
  const { help, integer, min, max, below, default: fallback } = shape;
  return {
    description: help,
    type: integer ? 'integer' : 'number',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(below !== undefined && { exclusiveMaximum: below.value }),
    ...(fallback !== undefined && { default: fallback }),
  };
}

function mapSchema({ help, keys, required = [], oneOf, outlived }: MapShape): JsonSchema {
  return {
    description: help,
    type: ['object', 'null'],
    properties: Object.fromEntries(
      Object.entries(keys).map(([key, shape]) => [key, schemaOf(shape)]),
    ),
    additionalProperties: outlived !== undefined,
    ...(required.length > 0 && { required }),
    ...(oneOf && { anyOf: oneOf.map((key) => ({ required: [key] })) }),
  };
}
