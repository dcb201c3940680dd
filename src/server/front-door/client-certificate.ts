// Whether a client may come in with the certificate that it showed, or without one.
import { isIPv6, SocketAddress } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { WebTls } from '../../config/web-config/index.ts';

/** Why not, in a few fixed words; undefined if it may. */
export function refusalOf(
  socket: Pick<TLSSocket, 'authorized' | 'getPeerX509Certificate'>,
  { clientAuth, allowedSans }: Pick<WebTls, 'clientAuth' | 'allowedSans'>,
): string | undefined {
  if (clientAuth === 'none' || clientAuth === 'request') return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return clientAuth === 'verify-if-given' ? undefined : 'no client certificate';
  if (clientAuth !== 'any' && !socket.authorized) return 'client certificate not valid here';
  if (!allowedSans) return undefined;
  const known = namesOf(certificate.subjectAltName).some((name) => allowedSans.has(name));
  return known ? undefined : 'client certificate of another name';
}

/**
 * The subject's alternative names without their types: host names, addresses (IPv6 in its short form),
 * e-mail addresses, URIs. `text` is `DNS:a, IP Address:::1, URI:"x, y"`: Node quotes what holds a comma.
 */
export function namesOf(text = ''): string[] {
  const entry =
    /(DNS|IP Address|email|URI):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)|[^,"]*(?:"(?:[^"\\]|\\.)*"[^,"]*)*(?:, |$)/gy;
  return [...text.matchAll(entry)].flatMap(([, type, value = '']) => {
    if (type === undefined) return [];
    const name = value.startsWith('"') ? String(JSON.parse(value)) : value;
    return [type === 'IP Address' ? address(name) : name];
  });
}

function address(text: string): string {
  if (!isIPv6(text)) return text;
  return new SocketAddress({ address: text, family: 'ipv6' }).address;
}
