// D-Bus messages (D-Bus Specification, "Message Protocol"), limited to what calls to the Secret Service need. Writes
// little endian, reads both byte orders. In JavaScript, arrays and structs are arrays, bytes (`ay`) are Buffers,
// dictionaries are arrays of pairs, and variants are {signature, value}.

export type DBusValue = string | number | boolean | bigint | Buffer | DBusVariant | readonly DBusValue[];

export interface DBusVariant {
  readonly signature: string;
  readonly value: DBusValue;
}

export interface DBusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly DBusValue[];
  /** If true, the bus does not start the service, and a call to one that has ended fails. */
  readonly isForRunning?: boolean;
}

export interface DBusReply {
  readonly replySerial: number;
  /** The error's name, if the call failed. */
  readonly error?: string;
  readonly body: readonly DBusValue[];
}

const messageType = { call: 1, reply: 2, error: 3 } as const;
const field = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  signature: 8,
} as const;
const littleEndian = 0x6c;
const protocolVersion = 1;
/** The flag NO_AUTO_START (D-Bus Specification, "Message Format"). */
const noAutoStart = 2;
/** The specification's limit for a whole message. */
export const maxMessageBytes = 128 * 1024 * 1024;

const alignments: Readonly<Record<string, number>> = {
  y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4, x: 8, t: 8, d: 8, '(': 8, '{': 8,
}; // prettier-ignore

/** Encodes a method call for the socket. */
export function encodeCall(call: DBusCall, serial: number): Buffer {
  const body = new Writer();
  for (const [index, type] of splitSignature(call.signature ?? '').entries())
    body.write(type, call.body?.[index] ?? '');
  const bodyBytes = body.toBuffer();
  const fields: DBusValue[] = [
    [field.path, { signature: 'o', value: call.path }],
    [field.interface, { signature: 's', value: call.interface }],
    [field.member, { signature: 's', value: call.member }],
    [field.destination, { signature: 's', value: call.destination }],
    ...(call.signature === undefined ? [] : [[field.signature, { signature: 'g', value: call.signature }]]),
  ];
  const header = new Writer();
  const flags = call.isForRunning === true ? noAutoStart : 0;
  for (const byte of [littleEndian, messageType.call, flags, protocolVersion]) header.write('y', byte);
  header.write('u', bodyBytes.length);
  header.write('u', serial);
  header.write('a(yv)', fields);
  header.align(8);
  return Buffer.concat([header.toBuffer(), bodyBytes]);
}

/**
 * Returns the length in bytes of the message at the start of a buffer, or undefined if its header is not complete
 * yet.
 */
export function messageLength(buffer: Buffer): number | undefined {
  if (buffer.length < 16) return undefined;
  const isLittle = buffer[0] === littleEndian;
  const bodyLength = isLittle ? buffer.readUInt32LE(4) : buffer.readUInt32BE(4);
  const fieldsLength = isLittle ? buffer.readUInt32LE(12) : buffer.readUInt32BE(12);
  return Math.ceil((16 + fieldsLength) / 8) * 8 + bodyLength;
}

/** Decodes a complete message if it is a reply to a call; returns undefined for signals and for calls to us. */
export function decodeReply(message: Buffer): DBusReply | undefined {
  const reader = new Reader(message, message[0] === littleEndian);
  const type = message[1];
  if (type !== messageType.reply && type !== messageType.error) return undefined;
  reader.position = 12;
  const fields = new Map<DBusValue, DBusValue>();
  for (const entry of reader.read('a(yv)') as [number, DBusVariant][]) fields.set(entry[0], entry[1].value);
  reader.align(8);
  const types = splitSignature(text(fields.get(field.signature)));
  const body = types.map((each) => reader.read(each));
  const replySerial = Number(fields.get(field.replySerial));
  return type === messageType.error
    ? { replySerial, body, error: text(fields.get(field.errorName)) }
    : { replySerial, body };
}

/**
 * Splits a signature into its complete types: `sa{sv}` into `s` and `a{sv}`.
 * @throws Error for an incomplete signature
 */
export function splitSignature(signature: string): string[] {
  const types: string[] = [];
  for (let start = 0; start < signature.length;) {
    let end = start;
    while (signature[end] === 'a') end++;
    let depth = 0;
    do {
      const code = signature[end++] ?? '';
      if (code === '(' || code === '{') depth++;
      if (code === ')' || code === '}') depth--;
      if (code === '') throw new Error(`not a D-Bus signature: ${signature}`);
    } while (depth > 0);
    types.push(signature.slice(start, end));
    start = end;
  }
  return types;
}

function text(value: DBusValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

class Writer {
  readonly #parts: Buffer[] = [];
  #length = 0;

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  align(to: number): void {
    const missing = (to - (this.#length % to)) % to;
    if (missing > 0) this.#put(Buffer.alloc(missing));
  }

  #put(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  #number(size: number, value: number): void {
    const part = Buffer.alloc(size);
    part.writeUIntLE(value, 0, size);
    this.#put(part);
  }

  write(type: string, value: DBusValue): void {
    this.align(alignments[type[0] ?? ''] ?? 1);
    switch (type[0]) {
      case 'y':
        this.#number(1, Number(value));
        return;
      case 'b':
      case 'u':
        this.#number(4, Number(value));
        return;
      case 's':
      case 'o':
        this.#number(4, Buffer.byteLength(text(value)));
        this.#put(Buffer.from(`${text(value)}\0`));
        return;
      case 'g':
        this.#number(1, text(value).length);
        this.#put(Buffer.from(`${text(value)}\0`));
        return;
      case 'v': {
        const { signature, value: inner } = value as DBusVariant;
        this.write('g', signature);
        this.write(signature, inner);
        return;
      }
      case '(':
      case '{':
        for (const [index, each] of splitSignature(type.slice(1, -1)).entries()) {
          this.write(each, (value as readonly DBusValue[])[index] ?? '');
        }
        return;
      case 'a':
        this.#array(type.slice(1), value);
        return;
      default:
        throw new Error(`D-Bus values of type ${type} are not written`);
    }
  }

  /** The length of an array does not include the padding before its first element. */
  #array(type: string, value: DBusValue): void {
    const length = Buffer.alloc(4);
    this.#put(length);
    this.align(alignments[type[0] ?? ''] ?? 1);
    const start = this.#length;
    if (Buffer.isBuffer(value)) this.#put(value);
    else for (const each of value as readonly DBusValue[]) this.write(type, each);
    length.writeUInt32LE(this.#length - start);
  }
}

class Reader {
  position = 0;
  readonly #buffer: Buffer;
  readonly #isLittle: boolean;

  constructor(buffer: Buffer, isLittle: boolean) {
    this.#buffer = buffer;
    this.#isLittle = isLittle;
  }

  align(to: number): void {
    this.position = Math.ceil(this.position / to) * to;
  }

  #number(size: number): number {
    const at = this.position;
    this.position += size;
    return this.#isLittle ? this.#buffer.readUIntLE(at, size) : this.#buffer.readUIntBE(at, size);
  }

  #long(): bigint {
    const at = this.position;
    this.position += 8;
    return this.#isLittle ? this.#buffer.readBigUInt64LE(at) : this.#buffer.readBigUInt64BE(at);
  }

  #text(length: number): string {
    const text = this.#buffer.toString('utf8', this.position, this.position + length);
    this.position += length + 1;
    return text;
  }

  read(type: string): DBusValue {
    this.align(alignments[type[0] ?? ''] ?? 1);
    switch (type[0]) {
      case 'y':
        return this.#number(1);
      case 'n':
      case 'q':
        return this.#number(2);
      case 'b':
        return this.#number(4) !== 0;
      case 'i':
      case 'u':
        return this.#number(4);
      case 'x':
      case 't':
      case 'd':
        return this.#long();
      case 's':
      case 'o':
        return this.#text(this.#number(4));
      case 'g':
        return this.#text(this.#number(1));
      case 'v': {
        const signature = this.read('g') as string;
        return { signature, value: this.read(signature) };
      }
      case '(':
      case '{':
        return splitSignature(type.slice(1, -1)).map((each) => this.read(each));
      case 'a':
        return this.#array(type.slice(1));
      default:
        throw new Error(`D-Bus values of type ${type} are not read`);
    }
  }

  #array(type: string): DBusValue {
    const length = this.#number(4);
    this.align(alignments[type[0] ?? ''] ?? 1);
    const end = this.position + length;
    if (end > this.#buffer.length) throw new Error('a D-Bus message is shorter than it says');
    if (type === 'y') {
      const bytes = Buffer.from(this.#buffer.subarray(this.position, end));
      this.position = end;
      return bytes;
    }
    const values: DBusValue[] = [];
    while (this.position < end) values.push(this.read(type));
    return values;
  }
}
