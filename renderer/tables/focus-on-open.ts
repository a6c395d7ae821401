/** As a ref: the element takes the focus when it appears, because what a person just did leads there. */
export function focusOnOpen(element: HTMLElement | null) {
  element?.focus()
}
