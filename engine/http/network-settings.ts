/**
 * How this process reaches the network: settings from the configuration and from environment variables that other
 * programs use too.
 */
export interface NetworkSettings {
  /** The proxy for https URLs, as a URL that may contain a user name and password; empty for none. */
  readonly httpsProxy: string;
  /** The proxy for http URLs, as a URL; empty for none. */
  readonly httpProxy: string;
  /** The hosts for which no proxy is used, in the format of NO_PROXY. */
  readonly noProxy: string;
  /** A PEM file with authorities to trust in addition to the system's; empty for none. */
  readonly caFile: string;
  /** The place where `caFile` was set, worded for `CaFile is '…' in <place>`. */
  readonly caFilePlace: string;
  /** The system's bundle of authorities (SSL_CERT_FILE); empty for the usual places. */
  readonly systemCaFile: string;
  /** A PEM file with additional authorities (Node.js's NODE_EXTRA_CA_CERTS); empty for none. */
  readonly extraCaFile: string;
}

/** Describes a valid CaFile, worded for a list of accepted values. */
export const certificateFile = 'the path of a PEM file with one or more certificates';
