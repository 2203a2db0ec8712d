// Narrows the list of what people want to do while somebody types. Nothing is sent, and the list works without this.

const box = document.querySelector('[data-search] input[name="words"]')
const count = document.querySelector('[data-count]')
const groups = [...document.querySelectorAll('[data-group]')]
const entries = groups.flatMap((group) => [...group.querySelectorAll('[data-words]')])
const texts = new Map(entries.map((entry) => [entry, `${entry.textContent} ${entry.dataset.words}`.toLowerCase()]))
// Small words are in every question and tell nothing.
const SMALL = new Set(['may', 'can', 'could', 'should', 'the', 'and', 'for', 'with', 'from', 'that', 'this', 'allowed', 'okay'])
let told

function words() {
  return box.value.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 2 && !SMALL.has(word))
}

function narrow() {
  const wanted = words()
  const fits = entries.filter((entry) => wanted.every((word) => texts.get(entry).includes(word)))
  // A whole question fits nothing word for word; then the list stays, and "Go on" understands it.
  const shown = new Set(fits.length ? fits : entries)
  for (const entry of entries) entry.hidden = !shown.has(entry)
  for (const group of groups) group.hidden = !group.querySelector('[data-words]:not([hidden])')
  clearTimeout(told)
  told = setTimeout(() => { count.textContent = says(wanted, fits.length) }, 400)
}

function says(wanted, number) {
  if (!wanted.length) return ''
  if (!number) return 'Nothing in the list is called so. Press “Go on”, and we read your question.'
  return number === 1 ? 'One entry of the list fits.' : `${number} entries of the list fit.`
}

box.addEventListener('input', narrow)
if (box.value) narrow()
