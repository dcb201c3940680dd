// What a settings file may hold, said once: the reader, the JSON Schema and the example all follow from it.

/** `help` is a sentence for people; `default` is what holds where the file says nothing. */
interface Common {
  readonly help: string;
  /** Its help stands once for all above: the example does not repeat it. */
  readonly known?: true;
}

export interface NumberShape extends Common {
  readonly kind: 'number';
  readonly integer?: true;
  readonly min?: number;
  readonly max?: number;
  /** The value must be less than this; the reason is said with it. */
  readonly below?: { readonly value: number; readonly why: string };
  /** Why less than `min` is refused, where that is no matter of taste. */
  readonly tooLow?: string;
  /** A number of this unit, for people: `85 %`. */
  readonly spoken?: (value: number) => string;
  readonly default?: number;
}

export interface TextShape extends Common {
  readonly kind: 'text';
  readonly pattern?: RegExp;
  /** What the pattern asks for: `must be an http address`. */
  readonly must?: string;
  readonly remedy?: string;
  /** For what no pattern can say. */
  readonly accepts?: (text: string) => boolean;
  readonly default?: string;
}

export interface DurationShape extends Common {
  readonly kind: 'duration';
  /** In seconds. */
  readonly min: number;
  readonly max: number;
  readonly tooLow?: string;
  readonly default: string;
}

export interface ChoiceShape extends Common {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

export interface SwitchShape extends Common {
  readonly kind: 'switch';
  readonly default: boolean;
}

/** Keys that are known. */
export interface MapShape extends Common {
  readonly kind: 'map';
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** At least one of them must be there. */
  readonly oneOf?: readonly string[];
  /** A key that somebody may try, and the one to use instead, with the reason. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Unknown keys are told but harmless: what an upgrade took away must not break it. */
  readonly outlived?: string;
}

/** Keys that the user chooses. */
export interface DictionaryShape extends Common {
  readonly kind: 'dictionary';
  readonly key: RegExp;
  readonly keyMust: string;
  readonly reserved: readonly string[];
  readonly value: Shape;
}

export interface ListShape extends Common {
  readonly kind: 'list';
  readonly of: Shape;
}

/** A map whose other keys depend on the value of one. */
export interface VariantShape extends Common {
  readonly kind: 'variant';
  readonly by: string;
  readonly of: Readonly<Record<string, MapShape>>;
}

export type Shape =
  | NumberShape
  | TextShape
  | DurationShape
  | ChoiceShape
  | SwitchShape
  | MapShape
  | DictionaryShape
  | ListShape
  | VariantShape;
