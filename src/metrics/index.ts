// The room's front door: definitions and samples.
export * from './buckets.ts';
export * from './definition.ts';
export * from './escape.ts';
export { canonical } from './heads.ts';
export * from './samples.ts';
export { type Sample, Series } from './series.ts';
