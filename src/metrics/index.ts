// The room's front door: definitions and samples.
export * from './definition.ts';
export * from './samples.ts';
