// Starts the components of the page, and those of any piece of it that htmx has replaced.
(function () {
  'use strict'
  GOVUKFrontend.initAll()
  document.body.addEventListener('htmx:load', function (event) {
    if (event.target !== document.body) GOVUKFrontend.initAll({ scope: event.target })
  })
})()
