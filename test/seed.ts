import process from 'node:process'
import fc from 'fast-check'

/*
 * One seed for all made-up runs: the gate tells whether a change broke something, not whether luck found something.
 * `SHIPBENCH_SEED=random` looks for what nobody has seen yet, and a number repeats what it found.
 */
const wanted = process.env['SHIPBENCH_SEED'] ?? '2026'
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) })
