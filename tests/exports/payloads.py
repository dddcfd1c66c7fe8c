"""Things that somebody might type to make a renderer fetch, attach or run something."""

from __future__ import annotations

HOST = "http://127.0.0.1:9"

PAYLOADS = {
    "attachment": '<link rel=attachment href="file:///etc/passwd">',
    "attached link": '<a rel=attachment href="file:///etc/passwd" download>x</a>',
    "image": f'<img src="{HOST}/img">',
    "import": f"<style>@import url({HOST}/imp.css);</style>",
    "stylesheet": f'<link rel=stylesheet href="{HOST}/l.css">',
    "background": f'<p style="background:url({HOST}/bg)">x</p>',
    "font": f"<style>@font-face{{font-family:q;src:url({HOST}/font)}} p{{font-family:q}}</style><p>x",
    "object": f'<object data="{HOST}/obj"></object><embed src="{HOST}/emb">',
    "drawing": f'<svg xmlns="http://www.w3.org/2000/svg"><image xlink:href="{HOST}/svg"/></svg>',
    "data address": "<img src='data:image/svg+xml,<svg><image href=\"" + HOST + "/nested\"/></svg>'>",
    "base": f'<base href="{HOST}/"><img src="rel">',
    "generated content": f"</style><style>p::before{{content:url({HOST}/content)}}</style>",
    "script": f'<script src="{HOST}/js">alert(1)</script><iframe src="{HOST}"></iframe>',
    "style breakout": '"; } @page { @top-left { content: url(http://127.0.0.1:9/) } } \\9 /* ',
    "entity": "&lt;b&gt; &amp;amp; <![CDATA[x]]> <!-- --> <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY y 'z'>]> &y;",
    "template": "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} {school.name} [x](ref:y)",
    "field": '{ INCLUDETEXT "C:\\\\boot.ini" } DDEAUTO c:\\\\windows\\\\cmd.exe =cmd|calc!A0',
    "word markup": "</w:t></w:r><w:altChunk r:id='x'/><w:r><w:t>",
}
