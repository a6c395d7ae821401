import { fieldKeeper } from './field-keeper.ts'
import { fillField, focusedField, takesScans } from './field.ts'
import { scanListener, type RawStroke } from './intercept.ts'
import { altCharacter, readKey, type KeyText } from './key-text.ts'
import { createWedge, type WedgeAnswer, type WedgeSettings } from './wedge.ts'

/** A command or a parked sticker is meant for the bench, wherever the focus is. */
const OUR_OWN = /^\*S[BP]-/

/** Beyond the largest gap; a timer that is later still says that the page stood still, and keys may be waiting. */
const SLACK_MS = 20

interface Listener {
  readonly settings: () => WedgeSettings
  readonly onScan: (text: string) => void
  /** A scan that is not whole, or into which a person typed: it is not given. */
  readonly onRefused: (text: string) => void
}

function isMac(): boolean {
  return navigator.platform.startsWith('Mac')
}

/** While a self-test hears the scans, they come as they are typed, and need no end key. */
function forListening(settings: WedgeSettings): WedgeSettings {
  return { ...settings, prefix: '', end: 'silence', keyboard: 'as-typed' }
}

function readEvent(event: KeyboardEvent): KeyText {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey } = event
  const capsLock = event.getModifierState('CapsLock')
  const altGraph = event.getModifierState('AltGraph')
  return readKey({ key, code, shiftKey, ctrlKey, altKey, metaKey, capsLock, altGraph }, isMac())
}

/**
 * Listens for scans on the whole window, before anything else sees the keys. What a scan already put into a field is
 * taken out again, and none of its keys acts on anything. Returns the way to stop.
 */
export function listenForScans({ settings, onScan, onRefused }: Listener): () => void {
  const now = () => (scanListener() ? forListening(settings()) : settings())
  const wedge = createWedge(now, performance.now())
  const fields = fieldKeeper()
  let raw: RawStroke[] = []
  /** The newest key by its own time, and when the page came to it, which may be later. */
  let newest = { at: 0, seenAt: 0 }
  let altDigits = ''
  let swallowsComposed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(event: KeyboardEvent) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  function give(text: string, end: 'Enter' | 'Tab' | 'silence') {
    const listener = scanListener()
    const field = focusedField()
    if (listener) listener({ strokes: raw, end, text })
    else if (field && takesScans(field) && !OUR_OWN.test(text)) fillField(field, text)
    else onScan(text)
  }

  function note({ key, code, timeStamp, shiftKey, ctrlKey, altKey }: KeyboardEvent) {
    raw.push({ key, code, at: timeStamp, shift: shiftKey, control: ctrlKey, alt: altKey })
  }

  /** `typed` is what a person would have meant by the key. */
  function act(answer: WedgeAnswer, typed = '', event?: KeyboardEvent) {
    switch (answer.kind) {
      case 'gather': {
        const field = focusedField()
        if (answer.first) fields.begin()
        if (field) fields.remember(field)
        if (!event) break
        if (field && answer.sure && fields.hold(field, typed)) stop(event)
        // Outside fields a blank would press the focused button, and a slash opens a browser's search.
        else if (!field && (!answer.first || event.key !== ' ')) event.preventDefault()
        break
      }
      case 'scan':
      case 'refused': {
        if (event) stop(event)
        fields.putBack(answer.keep)
        if (answer.kind === 'refused') onRefused(answer.text)
        else give(answer.text, event?.key === 'Tab' ? 'Tab' : event ? 'Enter' : 'silence')
        break
      }
      case 'swallow':
        if (event) stop(event)
        break
      case 'pass':
        fields.giveBack()
    }
  }

  /** Looks whether nothing came any more; not by a late timer, since the page may have stood still with keys waiting. */
  function awaitSilence(waitMs = now().largestGapMs + SLACK_MS) {
    clearTimeout(timer)
    if (!fields.isHolding() && now().end !== 'silence') return
    const due = performance.now() + waitMs
    timer = setTimeout(() => {
      const at = performance.now()
      if (at - due > SLACK_MS) awaitSilence(SLACK_MS)
      else act(wedge.silence(at))
    }, waitMs)
  }

  function press(key: Exclude<KeyText, { kind: 'modifier' | 'alt-digit' }>, event: KeyboardEvent) {
    const at = event.timeStamp
    newest = { at, seenAt: performance.now() }
    const inField = focusedField() !== undefined
    const typed = key.kind === 'text' ? key.typed : ''
    const isComposed = event.type === 'keyup'
    const answer = wedge.press(
      key.kind === 'text'
        ? { ...key, at, inField, code: isComposed ? '' : event.code }
        : key.kind === 'end'
          ? { ...key, at, inField }
          : { ...key, at, inField, backspace: event.key === 'Backspace' },
    )
    if (answer.kind === 'gather' && answer.first) raw = []
    if (!isComposed && key.kind !== 'end' && answer.kind !== 'pass') note(event)
    act(answer, typed, event)
    awaitSilence()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.isTrusted) return
    swallowsComposed = false
    const { timeStamp: at } = event
    const key = readEvent(event)
    if (key.kind === 'modifier') {
      if (event.repeat) return
      // Alt alone leads to the screens, but not the Alt of a scan.
      if (event.key === 'Alt' && wedge.isInside(at)) stop(event)
      if (event.key === 'Alt') altDigits = ''
      wedge.part(at)
    } else if (event.repeat || event.isComposing || event.keyCode === 229) {
      wedge.disturb(at)
      fields.giveBack()
    } else if (key.kind === 'alt-digit') {
      if (wedge.isInside(at)) stop(event)
      // Alt and a digit is another tab in some browsers.
      else event.preventDefault()
      note(event)
      altDigits += key.digit
      wedge.part(at)
    } else press(key, event)
  }

  const onKeyUp = (event: KeyboardEvent) => {
    if (!event.isTrusted) return
    wedge.release(event.code, event.timeStamp)
    if (event.key !== 'Alt' || altDigits === '') return
    const character = altCharacter(altDigits)
    altDigits = ''
    const isText = character >= ' '
    press(
      {
        kind: 'text',
        typed: isText ? character : '',
        asTyped: character,
        us: character,
        begins: true,
      },
      event,
    )
    swallowsComposed = event.defaultPrevented
  }

  /** Windows types the character of Alt and a number behind the release of Alt. */
  const onKeyPress = (event: KeyboardEvent) => {
    if (swallowsComposed) stop(event)
    swallowsComposed = false
  }

  const onPointerDown = (event: PointerEvent) => {
    fields.giveBack()
    wedge.forget(event.timeStamp)
  }
  const onBlur = () => {
    if (wedge.cut(newest.at + performance.now() - newest.seenAt)) fields.putBack('')
    else fields.giveBack()
  }
  const onHidden = () => {
    if (document.hidden) onBlur()
  }
  const onFocus = () => wedge.resume(performance.now())

  const stopper = new AbortController()
  const { signal } = stopper
  window.addEventListener('keydown', onKeyDown, { capture: true, signal })
  window.addEventListener('keyup', onKeyUp, { capture: true, signal })
  window.addEventListener('keypress', onKeyPress, { capture: true, signal })
  window.addEventListener('pointerdown', onPointerDown, { capture: true, signal })
  window.addEventListener('blur', onBlur, { signal })
  window.addEventListener('focus', onFocus, { signal })
  document.addEventListener('visibilitychange', onHidden, { signal })
  return () => {
    clearTimeout(timer)
    stopper.abort()
  }
}
