// The room's front door: bytes to families to bytes.
export * from './escape.ts';
export * from './family.ts';
export { TranslationMemory } from './memory.ts';
export { snakeCase } from './names.ts';
export * from './render.ts';
export * from './rules.ts';
export * from './samples.ts';
export * from './translate.ts';
export { Translator } from './translator.ts';
