// Grafana's own transformations, for panels that reshape their tables.
import {
  type DataFrame,
  standardTransformers,
  standardTransformersRegistry,
  type TransformerRegistryItem,
  transformDataFrame,
} from '@grafana/data';
import { useEffect, useState } from 'react';
import type { Panel } from './types.ts';

export function readyTransformers(): void {
  // Some stand there twice, under an old name too.
  const byId = new Map(Object.values(standardTransformers).map((one) => [one.id, one]));
  standardTransformersRegistry.setInit(() =>
    [...byId.values()].map(
      (transformation) =>
        ({
          id: transformation.id,
          name: transformation.name,
          transformation: () => Promise.resolve(transformation),
          editor: () => null,
        }) as unknown as TransformerRegistryItem,
    ),
  );
}

/** The frames after the panel's transformations; undefined while they run. */
export function useTransformed(panel: Panel, frames: DataFrame[]): DataFrame[] | undefined {
  const steps = panel.transformations ?? [];
  const [done, setDone] = useState<DataFrame[] | undefined>(
    steps.length === 0 ? frames : undefined,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a scene is drawn once
  useEffect(() => {
    if (steps.length === 0) return;
    const configs = steps.map(({ id, options }) => ({ id, options }));
    const running = transformDataFrame(configs, frames).subscribe((all) => setDone(all.map(whole)));
    return () => running.unsubscribe();
  }, []);
  return done;
}

/** A merged frame counts its rows by a getter, which copies of it lack. */
const whole = (frame: DataFrame): DataFrame => ({
  ...frame,
  length: frame.length ?? frame.fields[0]?.values.length ?? 0,
});
