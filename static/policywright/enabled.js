// Runs before anything is painted: tells the style sheet that scripts work, so that nothing flickers.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
