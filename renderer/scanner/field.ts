type TextField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const WITHOUT_TEXT = new Set([
  'button',
  'submit',
  'reset',
  'checkbox',
  'radio',
  'range',
  'file',
  'image',
  'color',
])

/** Fields whose keys are not characters put in at the caret, but parts of a date or a choice. */
const IN_PARTS = new Set(['date', 'datetime-local', 'month', 'week', 'time'])

/** The field that takes the keys now, or undefined: buttons and the page itself take no text. */
export function focusedField(): HTMLElement | undefined {
  const element = document.activeElement
  if (element instanceof HTMLInputElement) {
    return WITHOUT_TEXT.has(element.type) || element.readOnly ? undefined : element
  }
  if (element instanceof HTMLTextAreaElement) return element.readOnly ? undefined : element
  if (element instanceof HTMLSelectElement) return element
  return element instanceof HTMLElement && element.isContentEditable ? element : undefined
}

/** Whether characters that were held back can be put in later as if they had been typed. */
export function takesBackText(field: HTMLElement): boolean {
  if (field instanceof HTMLSelectElement) return false
  return !(field instanceof HTMLInputElement && IN_PARTS.has(field.type))
}

/** Puts text in at the caret as typing does, with undo. */
export function insertText(field: HTMLElement, text: string): void {
  if (!takesBackText(field)) return
  // Marked as deprecated, but no other way keeps undo and the order of events.
  document.execCommand('insertText', false, text)
}

function setValue(field: TextField, value: string) {
  // React listens to the prototype's setter; the instance's own one would go unseen.
  Reflect.set(Object.getPrototypeOf(field) as object, 'value', value, field)
  field.dispatchEvent(
    new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
  )
}

/** The caret of an editable element as a count of characters; undefined where it is not in it. */
function caretIn(field: HTMLElement): number | undefined {
  const selection = document.getSelection()
  if (!selection?.anchorNode || !field.contains(selection.anchorNode)) return undefined
  const range = document.createRange()
  range.setStart(field, 0)
  range.setEnd(selection.anchorNode, selection.anchorOffset)
  return range.toString().length
}

function setCaret(field: HTMLElement, caret: number) {
  const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT)
  let left = caret
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (left <= length) {
      document.getSelection()?.collapse(node, left)
      return
    }
    left -= length
  }
  document.getSelection()?.collapse(field, field.childNodes.length)
}

function rememberEditable(field: HTMLElement): () => void {
  const nodes = [...field.childNodes].map((node) => node.cloneNode(true))
  const { innerHTML } = field
  const caret = caretIn(field)
  return () => {
    if (field.innerHTML === innerHTML) return
    field.replaceChildren(...nodes)
    if (caret !== undefined) setCaret(field, caret)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** Remembers what stands in `field` before a scan, and returns the way to put it back. */
export function rememberField(field: HTMLElement): () => void {
  if (
    !(
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    )
  ) {
    return rememberEditable(field)
  }
  const { value } = field
  const wasBad = field.validity.badInput
  const selection =
    field instanceof HTMLSelectElement
      ? null
      : ([field.selectionStart, field.selectionEnd, field.selectionDirection] as const)
  return () => {
    // Half a date or a lone sign has no value, and stays unless another value stood there.
    if (field.validity.badInput && !wasBad && field.value === value) {
      // The browser clears the parts of a date only where its value changes.
      if (field instanceof HTMLInputElement) field.valueAsNumber = 0
    } else if (field.value === value) return
    setValue(field, value)
    const [start, end, direction] = selection ?? []
    if (typeof start === 'number' && !(field instanceof HTMLSelectElement)) {
      field.setSelectionRange(start, end ?? start, direction ?? 'none')
    }
  }
}

/** A field that is filled by a scan as well as by hand; a scan made elsewhere never lands in it. */
export function takesScans(field: HTMLElement): boolean {
  return field.dataset['takesScans'] !== undefined
}

/** Puts what was scanned into a field, in the place of all that stood in it. */
export function fillField(field: HTMLElement, text: string): void {
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    setValue(field, text)
  }
}
