import { describe, expect, test } from 'vitest'
import { NO_ROWS, pagedRows, type PagedRows } from '../../../renderer/tables/paged-rows.ts'

interface Row {
  readonly id: number
}
const page = (ids: number[], nextCursor: string | null = null) => ({
  rows: ids.map((id) => ({ id })),
  nextCursor,
  total: 9,
})
const ids = (state: PagedRows<Row>) => state.rows.map(({ id }) => id)

describe('pagedRows', () => {
  test('puts a changed row in the place of its older self, whatever is asked meanwhile', () => {
    const named = (id: number, name: string) => ({ id, name })
    let state: PagedRows<ReturnType<typeof named>> = NO_ROWS
    const rows = [named(1, 'a'), named(2, 'b')]
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, {
      do: 'answer',
      number: 1,
      page: { rows, nextCursor: 'c', total: 9 },
    })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'more' })
    state = pagedRows(state, { do: 'change', row: named(2, 'new') })
    state = pagedRows(state, { do: 'change', row: named(7, 'not here') })
    expect(state).toEqual({
      rows: [named(1, 'a'), named(2, 'new')],
      nextCursor: 'c',
      total: 9,
      phase: 'more',
      awaited: 2,
    })
  })

  test('takes the answer to the newest question, whatever comes first', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 2, page: page([20]) })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([10]) })
    expect(ids(state)).toEqual([20])
    expect(state.phase).toBe('idle')
  })

  test('keeps the old rows until the answer to a new question is here', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([1]) })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'first' })
    expect(ids(state)).toEqual([1])
    expect(state.phase).toBe('first')
  })

  test('puts the next page below and shows a row that moved only once', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([1, 2, 3], 'c') })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'more' })
    state = pagedRows(state, { do: 'answer', number: 2, page: page([3, 4]) })
    expect(ids(state)).toEqual([1, 2, 3, 4])
    expect(state.nextCursor).toBeNull()
  })

  test('asking the same again replaces what is shown', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([1, 2], 'c') })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'again' })
    state = pagedRows(state, { do: 'answer', number: 2, page: page([5, 4], 'd') })
    expect(ids(state)).toEqual([5, 4])
    expect(state.nextCursor).toBe('d')
  })

  test('of a long list the top is asked for again, and what was read below stays', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([1, 2, 3], 'after 3') })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'more' })
    state = pagedRows(state, { do: 'answer', number: 2, page: page([4, 5, 6], 'after 6') })
    state = pagedRows(state, { do: 'ask', number: 3, what: 'again' })
    state = pagedRows(state, { do: 'answer', number: 3, page: page([2, 3, 4], 'after 4') })
    expect(ids(state)).toEqual([2, 3, 4, 5, 6])
    expect(state.nextCursor).toBe('after 6')
    state = pagedRows(state, { do: 'ask', number: 4, what: 'again' })
    state = pagedRows(state, { do: 'answer', number: 4, page: page([3, 4]) })
    expect(ids(state)).toEqual([3, 4])
  })

  test('a failure counts only for the newest question and loses no row', () => {
    let state: PagedRows<Row> = NO_ROWS
    state = pagedRows(state, { do: 'ask', number: 1, what: 'first' })
    state = pagedRows(state, { do: 'answer', number: 1, page: page([1]) })
    state = pagedRows(state, { do: 'ask', number: 2, what: 'again' })
    expect(pagedRows(state, { do: 'fail', number: 1 }).phase).toBe('again')
    const failed = pagedRows(state, { do: 'fail', number: 2 })
    expect(failed.phase).toBe('failed')
    expect(ids(failed)).toEqual([1])
  })
})
