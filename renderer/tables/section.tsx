import type { ReactNode } from 'react'
import classes from './section.module.css'

/** A headed part of a detail panel. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes['section']}>
      <h3 className={classes['heading']}>{title}</h3>
      {children}
    </section>
  )
}

/** Names and values in two columns; entries without a value are left out. */
export function Values({
  entries,
}: {
  entries: readonly (readonly [name: string, value: ReactNode])[]
}) {
  return (
    <dl className={classes['list']}>
      {entries
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
    </dl>
  )
}

function Pair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
