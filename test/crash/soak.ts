import { parseArgs } from 'node:util'
import { crash } from './harness.ts'
import { planOf } from './points.ts'

/*
 * `npm run soak -- --kills 2000 --seed N --workers W`: the crash harness for as long as one likes, with so many hosts
 * at once. The same seed kills at the same points.
 */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '1' },
  },
})
const kills = Number(values.kills)
const workers = Number(values.workers)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const begun = performance.now()
const say = (line: string) => {
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1)
  process.stdout.write(`${minutes} min  ${line}\n`)
}

// A signal would end the process without its 'exit', and leave the hosts behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

say(`${kills} kills, seed ${seed}`)
const figures = await crash(planOf(kills, seed), { workers, say })
const minutes = (performance.now() - begun) / 60_000
const counts = { duplicate: 0, lost: 0, unflagged: 0, other: 0 }
for (const { what } of figures.violations) counts[what in counts ? (what as 'lost') : 'other'] += 1
say(JSON.stringify(figures.kills))
say(
  [
    `seed ${seed}`,
    `kills ${kills}`,
    `orders ${figures.orders}`,
    `sales ${figures.sales}`,
    `${(kills / minutes).toFixed(1)} kills a minute`,
    `duplicates ${counts.duplicate}`,
    `lost ${counts.lost}`,
    `unflagged ${counts.unflagged}`,
    `other violations ${counts.other}`,
  ].join(' · '),
)
process.exitCode = figures.violations.length > 0 ? 1 : 0
