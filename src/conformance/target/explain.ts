import type { TransportFailure } from './types.ts';

const OWN_AUTHORITY = 'Give its certificate authority with --ca, as a PEM file.';

/** Says in words why a connection failed. */
export function explain(
  error: NodeJS.ErrnoException,
  { protocol, hostname, port }: URL,
): TransportFailure {
  const { code = '', message } = error;
  const where = port ? `port ${port} of ${hostname}` : hostname;
  switch (code) {
    case 'ECONNREFUSED':
      return {
        kind: 'refused',
        what: `nothing listens on ${where}`,
        cure: 'Start the server, or correct --url.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        kind: 'unknown-host',
        what: `the host name ${hostname} cannot be resolved`,
        cure: 'Correct --url.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return { kind: 'refused', what: `there is no way to ${where} (${code})` };
    case 'ECONNRESET':
    case 'EPIPE':
      return message === 'socket hang up'
        ? {
            kind: 'reset',
            what: 'the connection was closed without an answer',
            ...cureOfReset(protocol),
          }
        : { kind: 'reset', what: 'the connection was reset', ...cureOfReset(protocol) };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return { kind: 'tls', what: 'its certificate is signed by itself', cure: OWN_AUTHORITY };
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return { kind: 'tls', what: 'the issuer of its certificate is unknown', cure: OWN_AUTHORITY };
    case 'CERT_HAS_EXPIRED':
      return { kind: 'tls', what: 'its certificate has expired' };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { kind: 'tls', what: `its certificate is not for ${hostname}` };
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return {
        kind: 'tls',
        what: `${where} does not speak TLS`,
        cure: 'Should --url begin with http: instead of https:?',
      };
    default:
      break;
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { kind: 'too-large', what: `the headers of the answer are larger than Node allows` };
  }
  if (code.startsWith('HPE_')) {
    const cure = protocol === 'http:' ? 'Should --url begin with https:?' : undefined;
    return {
      kind: 'not-http',
      what: `what ${where} answers is not HTTP (${code})`,
      ...(cure && { cure }),
    };
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return { kind: 'tls', what: `no TLS connection to ${where} could be made (${code})` };
  }
  return { kind: 'other', what: `the connection failed (${code || message})` };
}

/** Servers that speak TLS hang up on who does not. */
function cureOfReset(protocol: string): { cure?: string } {
  return protocol === 'http:' ? { cure: 'Should --url begin with https:?' } : {};
}
