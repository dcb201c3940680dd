// When the cloud services should be looked after: Appsmith has not reached them for long.
import { alert, equals } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { cloudServicesMetrics as m } from './metrics.ts';

export const cloudServicesUnreachable = alert({
  name: 'CloudServicesUnreachable',
  component: 'cloud-services',
  severity: 'warning',
  when: [equals(promql`${m.up}`, 0)],
  // Licences and templates can wait for an hour, and longer.
  for: '1h',
  summary: 'Appsmith {instance} does not reach its cloud services',
  description:
    'For an hour cs.appsmith.com has not answered on the way that Appsmith takes (up is {value}). A licence is not renewed and templates are missing; applications go on. Look at the proxy and the firewall first.',
  valueUnit: 'up',
  runbook: {
    meaning:
      'The exporter, in Appsmith’s network, asks `https://cs.appsmith.com` through the proxy that Appsmith is configured with, and gets no answer, or an error. It is asked every five minutes at most.',
    impact:
      'Templates, release notes and sign-in to some datasources do not work; a paid edition cannot check its licence, which it bears for some days. Applications are not affected.',
    diagnosis: [
      'The panel “Cloud services” on Edge & processes: since when, and is the proxy taken?',
      '`docker compose exec appsmith-exporter appsmith-exporter doctor`: the reason in words; unauthorized is the proxy’s password, tls is a certificate that is not trusted.',
      '`docker compose exec appsmith sh -c "curl -sv https://cs.appsmith.com/api/v1/ip"`: the same from Appsmith’s own container.',
    ],
    mitigation: [
      'A firewall: let Appsmith’s machine, or its proxy, reach cs.appsmith.com on port 443.',
      'A proxy: `HTTPS_PROXY=http://user:password@host:port` in `docker.env`, and `docker compose restart appsmith`; Appsmith takes no other form.',
      'A proxy that opens TLS: put its authority’s certificate, as a `.crt` file, into `ca-certs` of the stacks volume, and restart Appsmith.',
    ],
    falseAlarms:
      'A machine that shall not reach the internet: leave `cloud_services.enabled` at false.',
  },
});

export const cloudServicesAlerts = [cloudServicesUnreachable];
