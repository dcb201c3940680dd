// Puts components and their settings together into targets; nothing is opened or asked yet.
import { components as all } from '../components/index.ts';
import type { Member } from '../scrape/collection.ts';
import type { Component, Settings } from '../scrape/component.ts';
import { Target } from '../scrape/target.ts';

/** One target: every component is configured from its settings, or absent with the reason why. */
export function composeTarget(
  name: string,
  settingsOf: (component: Component) => Settings,
  components: readonly Component[] = all,
): Target {
  return new Target(
    name,
    components.map((component) => memberOf(component, settingsOf(component))),
  );
}

function memberOf(component: Component, settings: Settings): Member {
  const answer = component.configure(settings);
  if ('absent' in answer) return { component, absent: { why: answer.absent, hint: answer.hint } };
  return { component, configured: { target: answer, collector: answer.open() } };
}

/** Until configuration is read: every component with its settings' defaults. */
export function composeDefaults(): Target[] {
  const settingsOf = (component: Component): Settings => {
    const get = (key: string) => {
      const value = component.settings.find((setting) => setting.key === key)?.default;
      return value === undefined
        ? undefined
        : { value, origin: { kind: 'default' as const, where: 'built in' } };
    };
    return {
      string: get as Settings['string'],
      url: get as Settings['url'],
      secret: get as Settings['secret'],
      boolean: get as Settings['boolean'],
      number: get as Settings['number'],
    };
  };
  return [composeTarget('default', settingsOf)];
}
