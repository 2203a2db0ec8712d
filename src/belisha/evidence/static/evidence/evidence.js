// Files in pieces: by picker, drag, paste or camera; with progress; what breaks off goes on. Without this script the
// form sends them all at once.

const PIECE = 8 * 1024 * 1024
const TRIES = 6
const form = document.querySelector('form[data-send]')

if (form) {
  const list = form.querySelector('[data-list]')
  const said = form.querySelector('[data-said]')
  const drop = form.querySelector('[data-drop]')
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value
  form.querySelector('[data-send-button]').hidden = true

  const wait = (ms) => new Promise((done) => setTimeout(done, ms))
  // Random also where the page has no HTTPS, as in a trial on one machine.
  const fresh = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
  }

  // What tells a file from another of the same name and size, without reading all of it.
  const mark = async (file) => {
    if (!crypto.subtle) return ''
    const ends = new Blob([file.slice(0, 65536), file.slice(-65536), String(file.lastModified)])
    const hash = await crypto.subtle.digest('SHA-256', await ends.arrayBuffer())
    return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0')).join('')
  }

  const send = (file, key, offset, sign, progress, length = PIECE) =>
    new Promise((done, broken) => {
      const request = new XMLHttpRequest()
      request.open('POST', form.dataset.send)
      request.setRequestHeader('X-CSRFToken', token)
      request.setRequestHeader('Accept', 'application/json')
      request.setRequestHeader('Content-Type', 'application/octet-stream')
      request.setRequestHeader('X-Upload-Key', key)
      request.setRequestHeader('X-Upload-Size', file.size)
      request.setRequestHeader('X-Upload-Offset', offset)
      request.setRequestHeader('X-Upload-Name', encodeURIComponent(file.name || 'pasted picture.png'))
      if (sign) request.setRequestHeader('X-Upload-Mark', sign)
      request.upload.onprogress = (event) => progress(offset + event.loaded)
      request.onerror = broken
      request.ontimeout = broken
      request.onload = () => {
        let answer = {}
        try { answer = JSON.parse(request.responseText) } catch { /* a page, not an answer */ }
        if (request.status === 200) done(answer)
        else if (request.status === 409) done(answer)
        else if (request.status >= 500) broken()
        else done({ refused: answer.detail || 'The server did not take it. Reload the page and try again.' })
      }
      request.send(file.slice(offset, offset + length))
    })

  const line = (file) => {
    const item = document.createElement('li')
    const name = document.createElement('span')
    const bar = document.createElement('progress')
    const note = document.createElement('span')
    name.textContent = `${file.name || 'Pasted picture'} `
    bar.className = 'belisha-progress'
    bar.max = file.size
    bar.value = 0
    bar.setAttribute('aria-label', name.textContent)
    item.append(name, note, bar)
    list.append(item)
    return {
      at: (value) => { bar.value = value; note.textContent = `${Math.floor((100 * value) / file.size)} %` },
      say: (words) => { note.textContent = words; said.textContent = `${name.textContent}: ${words}` },
      wrong: (words) => {
        note.className = 'govuk-error-message'
        note.textContent = words
        said.textContent = `${name.textContent}: ${words}`
        bar.remove()
      },
    }
  }

  const upload = async (file) => {
    const shown = line(file)
    if (!file.size) return shown.wrong('is empty. Look whether it was saved whole.')
    const sign = await mark(file)
    const left = [...document.querySelectorAll('[data-unfinished]')].find(
      (each) => each.dataset.name === file.name && Number(each.dataset.size) === file.size,
    )
    let key = left ? left.dataset.key : fresh()
    let came = 0
    let asking = Boolean(left)
    for (let tries = 0; tries < TRIES;) {
      try {
        // Where it broke off, the server is asked first how far it came, with nothing in hand.
        const answer = await send(file, key, came, sign, shown.at, asking ? 0 : PIECE)
        if (answer.another) { key = fresh(); came = 0; continue }
        if (answer.refused) return shown.wrong(answer.refused)
        if (answer.kept) { shown.at(file.size); shown.say('kept'); return true }
        if (answer.came > came) tries = 0
        else if (!asking) tries += 1
        asking = false
        came = answer.came
      } catch {
        tries += 1
        asking = true
        shown.say('The connection broke off. It goes on by itself.')
        await wait(500 * 2 ** tries)
      }
    }
    return shown.wrong('did not arrive. Choose it again, and it goes on from where it came to.')
  }

  let busy = Promise.resolve([])
  const take = (files) => {
    const all = [...files]
    if (!all.length) return
    said.textContent = `Sending ${all.length} file${all.length > 1 ? 's' : ''}`
    busy = busy.then(async (before) => {
      const ended = [...before]
      for (const file of all) ended.push(await upload(file))
      if (ended.every(Boolean)) location.replace(location.href)
      return ended
    })
  }

  form.addEventListener('change', (event) => {
    if (event.target.type !== 'file') return
    take(event.target.files)
    event.target.value = ''
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('belisha-drop--over') })
  drop.addEventListener('dragleave', () => drop.classList.remove('belisha-drop--over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('belisha-drop--over')
    take(event.dataTransfer.files)
  })
  document.addEventListener('paste', (event) => {
    if (!event.clipboardData.files.length) return
    event.preventDefault()
    take(event.clipboardData.files)
  })
}
