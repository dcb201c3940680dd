// When the front door should wake somebody: people do not get in, wait long for it, or are warned of its certificate.
import { above, alert, below, equals, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { edgeMetrics as m } from './metrics.ts';

const DAY = 86_400;

const left = promql`${m.chainExpiry} - time()`;

const renew = [
  'Caddy gets certificates for `APPSMITH_CUSTOM_DOMAIN` by itself, over port 80 or 443 from outside: `docker compose exec appsmith sh -c "tail -n 100 /appsmith-stacks/logs/editor/*.log"` says why it could not.',
  'Certificates of your own lie in `/appsmith-stacks/ssl` as `fullchain.pem` and `privkey.pem`: put the new ones there, the intermediates in the first of them, and `docker compose restart appsmith`.',
  'A load balancer before Appsmith has a certificate of its own: renew it there.',
];

const who =
  '`openssl s_client -connect appsmith.example.com:443 -servername appsmith.example.com </dev/null | openssl x509 -noout -subject -issuer -dates`, with your domain: which certificate it is, and whose.';

export const edgeDown = alert({
  name: 'EdgeDown',
  component: 'edge',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  // Longer than AppsmithDown takes, so that a backend that is down is one page.
  for: '5m',
  summary: 'People do not get into Appsmith {instance} through its front door',
  description:
    'The front door is {value}: for five minutes it has not answered, or has given something other than Appsmith and its API. Look first at what is between the user and the container: name, certificate, load balancer, proxy.',
  valueUnit: 'up',
  down: true,
  inhibits: ['EdgeSlow'],
  runbook: {
    meaning:
      'The exporter opens the public URL as a browser would, and then asks `/api/v1/health` through it. One of these failed although the backend itself is not reported: the name does not resolve, nothing accepts the connection, TLS fails, the proxy answers with an error, the page is not Appsmith’s, or the page comes for the API as well, which is then not routed.',
    impact: 'Nobody can open an application or the editor, though everything behind may be well.',
    diagnosis: [
      'The panel “Front door” on Edge & processes: since when; and “What the front door shows”: Appsmith, the page of its start, somebody else’s page, or nothing.',
      '`docker compose exec appsmith-exporter appsmith-exporter doctor`: the front door’s line has the reason in words.',
      '`curl -sv https://appsmith.example.com/api/v1/health`, with your domain, from the machine and from outside: JSON means that it works from there.',
      '`docker compose exec appsmith supervisorctl status editor`: the proxy inside the container; its log is in `/appsmith-stacks/logs/editor/`.',
      'The panel “Time to the page, by phase” there: which phase is missing is where it ends.',
    ],
    mitigation: [
      'The proxy does not run: `docker compose exec appsmith supervisorctl restart editor`; it takes seconds.',
      'A load balancer answers with 502 or 503: look at its health check of Appsmith, which should be `/api/v1/health`.',
      'The name does not resolve, or leads elsewhere: put its DNS record right.',
      'A page that is not Appsmith’s: somebody else’s server has the port or the name; look at who listens there.',
    ],
    falseAlarms:
      'Where the exporter’s network does not reach the public address although people do, give it one that it reaches: `APPSMITH_EXPORTER_PUBLIC_URL=http://127.0.0.1` asks Appsmith’s own proxy past everything before it; or switch the part off with `edge.enabled: false`.',
  },
});

export const edgeSlow = alert({
  name: 'EdgeSlow',
  component: 'edge',
  severity: 'warning',
  when: [
    above(
      promql`${m.duration}`,
      threshold(2, 'seconds', {
        min: 0.1,
        max: 30,
        help: 'Time until Appsmith’s page has arrived, over a new connection; a browser needs the applications’ data after it.',
      }),
    ),
  ],
  provided: [equals(promql`${m.up}`, 1)],
  for: '10m',
  keepFiringFor: '5m',
  summary: 'The front door of Appsmith {instance} takes {value} to show its page',
  description:
    'Opening Appsmith’s page took {value}, and for ten minutes never less than {threshold}. It is a small file that the proxy has at hand, so the way to it is slow, not Appsmith’s backend. Look at which phase takes the time.',
  runbook: {
    meaning:
      'The page is a file of some kilobytes that the proxy sends without asking the backend. Its time is that of resolving the name, connecting, the TLS handshake, the proxy and the transfer.',
    impact: 'Everybody waits that much longer for everything, from the first click on.',
    diagnosis: [
      'The panel “Time to the page, by phase” on Edge & processes: resolve is DNS, connect the network, tls the proxy’s or load balancer’s CPU, processing the proxy or load balancer itself.',
      '`docker stats --no-stream`: is Appsmith’s container, or its neighbour, short of CPU?',
      'The panel “How it is reached” there: has something new come between, or another number of redirects?',
    ],
    mitigation: [
      'resolve: the name server that the container asks is slow; give it another.',
      'connect or tls: the load balancer or the machine is overloaded; look at its own metrics.',
      'processing: restart the proxy with `docker compose exec appsmith supervisorctl restart editor`, and look at CPU.',
    ],
    falseAlarms:
      'An exporter that is far away from the public address pays for the distance: raise the threshold to twice what is normal for you.',
  },
});

export const certificateExpiring = alert({
  name: 'CertificateExpiring',
  component: 'edge',
  severity: 'critical',
  when: [
    below(
      left,
      threshold(3 * DAY, 'seconds', {
        min: 3600,
        max: 30 * DAY,
        help: 'Time left until the first of the certificate and those that vouch for it expires.',
      }),
    ),
  ],
  for: '10m',
  summary: 'The certificate of Appsmith {instance} expires in {value}',
  description:
    'The front door’s certificate, or one that vouches for it, is valid for {value} more; below zero it has expired. From then on browsers refuse to open Appsmith. Renew it now.',
  inhibits: ['CertificateExpiringSoon'],
  runbook: {
    meaning:
      'The certificate that the front door shows, or an intermediate that it sends with it, ends within three days, or has ended already. Its renewal has failed for weeks.',
    impact:
      'Once it has expired, browsers show a warning instead of Appsmith, and API clients and webhooks refuse to connect.',
    diagnosis: [
      who,
      'The panel “Certificate expires in” on Edge & processes: the certificate itself, or the chain?',
    ],
    mitigation: renew,
    falseAlarms:
      'Certificates that live for a few days only are renewed within them: lower the threshold to a third of their life.',
  },
});

export const certificateExpiringSoon = alert({
  name: 'CertificateExpiringSoon',
  component: 'edge',
  severity: 'warning',
  when: [
    below(
      left,
      threshold(21 * DAY, 'seconds', {
        min: DAY,
        max: 90 * DAY,
        help: 'Time left until the first of the certificate and those that vouch for it expires; Let’s Encrypt’s are renewed at 30 days.',
      }),
    ),
  ],
  for: '1h',
  summary: 'The certificate of Appsmith {instance} expires in {value}',
  description:
    'The front door’s certificate, or one that vouches for it, is valid for {value} more. Automatic renewal should have replaced it by now: find out why it has not.',
  runbook: {
    meaning:
      'The certificate that the front door shows, or an intermediate that it sends with it, ends within three weeks. Caddy renews a certificate when a third of its life is left, which for ninety days is thirty days before its end.',
    impact: 'None yet; when it expires, nobody gets in without a warning.',
    diagnosis: [
      who,
      'The panel “Certificate expires in” on Edge & processes: the certificate itself, or the chain?',
    ],
    mitigation: renew,
    falseAlarms:
      'Certificates that live for a few days only are renewed within them: lower the threshold, or switch this alert off and keep CertificateExpiring.',
  },
});

export const certificateInvalid = alert({
  name: 'CertificateInvalid',
  component: 'edge',
  severity: 'warning',
  // One that has expired is CertificateExpiring's.
  when: [
    equals(
      promql`${m.certificateError}${matchers({ reason: ['not_yet_valid', 'wrong_name', 'self_signed', 'unknown_issuer', 'other'] })}`,
      1,
    ),
  ],
  for: '15m',
  summary: 'The certificate of Appsmith {instance} is not accepted: {reason}',
  description:
    'For fifteen minutes the front door has shown a certificate that the exporter does not accept ({reason}). Browsers warn of it too unless they know its authority.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'wrong_name: it is for another host than the one in the address. self_signed: nobody vouches for it. unknown_issuer: the intermediates are missing in what the server sends, or it is from an authority of your own that the exporter does not know. not_yet_valid: a clock is wrong.',
    impact:
      'Browsers show a warning instead of Appsmith; API clients and webhooks refuse to connect. With missing intermediates only some of them do, so that it works for whoever has just looked.',
    diagnosis: [
      who,
      '`openssl s_client -connect appsmith.example.com:443 -servername appsmith.example.com -showcerts </dev/null`, with your domain: the intermediates must be there.',
      'wrong_name: is `APPSMITH_EXPORTER_PUBLIC_URL` the address that people use, letter for letter?',
    ],
    mitigation: [
      'Missing intermediates: put them after the certificate in `fullchain.pem`.',
      'An authority of your own: give its PEM file in the setting `edge.ca`, or in `NODE_EXTRA_CA_CERTS` of the exporter.',
      'Another host’s certificate: have one made for this name.',
    ],
    falseAlarms:
      'A self-signed certificate that everybody knows of: name its file in `edge.ca`, or switch this alert off.',
  },
});

export const edgeAlerts = [
  edgeDown,
  edgeSlow,
  certificateExpiring,
  certificateExpiringSoon,
  certificateInvalid,
];
