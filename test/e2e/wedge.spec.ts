import { expect, type Page } from '@playwright/test'
import { ScannerSettingsSchema } from '../../shared/settings.ts'
import { test as demo } from './host.ts'
import { test, type PosedStation } from './posed-station.ts'
import { prefer } from './preferences.ts'
import {
  ENTER,
  gapsSeen,
  keysInto,
  noteGaps,
  pressesOf,
  scansSent,
  TAB,
  timed,
  type Press,
  type Timed,
} from './wedge.ts'

async function openBench(page: Page, station: Pick<PosedStation, 'open'>) {
  await noteGaps(page)
  const sent = scansSent(page)
  await station.open(page)
  await expect(page.locator("[data-landmark='Next step']")).toHaveText('Scan an order')
  const keys = await keysInto(page)
  return { sent, keys, texts: () => sent.map(({ text }) => text) }
}

/** Fields of every kind on the page, beside those of the bench; the last one of React's own is the search of Orders. */
async function addFields(page: Page): Promise<void> {
  await page.evaluate(() => {
    const box = document.createElement('div')
    box.style.cssText = 'position:fixed;top:0;left:0;z-index:9999;background:white'
    box.innerHTML = `
      <input id="text" value="abcdef"><textarea id="area">one\ntwo</textarea>
      <div id="rich" contenteditable style="width:9em">one <b>bold</b> two</div>
      <input id="number" type="number" value="12"><input id="empty-number" type="number">
      <input id="date" type="date" value="2026-03-04"><input id="empty-date" type="date">
      <select id="select"><option>A</option><option selected>B</option><option>LK</option></select>
      <input id="takes" data-takes-scans value="old"><button id="button">Press</button>`
    document.body.append(box)
    box.querySelector('#button')?.addEventListener('click', () => {
      Object.assign(window, { pressed: true })
    })
  })
}

const valueOf = (page: Page, id: string) =>
  page.locator(`#${id}`).evaluate((element) => (element as HTMLInputElement).value)

for (const gapMs of [2, 5, 10, 20, 30]) {
  test(`a scanner of ${gapMs} ms between keys, in no field and in one`, async ({
    page,
    posed,
  }, info) => {
    const { keys, texts } = await openBench(page, posed)
    await addFields(page)
    await keys.scan('LK-20417', gapMs)
    await gapsSeen(page, `${gapMs} ms in no field`, info)
    await page.locator('#text').focus()
    await keys.scan('5391234567892', gapMs, TAB)
    await gapsSeen(page, `${gapMs} ms in a field`, info)
    await expect.poll(texts).toEqual(['LK-20417', '5391234567892'])
    expect(await valueOf(page, 'text')).toBe('abcdef')
  })
}

test('scans without a gap between them are as many scans, with CR LF too', async ({
  page,
  posed,
}) => {
  const { keys, texts } = await openBench(page, posed)
  const codes = ['LK-20417', '5391234567892', '*SB-UNDO-X*', 'A1B']
  for (const id of [undefined, 'text']) {
    await addFields(page)
    if (id) await page.locator(`#${id}`).first().focus()
    const presses = codes.flatMap((code) => [...pressesOf(code), ENTER, ENTER])
    await keys.play(timed(presses, 0, 3))
  }
  await expect.poll(texts).toEqual([...codes, ...codes])
  expect(await page.locator('#text').first().inputValue()).toBe('abcdef')
})

test('a QR of 2,000 characters comes whole, in a field and outside', async ({
  page,
  posed,
}, info) => {
  test.slow()
  const { keys, texts } = await openBench(page, posed)
  await addFields(page)
  const qr = Array.from({ length: 2000 }, (_, index) => 'ABCDEF-0123456789/x'[index % 19]).join('')
  await keys.scan(qr, 2)
  await gapsSeen(page, '2,000 characters', info)
  await expect.poll(() => texts().at(0)).toBe(qr)
  await page.locator('#area').focus()
  await keys.scan(qr, 2)
  await expect.poll(() => texts().at(1)).toBe(qr)
  expect(await valueOf(page, 'area')).toBe('one\ntwo')
})

test('a scan leaves every kind of field as it was, with selection and undo', async ({
  page,
  posed,
}) => {
  const { keys, texts } = await openBench(page, posed)
  await addFields(page)
  const all = () =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '#text, #area, #number, #empty-number, #date, #empty-date, #select',
        ),
      ]
        .map((field) => {
          const { value, validity } = field as HTMLInputElement
          return [field.id, value, validity.badInput] as const
        })
        .concat([['rich', document.querySelector('#rich')?.innerHTML ?? '', false]]),
    )
  const before = await all()
  const ids = before.map(([id]) => id)
  for (const id of ids) {
    const field = page.locator(`#${id}`)
    await field.focus()
    // What is marked would be lost at the first character.
    if (id === 'text') await field.evaluate((one: HTMLInputElement) => one.setSelectionRange(2, 4))
    if (id === 'area')
      await field.evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(3, 3))
    await keys.scan('LK-20417-1234', 4)
    await expect.poll(texts).toHaveLength(ids.indexOf(id) + 1)
    expect(await all()).toEqual(before)
    if (id === 'text') {
      const marked = await field.evaluate((one: HTMLInputElement) => [
        one.selectionStart,
        one.selectionEnd,
      ])
      expect(marked).toEqual([2, 4])
    }
  }
  expect(new Set(texts())).toEqual(new Set(['LK-20417-1234']))

  const text = page.locator('#text')
  await text.focus()
  await page.keyboard.press('End')
  await text.pressSequentially('gh', { delay: 120 })
  await keys.scan('LK-20418', 4)
  await expect.poll(texts).toHaveLength(ids.length + 1)
  expect(await text.inputValue()).toBe('abcdefgh')
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Control+z')
    const value = await text.inputValue()
    // Undo never brings a piece of a scan.
    expect('abcdefgh').toContain(value)
  }

  await page.locator('#takes').focus()
  await keys.scan('0001234567', 4)
  await expect.poll(() => valueOf(page, 'takes')).toBe('0001234567')
  await keys.scan('*SB-HELP-Z*', 4)
  await expect.poll(texts).toHaveLength(ids.length + 2)
  expect(await valueOf(page, 'takes')).toBe('0001234567')
})

test('characters at a scanner’s speed without an end are typing, and stay in order', async ({
  page,
  posed,
}) => {
  const { keys, texts } = await openBench(page, posed)
  await addFields(page)
  for (const [id, was] of [
    ['text', 'abcdef'],
    ['area', 'one\ntwo'],
  ] as const) {
    await page.locator(`#${id}`).focus()
    await page.keyboard.press('Control+End')
    await keys.scan('pasted by a tool', 2, 'none')
    await page.keyboard.press('x', { delay: 60 })
    await expect.poll(() => valueOf(page, id)).toBe(`${was}pasted by a toolx`)
  }
  expect(texts()).toEqual([])
})

demo(
  'a person types into the search while scans come: nothing is eaten, no scan is given but whole',
  async ({ page, host }, info) => {
    const { keys, texts } = await openBench(page, {
      async open() {
        await prefer(page, { drillOpen: false })
        await page.goto(host.url)
      },
    })
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Orders' }).click()
    await addFields(page)
    await page.locator('#text').fill('')
    await page.locator('#text').focus()
    const typed = 'blue mug for the kitchen'
    const gaps = [60, 180, 75, 250, 110, 90, 140, 65]
    let at = 0
    const person: Timed[] = pressesOf(typed).map((press, index) => {
      at += gaps[index % gaps.length] ?? 100
      return { ...press, atMs: at, holdMs: 55 + (index % 5) * 15 }
    })
    const codes = ['LK-20417', '5391234567892', 'LK-20418', '420983699205590', 'ABCDEF-7']
    const scanner = codes.flatMap((code, index) =>
      timed([...pressesOf(code), ENTER], 150 + index * 530, [2, 5, 10, 16, 8][index] ?? 5),
    )
    await keys.play([...person, ...scanner])
    await gapsSeen(page, 'a person and a scanner', info)
    await expect.poll(() => valueOf(page, 'text')).toBe(typed)
    for (const text of texts()) expect(codes).toContain(text)
    console.log(`given ${texts().length} of ${codes.length} scans amid typing`)
  },
)

test('a scanner with a US keyboard at a computer with another, once that is set', async ({
  page,
  posed,
}) => {
  const { keys, texts } = await openBench(page, posed)
  const azerty = (code: string, shift: boolean) => {
    const letters: Readonly<Record<string, string>> = {
      KeyQ: 'a',
      KeyA: 'q',
      KeyW: 'z',
      KeyZ: 'w',
      Semicolon: 'm',
    }
    const letter = letters[code]
    if (letter) return shift ? letter.toUpperCase() : letter
    const digit = /^Digit(\d)$/.exec(code)?.[1]
    if (digit) return shift ? digit : 'à&é"\'(-è_ç'[Number(digit)]
    return code === 'Minus' ? (shift ? '°' : ')') : undefined
  }
  const code = 'AZQ-20417/w'
  await keys.play(timed([...pressesOf(code, azerty), ENTER], 0, 5))
  await expect.poll(texts).toEqual(["QWA)éà'&è/z"])
  posed.set({ scanner: ScannerSettingsSchema.parse({ keyboard: 'us' }) })
  await expect
    .poll(async () => {
      await keys.play(timed([...pressesOf(code, azerty), ENTER], 0, 5))
      return texts().at(-1)
    })
    .toBe(code)
})

test('keys inside a scan do nothing of their own, and are the characters they stand for', async ({
  page,
  posed,
}) => {
  const { keys, sent, texts } = await openBench(page, posed)
  const F8: Press = { key: 'F8', code: 'F8' }
  const gs: Press = { key: ']', code: 'BracketRight', modifiers: 2 }
  const at: Press = { key: '@', code: 'KeyQ', text: '@', modifiers: 3 }
  const j: Press = { key: 'j', code: 'KeyJ', modifiers: 2 }
  const escape: Press = { key: 'Escape', code: 'Escape' }
  const front = pressesOf('0104006381333931')
  const back = [...pressesOf('21ABC'), ENTER]
  await keys.play(timed([...front, F8, ...back], 0, 4))
  await keys.play(timed([...front, gs, ...back], 0, 4))
  await keys.play(timed([...front, at, escape, ...back], 0, 4))
  await keys.play(timed([...pressesOf('LK-20417'), ENTER, j], 0, 4))
  // Before the first character too, which has to come while a person could not have let go of F8.
  await keys.play(timed([F8, ...front, ENTER], 0, 0.2))
  const alt = (character: string): Press[] =>
    Array.from(String(character.charCodeAt(0)).padStart(4, '0'), (digit) => ({
      key: digit,
      code: `Numpad${digit}`,
      modifiers: 1,
    }))
  // A whole scan as Alt and numbers: Alt is down over each four digits.
  const altMode = Array.from('A1\u001DB').flatMap((character, index) => [
    { key: 'Alt', code: 'AltLeft', modifiers: 1, atMs: index * 16, holdMs: 13 },
    ...timed(alt(character), index * 16 + 2, 2.5),
  ])
  await keys.play([...altMode, { ...ENTER, atMs: 66 }])
  await keys.play(
    timed(
      [
        ...pressesOf('12'),
        { key: 'Home', code: 'Numpad7' },
        { key: 'Insert', code: 'Numpad0' },
        ENTER,
      ],
      0,
      4,
    ),
  )
  await expect
    .poll(texts)
    .toEqual([
      '0104006381333931\u001D21ABC',
      '0104006381333931\u001D21ABC',
      '0104006381333931@21ABC',
      'LK-20417',
      '0104006381333931',
      'A1\u001DB',
      '1270',
    ])
  expect(new Set(sent.map(({ source }) => source))).toEqual(new Set(['wedge']))
  expect(page.context().pages()).toHaveLength(1)
})

test('Home and Insert are commands only where no field has the focus', async ({ page, posed }) => {
  const { keys, sent } = await openBench(page, posed)
  await addFields(page)
  await page.locator('#text').focus()
  await keys.play([{ key: 'Home', code: 'Home', atMs: 0 }])
  await page.locator('#button').focus()
  await keys.play([{ key: 'Home', code: 'Home', atMs: 0 }])
  await expect.poll(() => sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ source: 'key' })
  expect(sent[0]?.text).toContain('WEIGHT')
})

test('the page takes the first scan after it has the keys again, and never half of one', async ({
  page,
  posed,
}) => {
  const { keys, texts } = await openBench(page, posed)
  await addFields(page)
  // In the middle of the scan the window loses the keys, and has them again before its end.
  await page.evaluate(() => {
    const onKeyUp = ({ code }: KeyboardEvent) => {
      if (code !== 'Digit0') return
      window.dispatchEvent(new Event('blur'))
      window.dispatchEvent(new Event('focus'))
      window.removeEventListener('keyup', onKeyUp)
    }
    window.addEventListener('keyup', onKeyUp)
  })
  await page.locator('#text').focus()
  await keys.scan('LK-20417', 4)
  expect(await valueOf(page, 'text')).toBe('abcdef')
  const other = await page.context().newPage()
  await other.bringToFront()
  await page.bringToFront()
  await keys.scan('LK-20418', 4)
  await expect.poll(texts).toHaveLength(1)
  expect(texts()).toEqual(['LK-20418'])
  expect(await valueOf(page, 'text')).toBe('abcdef')

  await page.locator('#button').focus()
  await keys.scan('LK-20419', 4)
  await expect.poll(texts).toEqual(['LK-20418', 'LK-20419'])
  expect(await page.evaluate(() => 'pressed' in window)).toBe(false)
})
