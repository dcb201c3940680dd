// One watched Appsmith: its settings, component by component, already parsed.
import type { Component, Note, Resolved, Settings, SettingValue } from '../scrape/component.ts';
import type { Option } from './option.ts';
import { pathOf, sectionOf } from './option.ts';

/** An option with what it came to. */
export interface Entry {
  readonly option: Option;
  readonly resolved: Resolved | undefined;
}

export interface TargetConfig {
  /** `default` for the one behind `/metrics`, else the name in `/probe?target=NAME`. */
  readonly name: string;
  /** Undefined for a named target that gives none. */
  readonly stacksDir?: string;
  readonly dockerEnv?: { readonly path: string; readonly found: boolean };
  /** What to say at start, on the landing page and in doctor. */
  readonly notes: readonly Note[];
  /** Every option, for `printConfig`. */
  readonly entries: readonly Entry[];
  /** Settings of a component by its name; throws for a component that configuration was not given. */
  settings(component: string): Settings;
  /** False if it was switched off. */
  enabled(component: string): boolean;
}

type Given = Pick<TargetConfig, 'name' | 'notes' | 'entries'> & {
  readonly stacksDir?: string | undefined;
  readonly dockerEnv?: { readonly path: string; readonly found: boolean } | undefined;
};

export function makeTarget(given: Given, components: readonly Component[]): TargetConfig {
  const { stacksDir, dockerEnv, ...rest } = given;
  const byPath = new Map(given.entries.map(({ option, resolved }) => [pathOf(option), resolved]));
  const known = new Set(components.map(({ name }) => name));
  const check = (name: string) => {
    if (!known.has(name)) throw new Error(`no component ${name} was given to loadConfig`);
  };
  return {
    ...rest,
    ...(stacksDir !== undefined && { stacksDir }),
    ...(dockerEnv && { dockerEnv: { path: dockerEnv.path, found: dockerEnv.found } }),
    settings(component) {
      check(component);
      return settingsOf(component, byPath);
    },
    enabled(component) {
      check(component);
      return byPath.get(`${sectionOf(component)}.enabled`)?.value !== false;
    },
  };
}

/** The kinds were checked when the values were parsed; asking for an undeclared key is our own mistake. */
function settingsOf(
  component: string,
  byPath: ReadonlyMap<string, Resolved | undefined>,
): Settings {
  const get = <T extends SettingValue>(key: string): Resolved<T> | undefined => {
    const path = key.includes('.') ? key : `${sectionOf(component)}.${key}`;
    if (!byPath.has(path)) throw new Error(`${path} is not a declared setting`);
    return byPath.get(path) as Resolved<T> | undefined;
  };
  return { string: get, url: get, secret: get, boolean: get, number: get };
}
