import { crc32, deflateSync } from 'node:zlib'

export interface PngRecipe {
  readonly width: number
  readonly height: number
  readonly depth: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: number
  readonly interlaced?: boolean
  /** Row filter 0 to 4; "all" takes them in turn. */
  readonly filter?: number | 'all'
  readonly palette?: readonly (readonly [number, number, number])[]
  /** Content of the tRNS chunk. */
  readonly transparency?: readonly number[]
  /** The samples of one dot, one for each channel. */
  readonly sample: (x: number, y: number) => readonly number[]
}

/** Writes a PNG of any kind, so that what each dot is stands in the test and not in a picture file. */
export function makePng(recipe: PngRecipe): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(recipe.width, 0)
  header.writeUInt32BE(recipe.height, 4)
  header.set([recipe.depth, recipe.colourType, 0, 0, recipe.interlaced ? 1 : 0], 8)
  const passes = recipe.interlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]]
  const rows: Buffer[] = []
  for (const [left = 0, top = 0, stepX = 1, stepY = 1] of passes) {
    if (left >= recipe.width) continue
    let above: Buffer | undefined
    for (let y = top; y < recipe.height; y += stepY) {
      const row = packRow(recipe, left, stepX, y)
      const filter = recipe.filter === 'all' ? rows.length % 5 : (recipe.filter ?? 0)
      rows.push(filterRow(row, above, filter, recipe))
      above = row
    }
  }
  return joinPng(header, deflateSync(Buffer.concat(rows)), recipe)
}

/** The container alone, for headers that promise what the data does not hold. */
export function joinPng(
  header: Buffer,
  data: Buffer,
  { palette, transparency }: Pick<PngRecipe, 'palette' | 'transparency'> = {},
): Buffer {
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette.flat()))] : []),
    ...(transparency ? [chunk('tRNS', Buffer.from(transparency))] : []),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The PNG with a part that says how many dots an inch has. */
export function withPhysicalDots(png: Buffer, dpi: number): Buffer {
  const content = Buffer.alloc(9)
  const perMetre = Math.round(dpi / 0.0254)
  content.writeUInt32BE(perMetre, 0)
  content.writeUInt32BE(perMetre, 4)
  content[8] = 1
  const afterHeader = 33
  return Buffer.concat([
    png.subarray(0, afterHeader),
    chunk('pHYs', content),
    png.subarray(afterHeader),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

function packRow(recipe: PngRecipe, left: number, stepX: number, y: number): Buffer {
  const samples: number[] = []
  for (let x = left; x < recipe.width; x += stepX) samples.push(...recipe.sample(x, y))
  const row = Buffer.alloc(Math.ceil((samples.length * recipe.depth) / 8))
  samples.forEach((value, index) => {
    if (recipe.depth === 16) row.writeUInt16BE(value, index * 2)
    else if (recipe.depth === 8) row[index] = value
    else {
      const bit = index * recipe.depth
      row[bit >> 3]! |= value << (8 - recipe.depth - (bit & 7))
    }
  })
  return row
}

function filterRow(
  row: Buffer,
  above: Buffer | undefined,
  filter: number,
  { depth, colourType }: PngRecipe,
): Buffer {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType]!
  const step = Math.ceil((channels * depth) / 8)
  const out = Buffer.alloc(row.length + 1)
  out[0] = filter
  row.forEach((value, x) => {
    const a = row[x - step] ?? 0
    const b = above?.[x] ?? 0
    const c = above?.[x - step] ?? 0
    const p = a + b - c
    const nearest = [a, b, c].reduce((best, next) =>
      Math.abs(p - next) < Math.abs(p - best) ? next : best,
    )
    const guess = [0, a, b, (a + b) >> 1, nearest][filter]!
    out[x + 1] = (value - guess) & 0xff
  })
  return out
}
