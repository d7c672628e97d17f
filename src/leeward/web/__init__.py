"""The kit of every page: rendering, session, guards, forms, tables, static files. No pages of its own.

One import, ``leeward.web.kit``, has all that a page needs. A whole room's ``pages.py``::

    from typing import Annotated

    import msgspec
    from litestar.params import FromPath

    from leeward.frontline.review import desk
    from leeward.web.kit import Markup, Onward, Page, Place, form, get, may, person, post, redirect, render


    @get("/queues", guard=may("queue.view"), place=Place("Front line", "Queues", key="q"))
    def queues(request: Page) -> Markup:
        with request.app.state.record.reading() as look:
            rows = look.rows(Q.queues)
        return render(request, "review/queues.html", rows=rows)      # frontline/review/templates/queues.html


    class Skip(msgspec.Struct):
        reason: Annotated[str, msgspec.Meta(min_length=1, title="a reason")]


    @post("/jobs/{job:uuid}/skip", guard=may("job.decide"))
    def skip(request: Page, job: FromPath[UUID]) -> Markup | Onward:
        filled = form(request, Skip)
        if filled.value is None:                                    # 422; what was typed is kept
            return render(request, "review/job.html", filled=filled, status=422)
        desk.skip(request.app.state.record, job, person(request).id, filled.value.reason)
        return redirect(request, "/queues", notice="Skipped. Nothing else changed.")


    ROUTES = [queues, skip]

and its template::

    {% extends "shell.html" %}
    {% from "kit/form.html" import field, button %}
    {% block title %}Queues{% endblock %}
    {% block page %}
    <form method="post">{{ csrf() }} {{ field(filled, "reason", "Reason") }} {{ button("Skip", key="s") }}</form>
    {% endblock %}

- Every handler carries exactly one of the guards ``may(action)``, ``signed_in``, ``anyone``; else the site does not start.
- CSRF is checked for every POST before the handler runs; put ``{{ csrf() }}`` into each form.
- Plain functions run in a thread; never use the framework's ``sync_to_thread`` (see ``handlers``).
- ``place=Place(...)`` puts a page into the rail, the ``g`` keys and the palette, for those who may open it.
- A room's templates are named ``<room>/<file>``; the kit's macros ``kit/<file>``.
- Filters: ``at | moment``, ``due | remaining``, ``n | number``, ``seconds | duration``, ``share | percent``; ``icon("search")``.
- Raise ``NotHere``, ``Conflict`` or ``Refused`` with a sentence: a calm page is the answer, or problem JSON under ``/v1``.
- No inline script, style or ``style=`` attribute: the content security policy would drop it.
"""
