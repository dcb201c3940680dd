// A generated file: where it goes, and what is in it.

/** `path` is relative to the checkout, with forward slashes; `content` ends with a newline. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
