// Puts the components and a configuration together into targets; nothing is opened or asked yet.
import type { TargetConfig } from '../config/index.ts';
import type { Member } from '../scrape/collection.ts';
import type { Component } from '../scrape/component.ts';
import { Target } from '../scrape/target.ts';
import type { Tracer } from '../scrape/trace.ts';

/** One target: each component is configured from its settings, or absent with the reason why. */
export function composeTarget(
  config: TargetConfig,
  components: readonly Component[],
  tracer?: Tracer,
): Target {
  const members = components.map((component) => memberOf(component, config));
  return new Target(config.name, members, tracer);
}

function memberOf(component: Component, config: TargetConfig): Member {
  if (!config.enabled(component.name)) {
    return { component, absent: offBy(component) };
  }
  const answer = component.configure(config.settings(component.name), config);
  if ('absent' in answer) return { component, absent: { why: answer.absent, hint: answer.hint } };
  return { component, configured: { target: answer, collector: answer.open() } };
}

/** What is off as shipped says how to switch it on; what somebody switched off does not. */
function offBy({ name, settings }: Component): NonNullable<Member['absent']> {
  const own = settings.find(({ key }) => key === 'enabled');
  if (own?.default !== false) return { why: 'switched off by the configuration' };
  return { why: 'off unless it is switched on', hint: `set --collector.${name}` };
}
