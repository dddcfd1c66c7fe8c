import re
from apps.policies import actions
from apps.templates_lib import library
from apps.templates_lib.actions import *  # noqa
from tests.policies.texts import publish

def test_it(school, head, signed_in, db):
    from django.core.management import call_command
    call_command("publish_library")
    from apps.templates_lib import editions
    ed = {e.family.name if hasattr(e.family,'name') else str(e.family): e for e in editions.to_start(school)} if 'school' in editions.to_start.__code__.co_varnames else {str(e): e for e in editions.to_start()}
    print(ed.keys())
    e = next(v for k,v in ed.items() if 'staff-protocol' in k or 'staff-protocol' in repr(vars(v)))
    v = actions.start_policy(school, e, by=head)
    c = signed_in(head)
    base="/schools/oak-lane/policies/staff-protocol/"
    r=c.get(base); print(r.status_code)
    html=r.content.decode()
    links=list(dict.fromkeys(re.findall(r'href="(%s[^"]*)"'%base, html))); print(links)
    open('/tmp/w/proto/wiz.html','w').write(html)
    for l in links:
        r=c.get(l); t=r.content.decode()
        print(l, r.status_code, len(t))
        open('/tmp/w/proto/wiz-'+re.sub(r'\W+','_',l[len(base):])+'.html','w').write(t)
