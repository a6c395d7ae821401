/** What an attribute holds, as far as it is of use here. `null`: the printer says that it has no value, or one of a kind unknown here. */
export type IppValue = string | number | boolean | null

/** Attributes by name; each has one value or more. */
export type IppAttributes = ReadonlyMap<string, readonly IppValue[]>

/** The tags of RFC 8010 that a caller writes. */
const TAGS = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const

/** Name, kind, and one value or more. */
export type IppField = readonly [
  name: string,
  kind: keyof typeof TAGS,
  ...values: (string | number | boolean)[],
]

export interface IppRequest {
  readonly operation: number
  readonly operationFields: readonly IppField[]
  readonly jobFields?: readonly IppField[]
  readonly document?: Uint8Array
}

export interface IppAnswer {
  readonly status: number
  readonly operation: IppAttributes
  /** One for each job or printer that is told of, in order. */
  readonly objects: readonly IppAttributes[]
}

const OPERATION_GROUP = 1
const JOB_GROUP = 2
const END = 3
/** Tags below are groups, above are values. */
const FIRST_VALUE_TAG = 0x10
const BEGIN_COLLECTION = 0x34
const END_COLLECTION = 0x37

/** One request of IPP 1.1, which printers of every age take (RFC 8010, 3.1). */
export function encodeIpp(request: IppRequest): Uint8Array {
  const { operation, operationFields, jobFields = [], document = new Uint8Array() } = request
  const head = Buffer.from([1, 1, operation >> 8, operation & 0xff, 0, 0, 0, 1, OPERATION_GROUP])
  return Buffer.concat([
    head,
    ...operationFields.map(encodeField),
    ...(jobFields.length > 0 ? [Buffer.from([JOB_GROUP]), ...jobFields.map(encodeField)] : []),
    Buffer.from([END]),
    document,
  ])
}

function encodeField([name, kind, ...values]: IppField): Buffer {
  return Buffer.concat(
    values.map((value, index) =>
      Buffer.concat([
        Buffer.from([TAGS[kind]]),
        // A further value of the same attribute has no name.
        counted(Buffer.from(index === 0 ? name : '')),
        counted(encodeValue(value)),
      ]),
    ),
  )
}

function encodeValue(value: string | number | boolean): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  if (typeof value === 'string') return Buffer.from(value)
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Reads an answer; undefined where the bytes are none, or are cut short. Never throws. */
export function decodeIpp(bytes: Uint8Array): IppAnswer | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < 9 || (view[0] !== 1 && view[0] !== 2)) return undefined
  const status = view.readUInt16BE(2)
  const groups: { tag: number; attributes: Map<string, IppValue[]> }[] = []
  let values: IppValue[] | undefined
  let depth = 0
  let at = 8
  /** The next counted bytes; undefined past the end. */
  const take = (): Buffer | undefined => {
    if (at + 2 > view.length) return undefined
    const start = at + 2
    const end = start + view.readUInt16BE(at)
    if (end > view.length) return undefined
    at = end
    return view.subarray(start, end)
  }
  while (at < view.length) {
    const tag = view[at++] ?? END
    if (tag === END) {
      const of = (wanted: (tag: number) => boolean) =>
        groups.filter(({ tag }) => wanted(tag)).map(({ attributes }) => attributes)
      return {
        status,
        operation: of((tag) => tag === OPERATION_GROUP)[0] ?? new Map(),
        // Group 5 names attributes that the printer does not support.
        objects: of((tag) => tag !== OPERATION_GROUP && tag !== 5),
      }
    }
    if (tag < FIRST_VALUE_TAG) {
      groups.push({ tag, attributes: new Map() })
      values = undefined
      depth = 0
      continue
    }
    const name = take()
    const value = take()
    if (name === undefined || value === undefined) return undefined
    if (tag === END_COLLECTION) depth--
    else if (depth <= 0) {
      if (name.length > 0) {
        values = []
        groups.at(-1)?.attributes.set(name.toString(), values)
      }
      values?.push(decodeValue(tag, value))
    }
    if (tag === BEGIN_COLLECTION) depth++
  }
  return undefined
}

function decodeValue(tag: number, value: Buffer): IppValue {
  switch (tag) {
    case TAGS.integer:
    case TAGS.enum:
      return value.length === 4 ? value.readInt32BE() : null
    case TAGS.boolean:
      return value.length === 1 ? value[0] === 1 : null
    // A text or name with its language: two counted parts.
    case 0x35:
    case 0x36: {
      const start = value.length >= 2 ? 2 + value.readUInt16BE() : value.length
      return start + 2 <= value.length ? value.toString('utf8', start + 2) : null
    }
    default:
      return tag >= 0x40 && tag <= 0x4f ? value.toString() : null
  }
}
