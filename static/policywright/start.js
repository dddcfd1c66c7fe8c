// Starts the components of the page, and those of any piece of it that htmx has replaced.
(function () {
  'use strict'
  GOVUKFrontend.initAll()
  document.body.addEventListener('htmx:load', function (event) {
    if (event.target !== document.body) GOVUKFrontend.initAll({ scope: event.target })
  })

  // From a change until the answer to it is there, the preview says that it is about to change.
  function busy (state) {
    const beside = document.getElementById('beside')
    if (beside) beside.setAttribute('aria-busy', state)
  }
  document.body.addEventListener('change', function (event) {
    if (event.target.closest('#questions')) busy('true')
  })
  document.body.addEventListener('htmx:beforeRequest', function () { busy('true') })
  document.body.addEventListener('htmx:afterRequest', function () { busy('false') })

  // The server answers 401 to a page whose session has ended, instead of a sign-in form in the middle of it.
  document.body.addEventListener('htmx:responseError', function (event) {
    if (event.detail.xhr.status === 401) document.getElementById('signed-out').hidden = false
  })

  // Whoever leaves a form that they have changed is asked first; sending it is no leaving.
  const form = document.querySelector('form[data-unsaved]')
  if (form) {
    let unsaved = form.dataset.unsaved === 'yes'
    const changed = function () { unsaved = true }
    form.addEventListener('input', changed)
    form.addEventListener('change', changed)
    form.addEventListener('submit', function () { unsaved = false })
    window.addEventListener('beforeunload', function (event) {
      if (unsaved) event.preventDefault()
    })
  }

  // "Tick the usual choices" of one question: as if the person had ticked each of them.
  document.body.addEventListener('click', function (event) {
    const button = event.target.closest('[data-tick-usual]')
    if (!button) return
    const boxes = Array.from(button.closest('fieldset').querySelectorAll('input[type=checkbox]'))
    boxes.forEach(function (box) {
      if (box.hasAttribute('data-usual')) box.checked = true
      else if (box.getAttribute('data-behaviour') === 'exclusive') box.checked = false
    })
    boxes[0].dispatchEvent(new Event('change', { bubbles: true }))
  })
})()
