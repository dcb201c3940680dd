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
    return { component, absent: { why: 'switched off by the configuration' } };
  }
  const answer = component.configure(config.settings(component.name), config);
  if ('absent' in answer) return { component, absent: { why: answer.absent, hint: answer.hint } };
  return { component, configured: { target: answer, collector: answer.open() } };
}
