// The page's entry: draws a scene when it is asked to.
import { createTheme, ThemeContext } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { GlobalStyles } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { DashboardPage } from './dashboard.tsx';
import { readyTransformers } from './transform.ts';
import type { Scene } from './types.ts';

const theme = createTheme({ colors: { mode: 'dark' } });
readyTransformers();

window.draw = (scene: Scene) => {
  void initPluginTranslations('pictures')
    .catch(() => undefined)
    .then(() => {
      const root = createRoot(document.getElementById('root') as HTMLElement);
      root.render(
        <ThemeContext.Provider value={theme}>
          <GlobalStyles />
          <DashboardPage scene={scene} />
        </ThemeContext.Provider>,
      );
    });
};
