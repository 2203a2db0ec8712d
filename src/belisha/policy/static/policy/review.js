// Keys for looking a draft through. Everything on the page works without this; the keys can be switched off, and they
// rest while somebody types.

const SWITCH = 'belisha-keys'

function recall(name) {
  try { return localStorage.getItem(name) } catch { return null }
}

function remember(name, value) {
  try { localStorage.setItem(name, value) } catch { /* kept for this page only */ }
}

// -- the switch ----------------------------------------------------------------------------------------------------

const panel = document.querySelector('[data-keys]')
const box = panel.querySelector('input')
panel.hidden = false
box.checked = recall(SWITCH) !== 'off'
box.addEventListener('change', () => remember(SWITCH, box.checked ? 'on' : 'off'))

// -- the keys ------------------------------------------------------------------------------------------------------

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'

document.addEventListener('keydown', (event) => {
  if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  if (event.target.closest(TYPING)) return
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)
  if (!wanted) return
  event.preventDefault()
  if (event.repeat) return
  if (wanted.tagName === 'DETAILS') unfold(wanted)
  else wanted.click()
})

function unfold(details) {
  details.open = true
  const inside = details.querySelector('select, textarea, input:not([type=hidden])')
  const first = inside ?? details.querySelector('summary')
  first.focus()
}

// -- what was unfolded stays unfolded, and the words that count are in view ------------------------------------------

for (const details of document.querySelectorAll('details[data-remember]')) {
  details.open = recall(details.dataset.remember) === 'open'
  details.addEventListener('toggle', () => remember(details.dataset.remember, details.open ? 'open' : ''))
}

const lit = document.getElementById('lit')
const frame = lit?.closest('.belisha-source')
if (frame) frame.scrollTop = lit.offsetTop - frame.offsetTop - frame.clientHeight / 3
