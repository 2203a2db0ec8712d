// Leave in a hurry: the link, or the Escape key three times. The page that was open does not stay in the browser's
// history. Without this script the link is a link.

const PRESSES = 3
const WITHIN = 5000
const link = document.querySelector('[data-leave]')
let pressed = []

function leave() {
  // What stands there must go at once, however long the other page takes.
  document.body.hidden = true
  window.location.replace(link.href)
}

if (link) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  document.addEventListener('keydown', (event) => {
    if (event.repeat) return
    const now = Date.now()
    pressed = event.key === 'Escape' ? [...pressed.filter((then) => now - then < WITHIN), now] : []
    if (pressed.length === PRESSES) leave()
  })
  // A page that the browser kept alive is shown again as it was left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) window.location.reload()
  })
}
