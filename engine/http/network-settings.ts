/** How this process reaches the network: from the configuration, and from variables that other programs know too. */
export interface NetworkSettings {
  /** The proxy for https addresses, as a URL; empty for none. It may hold a name and password. */
  readonly httpsProxy: string;
  /** The proxy for http addresses, as a URL; empty for none. */
  readonly httpProxy: string;
  /** The hosts that no proxy is used for, as NO_PROXY has them. */
  readonly noProxy: string;
  /** A PEM file with authorities to trust beside the system's; empty for none. */
  readonly caFile: string;
  /** Where `caFile` was set, as in `CaFile is '…' in <place>`. */
  readonly caFilePlace: string;
  /** The system's bundle of authorities, where it is not at one of the usual places; empty for those. */
  readonly systemCaFile: string;
  /** A PEM file with more authorities, as Node.js knows it (NODE_EXTRA_CA_CERTS); empty for none. */
  readonly extraCaFile: string;
}

/** What a file of authorities must be, as a list of accepted values has it. */
export const certificateFile = 'the path of a PEM file with one or more certificates';
